"""Registries load by need from an index that the first run writes; with and without it all is the same."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module, invalidate_caches

import pytest

from footgun.index import keep, recall

NET = """\
import torch
from torch import nn
net = nn.Sequential(nn.Conv2d(3, 16, 3), nn.ReLU(), nn.Conv2d(6, 32, 3), nn.Dropout(0.9))
y = net(torch.randn(2, 3, 64, 64))
"""


def made_in(folder, monkeypatch):
    """A package in a folder, imported."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.syspath_prepend(folder)
    name = f"package_{folder.name.replace('-', '_')}_{folder.parent.name.replace('-', '_')}"
    for place in ("__init__.py", "one.py", "sub/two.py"):
        path = folder / name / place
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("")
    (folder / name / "__pycache__").mkdir()
    invalidate_caches()
    return import_module(name)


@pytest.fixture
def package(tmp_path, monkeypatch):
    return made_in(tmp_path, monkeypatch)


def test_what_is_kept_is_recalled(package):
    assert recall(package) is None
    keep(package, {"a": ["b", 1]})
    assert recall(package) == {"a": ["b", 1]}


@pytest.mark.parametrize("change", ["one.py", "sub/two.py", "three.py"])
def test_a_changed_file_voids_the_index(package, change, tmp_path):
    keep(package, 1)
    (tmp_path / package.__name__ / change).write_text("x = 1")
    assert recall(package) is None


@pytest.mark.parametrize("change", ["one.py", "sub/two.py", "three.py"])
def test_a_replaced_file_voids_the_index_of_what_is_installed(tmp_path, monkeypatch, change):
    folder = tmp_path / "site-packages"
    package = made_in(folder, monkeypatch)
    keep(package, 1)
    assert recall(package) == 1
    for place in (folder / package.__name__, folder / package.__name__ / "sub"):
        os.utime(place, (0, 0))
    keep(package, 1)
    (tmp_path / "new").write_text("x = 1")
    os.replace(tmp_path / "new", folder / package.__name__ / change)
    assert recall(package) is None


@pytest.mark.parametrize("data", [b"", b"\0", b"{", b"i\1\0\0\0"])
def test_a_broken_index_is_none(package, data, tmp_path):
    keep(package, 1)
    (index,) = (tmp_path / package.__name__).rglob("*.index")
    index.write_bytes(data)
    assert recall(package) is None


def test_nothing_is_written_where_no_bytecode_is(package, tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(package, 1)
    assert list((tmp_path / package.__name__).rglob("*.index")) == []


@pytest.fixture
def python(tmp_path):
    """Run Python with a bytecode folder of its own, empty at first."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def python(*arguments):
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    return python


def test_the_second_run_says_the_same_and_loads_less(python, tmp_path):
    (tmp_path / "net.py").write_text(NET)
    command = ["-v", "-m", "footgun", "check", "--isolated", "--hints", "net.py"]
    first, second = python(*command), python(*command)
    assert "error[SHP001]" in first.stdout
    assert first.stdout == second.stdout
    spared = [
        "footgun.source.torch.recurrent",
        "footgun.source.python.text",
        "footgun.rules.shapes.syntax_error",
    ]
    assert [name for name in spared if f"import '{name}'" not in first.stderr] == []
    assert [name for name in spared if f"import '{name}'" in second.stderr] == []


BINDINGS = """
from footgun.source.registry import PACKAGES, REGISTRY, begin, load
begin()
for module in PACKAGES:
    load(module)
print({type(REGISTRY.setdefault(name)).__name__ for name in REGISTRY})
print([name for name, handler in REGISTRY.items() if not callable(handler)])
print(sorted(f"{name} {handler.__module__}" for name, handler in REGISTRY.items()))
"""
RULES = """
from footgun.rules.registry import all_rules
print(sum(rule._check is None for rule in all_rules()) > 0)
print([(r.code, r.slug, r.severity, r.summary, r.page_path, r.needs, len(r.page())) for r in all_rules()])
print([rule.code for rule in all_rules() if not callable(rule._imported())])
"""


@pytest.mark.parametrize("script", [BINDINGS, RULES], ids=["bindings", "rules"])
def test_the_index_holds_all_that_walking_finds(python, script):
    walked, recalled = (python("-c", script).stdout.splitlines() for _ in range(2))
    assert walked[0] != recalled[0], "the second run has used the index"
    assert walked[1:] == recalled[1:]
    assert len(walked) == 3
