"""The command loads its modules from one file, and works the same without it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

import footgun

PROGRAM = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"
WHICH = """
import sys
from footgun.bundle import _Loader, install
install()
import footgun.engine
print(sum(isinstance(m.__spec__.loader, _Loader) for n, m in sys.modules.items() if n.startswith("footgun.")))
"""

FACTS = """
import sys
from footgun.bundle import install
{}
from footgun.usual import USUAL
for name in sorted(USUAL):
    __import__(name)
    m = sys.modules[name]
    parent, _, child = name.rpartition(".")
    print(getattr(sys.modules[parent], child).__name__)
    print(name, m.__file__, m.__cached__, m.__package__, getattr(m, "__path__", None), m.__spec__.name)
    print(m.__spec__.origin, m.__spec__.has_location, m.__loader__.get_source(name) == open(m.__file__).read())
"""


def run(home, *arguments):
    """Run Python on a copy of the package."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
    environment["PYTHONPATH"] = str(home / "lib")
    return subprocess.run(
        [sys.executable, *arguments], cwd=home, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def compiled(tmp_path_factory):
    """A copy of the package with its bytecode, indexes and bundle."""
    home = tmp_path_factory.mktemp("compiled")
    source = Path(footgun.__file__).parent
    shutil.copytree(source, home / "lib" / "footgun", ignore=shutil.ignore_patterns("__pycache__"))
    (home / "net.py").write_text(PROGRAM)
    run(home, "-m", "footgun", "check", "net.py")
    return home


@pytest.fixture
def home(compiled, tmp_path):
    """Another, whose folders a test may change; the bundle, written elsewhere, does not count here."""
    return shutil.copytree(compiled, tmp_path / "home")


@pytest.fixture
def python(home):
    return partial(run, home)


@pytest.fixture
def check(python):
    return lambda: python("-m", "footgun", "check", "net.py")


def bundle(home):
    return next((home / "lib" / "footgun" / "__pycache__").glob("*.bundle"))


def test_the_second_run_loads_from_the_bundle(home, check, python):
    first = check()
    assert "SHP002" in first.stdout
    assert first.returncode == 1
    assert int(python("-c", WHICH).stdout) > 10
    shutil.rmtree(home / "lib" / "footgun" / "sizes" / "__pycache__")  # it is not looked at
    second = check()
    assert (second.stdout, second.stderr, second.returncode) == (first.stdout, first.stderr, first.returncode)
    assert not (home / "lib" / "footgun" / "sizes" / "__pycache__").exists()


def test_the_usual_modules_load_in_one_piece_and_are_like_any_other(home, check, python):
    check()
    ordinary = python("-c", FACTS.format("pass"))
    preloaded = python("-c", FACTS.format("install().preload()"))
    assert ordinary.stdout == preloaded.stdout
    assert ordinary.stdout.count("footgun.") > 100
    assert preloaded.stderr == ""


def test_a_run_that_lacks_nothing_writes_nothing(home, check):
    check()
    before = bundle(home).stat().st_mtime_ns
    check()
    assert bundle(home).stat().st_mtime_ns == before


def test_a_changed_source_is_seen(home, check):
    check()
    closing = home / "lib" / "footgun" / "report" / "closing.py"
    closing.write_text(closing.read_text() + '\ndef closing(*_):\n    return ["changed"]\n')
    assert check().stdout.endswith("changed\n")
    assert check().stdout.endswith("changed\n")


def test_what_a_run_adds_is_there_for_the_next(home, check, python):
    check()
    before = bundle(home).stat().st_size
    python("-m", "footgun", "explain", "SHP001")
    assert bundle(home).stat().st_size > before


@pytest.mark.parametrize("text", [b"", b"footgun1", b"\xff" * 400, b"footgun1" + b"\x00" * 60])
def test_a_broken_bundle_is_made_anew(home, check, text):
    first = check()
    bundle(home).write_bytes(text)
    again = check()
    assert (again.stdout, again.stderr) == (first.stdout, first.stderr)
    assert bundle(home).stat().st_size > 100_000


def test_a_truncated_bundle_is_made_anew(home, check, python):
    first = check()
    bundle(home).write_bytes(bundle(home).read_bytes()[:-1])
    assert check().stdout == first.stdout
    assert int(python("-c", WHICH).stdout) > 10


def test_a_moved_package_makes_its_own(home, check, python):
    assert int(python("-c", WHICH).stdout) == 0
    check()
    assert int(python("-c", WHICH).stdout) > 10


def test_nothing_is_written_where_python_may_not_write_bytecode(home, python):
    for kept in [*home.rglob("*.bundle"), *home.rglob("*.index")]:
        kept.unlink()
    assert "SHP002" in python("-B", "-m", "footgun", "check", "net.py").stdout
    assert [*home.rglob("*.bundle"), *home.rglob("*.index")] == []
