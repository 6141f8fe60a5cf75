"""The watch over the fuzzing sees what it is there to see: a target that misbehaves fails, and is counted."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.fuzz import tally
from tests.fuzz.target import Target

TOO_MUCH = 400_000_000  # bytes
# What a rule or a reader might do by mistake, and how the watch tells it.
DEEDS = {
    "write '../outside'": lambda: open("../outside", "w").close(),
    "read '../secret'": lambda: open("../secret").close(),
    "os.rename '../mine'": lambda: os.rename("mine", "../mine"),
    "subprocess.Popen": lambda: subprocess.run(
        [sys.executable, "--version"], check=True, capture_output=True
    ),
    "exec (<code": lambda: exec(compile("1", "p0.py", "exec")),
    " MB": lambda: len(bytearray(TOO_MUCH)),
    "cut off": lambda: all(iter(lambda: 1, 0)),
    "IndexError": lambda: [][0],
}


def misbehave(watch, start, end):
    watch.seconds = 0.5
    for name in ("../secret", "mine"):
        open(name, "w").close()
    for name in list(DEEDS)[start:end]:
        watch.attempt(f"deed {name}", DEEDS[name])


def behave(watch, start, end):
    def write():
        with open("mine", "w") as file:
            file.write("x")
        os.remove("mine")

    for number in range(start, end):
        watch.attempt(number, write)


def die(watch, start, end):
    os.abort()


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tally, "FIGURES", {})
    folder = tmp_path / "cases"
    folder.mkdir()
    return folder


def test_every_deed_is_noticed(folder):
    with pytest.raises(AssertionError) as raised:
        Target("deeds", misbehave, len(DEEDS), len(DEEDS)).run(0, folder)
    told = str(raised.value).split("deed ")[1:]
    assert [words for words, failure in zip(DEEDS, told, strict=True) if failure.count(words) < 2] == []
    assert tally.FIGURES["deeds"][:2] == [len(DEEDS), len(DEEDS)]


def test_a_process_that_dies_is_a_crash(folder):
    with pytest.raises(AssertionError, match="the process ended with"):
        Target("deaths", die, 1, 1).run(0, folder)
    assert tally.FIGURES["deaths"][:2] == [0, 1]


def test_what_behaves_is_counted(folder):
    Target("good", behave, 7, 7).run(0, folder)
    assert tally.FIGURES["good"][:2] == [7, 0]
    assert next(iter(tally.lines())).startswith("good: 7 cases, 0 crashes, slowest 0.")
