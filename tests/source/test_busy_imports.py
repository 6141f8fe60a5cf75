"""A function of an imported file that fills tables for long is left; one that builds networks is followed."""

from __future__ import annotations

from tests.source.test_project import machine

from footgun.sizes import Expr
from footgun.source.values import Unknown

BUSY = """
def register(name, entries):
    for a in range(90):
        for b in range(90):
            entries[name, a, b] = a * b
    return entries
"""
BUILDER = """
from torch import nn
def build(depth):
    layers = [nn.Linear(4, 4)]
    for _ in range(depth):
        layers.append(nn.ReLU())
        for width in range(20):
            width = width * 2 + 1
        layers.append(nn.Linear(4, 4))
    return nn.Sequential(*layers)
"""
PAGE = """
import torch
from torch import nn
from tables import register
from models import build
known = {}
register("net", known)
net = build(30)
y = net(torch.zeros(2, 4))
z = nn.Linear(3, 4)(torch.zeros(2, 3))
"""


def told(tmp_path, page=PAGE):
    (tmp_path / "tables.py").write_text(BUSY)
    (tmp_path / "models.py").write_text(BUILDER)
    (tmp_path / "page.py").write_text(page)
    return machine(tmp_path / "page.py")


def test_what_makes_nothing_is_left_and_named(tmp_path):
    m = told(tmp_path)
    assert [gap.reason for gap in m.program.not_checked] == ["too much to follow in `register`"]
    assert m.steps < 12_000
    assert m.globals["z"].shape == (2, 4)


def test_what_builds_is_followed_however_long(tmp_path):
    m = told(tmp_path)
    assert len(m.globals["net"].items) == 61
    assert m.globals["y"].shape == (2, 4)


def test_code_of_the_file_itself_is_followed_to_its_end(tmp_path):
    page = PAGE.replace("from tables import register", BUSY)
    m = told(tmp_path, page)
    assert not m.program.not_checked
    assert m.globals["known"]["net", 89, 89] == 89 * 89


REGISTRY = """
known = {}
def note(function):
    for a in range(60):
        for b in range(60):
            known[a, b] = function
    known[function.__name__] = function
    return function
def first(name):
    if name in known:
        return 1
    return 2
"""


def test_a_table_that_a_call_would_have_filled_is_open(tmp_path):
    (tmp_path / "registry.py").write_text(REGISTRY)
    (tmp_path / "page.py").write_text(
        "from registry import note, first\n@note\ndef net(): pass\nx = first('net')\ny = first('other')\n"
    )
    names = machine(tmp_path / "page.py").globals
    assert names["x"] == 1 or isinstance(names["x"], (Unknown, Expr))
    assert isinstance(names["y"], (Unknown, Expr))


def test_a_table_of_an_imported_file_is_read_whole(tmp_path):
    rows = "".join(f"    'net{n}': entry(width={n}, depth=[i * 2 for i in range(20)]),\n" for n in range(40))
    (tmp_path / "zoo.py").write_text(f"def entry(**given):\n    return given\ntable = {{\n{rows}}}\n")
    (tmp_path / "page.py").write_text("from zoo import table\nx = table['net39']['width']\n")
    assert machine(tmp_path / "page.py").globals["x"] == 39


def test_a_main_of_another_file_may_read_many_options_first(tmp_path):
    options = "".join(
        f"    parser.add_argument('--o{n}', type=int, default={n}, help='x')\n" for n in range(150)
    )
    (tmp_path / "train.py").write_text(
        "import argparse\nfrom torch import nn\nimport torch\ndef main():\n"
        f"    parser = argparse.ArgumentParser()\n{options}    args = parser.parse_args()\n"
        "    nn.Linear(3, 4)(torch.zeros(2, 5))\n"
    )
    (tmp_path / "page.py").write_text("from train import main\nmain()\n")
    m = machine(tmp_path / "page.py")
    assert m.steps > 1_000
    assert [fault.kind for node in m.program.nodes for fault in node.faults] == ["features"]
