"""What all tests need: one thread, one Keras backend, and processes that find the same footgun as they do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.fuzz import tally as fuzzed
from tests.oracle import tally

import footgun

os.environ["PYTHONPATH"] = str(Path(footgun.__file__).parents[1])
os.environ.setdefault("OMP_NUM_THREADS", "1")  # with more, torch is slower on small tensors
os.environ.setdefault("KERAS_BACKEND", "torch")


def pytest_addoption(parser):
    parser.addoption(
        "--long", action="store_true", help="many more cases for each oracle, and for the fuzzer"
    )


def pytest_configure(config):
    if config.getoption("--long"):
        os.environ["FOOTGUN_LONG"] = "1"


def pytest_sessionfinish(session):
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # a process of pytest-xdist
        output["oracle"] = tally.take()
        output["fuzz"] = fuzzed.FIGURES


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    output = getattr(node, "workeroutput", {})
    tally.add(output.get("oracle", {}))
    fuzzed.add(output.get("fuzz", {}))


def pytest_terminal_summary(terminalreporter):
    if tally.CASES:
        terminalreporter.section("ops compared with the frameworks")
        shown = list(tally.lines())
        for line in shown if os.environ.get("FOOTGUN_LONG") == "1" else shown[-1:]:
            terminalreporter.write_line(line)
    if fuzzed.FIGURES:
        for line in list(fuzzed.lines())[0 if os.environ.get("FOOTGUN_LONG") == "1" else -1 :]:
            terminalreporter.write_line(line)
