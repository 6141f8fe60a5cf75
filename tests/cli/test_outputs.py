"""Several forms of one report, on the terminal and in files."""

from __future__ import annotations

import json

import pytest

NET = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"


@pytest.fixture
def net(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "net.py").write_text(NET)
    return tmp_path


def test_several_forms_in_one_run(net, footgun):
    result = footgun("check", "net.py", "--output", "sarif=out/net.sarif", "--output", "junit=net.xml")
    assert "SHP002" in result.out  # the terminal gets its own
    assert json.loads((net / "out" / "net.sarif").read_text())["runs"][0]["results"]
    assert "SHP002" in (net / "net.xml").read_text()


def test_a_form_of_the_terminal_in_a_file_has_no_colour(net, footgun):
    footgun("check", "net.py", "--output", "concise=net.txt", "--color", "always")
    assert (net / "net.txt").read_text().startswith("net.py:2:")
    assert "\x1b" not in (net / "net.txt").read_text()


@pytest.mark.parametrize("words", ["sarif", "sarif=", "picture=x.png"])
def test_a_wrong_output_is_refused(net, footgun, words):
    result = footgun("check", "net.py", "--output", words)
    assert result.code == 2
    assert "FORMAT=FILE" in result.err


def test_an_output_that_cannot_be_written_is_told(net, footgun):
    result = footgun("check", "net.py", "--output", "sarif=net.py/out.sarif")
    assert result.code == 2
    assert "net.py/out.sarif: cannot be written" in result.err


def test_statistics_count_by_rule(net, footgun):
    rows = footgun("check", "net.py", "--statistics").out.splitlines()
    assert [row.split()[:3] for row in rows[:2]] == [["1", "error", "ACT001"], ["1", "error", "SHP002"]]
    assert rows[-2].startswith("Found 2 errors")
    assert rows[-1] == "2 fixes offered: see them with --diff --unsafe-fixes"


@pytest.mark.parametrize("form", ["gitlab", "sarif", "json"])
def test_a_document_stands_alone_on_the_terminal(net, footgun, form):
    assert json.loads(footgun("check", "net.py", "--output-format", form).out)
