"""The site is built strictly, from the documents and the pages of the rules."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from footgun.rules.registry import all_rules

pytest.importorskip("material")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_rule_has_its_page(site):
    for rule in all_rules():
        page = (site / "rules" / rule.code / "index.html").read_text(encoding="utf-8")
        assert rule.slug in page
    table = (site / "rules" / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{rule.code}/"' in table for rule in all_rules())


def test_no_page_asks_others_for_anything(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        asked = re.findall(
            r'(?:<script[^>]*\bsrc|<link[^>]*rel="(?:stylesheet|preconnect)"[^>]*\bhref|<img[^>]*\bsrc)="(https?:[^"]+)"',
            page,
        )
        assert asked == [], path
