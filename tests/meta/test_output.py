"""What all rule pages together make footgun say: every message in one style, and the same bytes each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import footgun
from footgun.rules.registry import all_rules

BLOCK = re.compile(r"^```(?:py|keras)\b[^\n]*\n(.*?)^```", re.M | re.S)


def programs():
    """(name, text) of every program on the rule pages, without the marks."""
    for rule in all_rules():
        for number, block in enumerate(BLOCK.findall(rule.page())):
            yield f"{rule.code}_{number}.py", re.sub(r"\s*# (error|warning|info): \[.*", "", block)


@pytest.fixture(scope="module")
def reports():
    return [footgun.check_source(text, name) for name, text in programs()]


def test_every_rule_is_heard(reports):
    said = {finding.code for report in reports for finding in report.findings}
    assert said == {rule.code for rule in all_rules()}


def test_messages_are_in_one_style(reports):
    texts = []
    for report in reports:
        for finding in report.findings:
            texts += [finding.message, *(label.text for label in finding.labels)]
            texts += [finding.help] if finding.help else []
        texts += [gap.reason for file in report.files for gap in file.not_checked]
    wrong = [text for text in texts if not re.match(r"[a-z`\d(]", text) or text.endswith(".")]
    assert wrong == []
    assert [text for text in texts if "did you mean" in text.lower()] == []


def test_nothing_fails_inside(reports):
    assert [fault for report in reports for file in report.files for fault in file.internal] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("pages")
    for name, text in programs():
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("output_format", ["full", "concise", "json"])
def test_two_runs_give_the_same_bytes(folder: Path, output_format: str):
    def output(seed):
        return subprocess.run(
            [sys.executable, "-m", "footgun", "check", "--hints", "--output-format", output_format, "."],
            cwd=folder,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=False,
        )

    first, second = output("1"), output("2")
    assert first.returncode == 1, first.stderr
    assert first.stdout == second.stdout
    assert first.stderr == second.stderr
