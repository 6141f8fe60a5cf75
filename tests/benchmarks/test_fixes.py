"""Programs are run before and after their fixes: what was mended counts, and so does what came less far."""

from __future__ import annotations

import json
import sys

import pytest
from benchmarks.fixes import __main__ as fixes
from benchmarks.fixes.execute import Executor, Outcome
from benchmarks.fixes.mending import Copy
from benchmarks.fixes.programs import Program, chosen, programs
from click.testing import CliRunner

RAN, FAULT = Outcome(), Outcome("ValueError", "shapes", 3)
NO_DATA, SLOW = Outcome("FileNotFoundError", "x.csv", 2), Outcome("Timeout")
MENDED = """\
import torch
from torch import nn

net = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(5, 2))
net(torch.zeros(2, 8))
"""
SOUND = MENDED.replace("5", "4")
WITHOUT_DATA = SOUND + "open('not there')\n"


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        (RAN, RAN, "runs as before"),
        (FAULT, RAN, "mended"),
        (RAN, FAULT, "broken"),
        (RAN, SLOW, "broken"),
        (NO_DATA, FAULT, "broken"),  # it came to its data before
        (FAULT, FAULT, "still failing"),
        (NO_DATA, NO_DATA, "not run"),
        (FAULT, NO_DATA, "not run"),
    ],
)
def test_a_verdict_compares_two_runs(before, after, word):
    assert fixes.verdict(before, after) == word


@pytest.mark.parametrize(
    ("outcome", "lacking"),
    [
        (Outcome("ModuleNotFoundError", "No module named 'cv2'", 1), "cv2"),
        (Outcome("ModuleNotFoundError", "No module named 'keras.layers.core'", 1), ""),  # a name that is gone
        (Outcome("OSError", "no network", 1), "data"),
        (Outcome("ValueError", "no such shape", 1), ""),
    ],
)
def test_what_is_not_there_is_no_fault(outcome, lacking):
    assert outcome.lacking == lacking


@pytest.fixture
def folder(tmp_path):
    """Programs with their table."""
    texts = {"a-1": MENDED, "a-2": SOUND, "a-3": WITHOUT_DATA, "b-1": "def loss(x):\n    return x\n"}
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text)
    rows = ["id\tbuggy_or_fixed\tfault\tcall", "a-1\tbuggy\twidth\t", "a-2\tfixed\t\t", "a-3\tfixed\t\t"]
    (tmp_path / "cases.tsv").write_text("\n".join([*rows, "b-1\tbuggy\tcall\tloss(1)"]) + "\n")
    return tmp_path


def test_programs_are_those_of_the_table_with_their_call(folder):
    found = list(programs(folder, folder / "cases.tsv"))
    assert [(one.name, one.group) for one in found][:2] == [("a-1", "a faulty"), ("a-2", "a sound")]
    assert found[-1].text.endswith("return x\nloss(1)\n")
    assert [one.name for one in chosen(iter(found), ("a",), "wid")] == ["a-1"]


def test_a_notebook_is_run_without_its_magics(tmp_path):
    cells = [{"cell_type": "code", "source": ["%matplotlib inline\n", "x = 1"]}, {"cell_type": "markdown"}]
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells}))
    assert [one.text for one in programs(tmp_path, None)] == ["x = 1\n"]


def test_programs_are_run_in_processes_of_their_own(tmp_path):
    outcomes = []
    with Executor(sys.executable, 1, 4000) as executor:
        for text in ("import sys\nsys.exit(0)\n", "x = {}\nx['key']\n", "while True:\n    pass\n"):
            (tmp_path / "program.py").write_text(text)
            outcomes.append(executor.run(tmp_path / "program.py"))
    assert outcomes == [RAN, Outcome("KeyError", "'key'", 2), SLOW]


def test_what_is_broken_is_shown_with_its_fixes(tmp_path, capsys):
    copy = Copy(Program("a-1", tmp_path), tmp_path, tmp_path, ("line 3: SHP001 channels: `in_channels=8`",))
    fixes.show(copy, "broken", RAN, FAULT)
    assert capsys.readouterr().out.splitlines()[1] == "\tline 3: SHP001 channels: `in_channels=8`"
    assert copy.codes == {"SHP001"}


def test_programs_are_mended_and_run(folder):
    pytest.importorskip("torch")
    done = CliRunner().invoke(fixes.main, [str(folder), str(folder / "cases.tsv"), "--all", "--apart"])
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    assert [line[:2] for line in lines[:4]] == [
        ["a-1", "mended"],
        ["a-2", "runs as before"],
        ["a-3", "not run (data)"],
        ["b-1", "runs as before"],
    ]
    assert lines[-1] == ["all", "4", "1", "4", "2", "1", "0", "0", "1"]
