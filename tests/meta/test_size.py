"""Modules stay small enough to be read in one go."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import footgun

ROOT = Path(footgun.__file__).parent
LINES = {
    str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
    for path in ROOT.rglob("*.py")
}


def test_no_module_is_long():
    assert {path: lines for path, lines in LINES.items() if lines > 400} == {}


def test_the_median_is_small():
    assert median(lines for lines in LINES.values() if lines) < 150
