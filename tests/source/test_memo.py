"""A function that only computes runs once for the same constants; any other runs whenever it is called."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.source.interpret.running import machine

import footgun

LONG = " + ".join(["a * 2 - a"] * 40)


def steps(definition, calls):
    return machine(definition + "".join(f"X{i} = f({call})\n" for i, call in enumerate(calls))).steps


@pytest.mark.parametrize(
    "definition",
    [
        f"def f(a): return {LONG}\n",
        f"from math import floor\ndef g(a): return {LONG}\ndef f(a): return floor(g(a))\n",
        f"def make(n):\n    def f(a): return (n,) * ({LONG})\n    return f\nf = make(3)\n",
    ],
    ids=["alone", "with others", "with a constant from outside"],
)
def test_the_same_question_is_answered_once(definition):
    assert steps(definition, [5, 5, 5]) < steps(definition, [5, 6, 7]) - 150


@pytest.mark.parametrize(
    ("definition", "calls", "values"),
    [
        ("def f(a): return type(a).__name__\n", ["1", "True", "1.0"], ["int", "bool", "float"]),
        ("N = [0]\ndef f(a):\n    N[0] += 1\n    return N[0] + a\n", ["0", "0"], [1, 2]),
        ("n = 0\ndef f(a):\n    global n\n    n += 1\n    return n\n", ["0", "0"], [1, 2]),
        ("def f(a, seen=[]):\n    seen.append(a)\n    return len(seen)\n", ["0", "0"], [1, 2]),
        ("def f(a): return g(a)\ng = len\n", ["'ab'", "(1, 2, 3)"], [2, 3]),
        ("def f(*a): return sum(a)\n", ["1, 2", "2, 1", "1, 2, 0"], [3, 3, 3]),
    ],
    ids=["kinds of numbers", "a list outside", "a global", "a default that grows", "late names", "places"],
)
def test_every_call_gives_what_python_gives(definition, calls, values):
    m = machine(definition + "".join(f"X{i} = f({call})\n" for i, call in enumerate(calls)))
    assert [m.globals[f"X{i}"] for i in range(len(calls))] == values


def test_a_list_is_made_anew():
    m = machine("def f(a): return [a]\nx = f(1)\ny = f(1)\nx.append(2)\n")
    assert (list(m.globals["x"]), list(m.globals["y"])) == ([1, 2], [1])


def test_two_layers_are_two():
    m = machine("from torch import nn\ndef f(a): return nn.Linear(a, a)\nx = f(1)\ny = f(1)\n")
    assert m.globals["x"] is not m.globals["y"]


@pytest.mark.parametrize("seed", ["1", "2", "3", "4"])
def test_imported_names_are_looked_up_in_one_order_whatever_the_hashes_of_texts(tmp_path, seed):
    names = "abcdefgh"
    (tmp_path / "data.py").write_text("".join(f"{n.upper()} = [{n!r}]\n" for n in names))
    (tmp_path / "maths.py").write_text(
        f"from data import {', '.join(names.upper())}\n"
        f"def first(i):\n    return [{', '.join(names.upper())}][i]\n"
    )
    (tmp_path / "page.py").write_text("from maths import first\nx = first(0)\n")
    code = (
        "import sys\nfrom footgun.source.analysis import run_document\nfrom footgun.source.read import read\n"
        "from footgun.source.settings import Settings\nfrom footgun.source import memo\n"
        "asked = []\nkept = memo.lookup\n"
        "def lookup(m, names, name):\n    asked.append(name)\n    return kept(m, names, name)\n"
        "memo.lookup = lookup\n"
        "run_document(read('page.py', open('page.py', 'rb').read()), Settings())\nprint(*asked)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(footgun.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == list(names.upper())[: len(run.stdout.split())] != []
