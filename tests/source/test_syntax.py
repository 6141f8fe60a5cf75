from __future__ import annotations

import ast
from pathlib import Path

import pytest

import footgun
from footgun.source.syntax import PLAIN, walk

FILES = sorted(Path(footgun.__file__).parent.joinpath("source", "interpret").glob("*.py"))
ODD = """
def f(a, /, b=..., *c: int, d, e=b"", **g):
    global x
    return {**a, 1: 2j}, lambda: (yield), f"{a!r:>{b}}", [*a][::2], not -a
match x:
    case {"k": [1, *rest], **more} | Point(0, y=_) if (z := 3): pass
try: pass
except* OSError as error: del error
"""


@pytest.mark.parametrize("text", [ODD.replace("except*", "except"), *(file.read_text() for file in FILES)])
def test_walk_finds_what_ast_walk_finds(text):
    tree = ast.parse(text)
    assert list(walk(tree)) == [node for node in ast.walk(tree) if type(node) not in PLAIN]
