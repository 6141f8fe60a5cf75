"""Starting is quick: nothing heavy is imported on the way to a checked file."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest

HEAVY = {
    "dataclasses", "jax", "jsonschema", "keras", "markdown_it", "nbformat", "numpy", "parso", "rich", "sympy",
    "tensorflow", "torch",
}  # fmt: skip


def python(*arguments, **options):
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, encoding="utf-8", check=False, **options
    )


def imported(*arguments, **options):
    """Names of all modules that a Python process imports."""
    told = python("-X", "importtime", *arguments, **options).stderr
    names = set(re.findall(r"^import time: .*\| +([\w.]+)$", told, re.M))
    assert "footgun" in names
    return names


@pytest.fixture
def net(tmp_path):
    path = tmp_path / "net.py"
    path.write_text("import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n")
    return path


def test_import_loads_nothing_of_its_own_but_itself():
    names = imported("-c", "import footgun")
    assert {name for name in names if name.startswith("footgun.")} == set()
    assert names & HEAVY == set()


def test_check_imports_nothing_heavy(net):
    names = imported("-m", "footgun", "check", "--isolated", str(net))
    assert "footgun.engine" in names
    assert {name.split(".")[0] for name in names} & HEAVY == set()


def test_import_takes_less_than_thirty_milliseconds():
    def best(code):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            assert python("-c", code).returncode == 0
            times.append(time.perf_counter() - start)
        return min(times)

    assert best("import footgun") - best("pass") < 0.030


def test_the_public_names_and_no_others():
    told = python("-c", "import footgun; print(*dir(footgun)); print(footgun.check_source.__name__)").stdout
    assert told.split() == ["Finding", "Report", "__version__", "check", "check_source", "check_source"]
