"""Starting is quick: nothing heavy is imported on the way to a checked file."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import footgun

HEAVY = {
    "argparse", "asyncio", "dataclasses", "importlib.metadata", "jax", "json", "jsonschema", "keras", "logging",
    "markdown_it", "nbformat", "numpy", "parso", "rich", "sympy", "tensorflow", "torch",
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
    assert "SHP002" in python("-m", "footgun", "check", "--isolated", str(net)).stdout
    names = imported("-m", "footgun", "check", "--isolated", str(net))
    assert {*names, *(name.split(".")[0] for name in names)} & HEAVY == set()


def test_paths_alone_need_no_click(net):
    assert "click" not in imported("-m", "footgun", "check", str(net))


def test_typing_is_for_the_type_checker_alone():
    """`typing` costs a twelfth of a run: its names stand under `if TYPE_CHECKING:`."""
    source = Path(footgun.__file__).parent
    modules = [path for path in source.rglob("*.py") if "dev" not in path.parts]
    loading = [path.name for path in modules if "typing" in {n.split(".")[0] for n in runtime_imports(path)}]
    assert loading == []


def runtime_imports(path):
    """What a module imports when it is loaded."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_import_takes_less_than_thirty_milliseconds():
    told = [python("-X", "importtime", "-c", "import footgun").stderr for _ in range(5)]
    assert min(int(re.search(r"(\d+) \| footgun$", text, re.M)[1]) for text in told) < 30_000


@pytest.mark.skipif(sys.platform == "win32", reason="no processor times of other processes")
def test_a_check_takes_little_more_than_its_imports_may(net, tmp_path):
    """On a calm machine 7 times what Python alone takes, about 100 ms; the bound leaves room for a busy one."""
    import resource

    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def best(*arguments):
        times = []
        for _ in range(8):  # the first one compiles and writes the indexes
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            python(*arguments, env=environment)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(times)

    assert best("-m", "footgun", "check", "--isolated", str(net)) < 11 * best("-c", "pass")


def test_the_public_names_and_no_others():
    told = python("-c", "import footgun; print(*dir(footgun)); print(footgun.check_source.__name__)").stdout
    assert told.split() == ["Finding", "Report", "__version__", "check", "check_source", "check_source"]
