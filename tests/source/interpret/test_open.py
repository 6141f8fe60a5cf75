"""Layers and arguments of unknown number: what passes through them keeps only the sizes that none of them changes."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import machine, value_of

from footgun.sizes import Expr
from footgun.source.values import Unknown

START = """
import torch
from torch import nn
from somewhere import n, cfg, layers
x = torch.randn(2, 8)
"""
# What comes out of each: sizes, None for one that is not known.
CASES = {
    "alike": ("y = nn.Sequential(*[nn.Linear(8, 8) for _ in range(n)])(x)", (2, 8)),
    "with another width": ("y = nn.Sequential(*[nn.Linear(8, 5) for _ in range(n)])(x)", (2, None)),
    "between two": ("y = nn.Sequential(nn.Linear(8, 4), *[nn.Linear(4, 4)] * n, nn.Linear(4, 3))(x)", (2, 3)),
    "nothing known of them": ("y = nn.Sequential(nn.Linear(8, 4), *layers, nn.Linear(7, 3))(x)", (None, 3)),
    "a list run through": (
        """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.parts = nn.ModuleList()
        for width in cfg: self.parts.append(nn.Linear(8, 6))
    def forward(self, x):
        for part in self.parts: x = part(x)
        return x
y = Net()(x)
""",
        (2, None),
    ),
    "one of several, not known which": (
        "y = nn.ModuleList([nn.Linear(8, 3), nn.Linear(8, 4)])[n](x)",
        (2, None),
    ),
    "any of them": ("y = nn.ModuleList([nn.Linear(8, 3) for _ in range(n)])[-1](x)", (2, 3)),
}


def sizes(value: Any) -> tuple[int | None, ...]:
    """The shape with None for what is not known."""
    return tuple(size if isinstance(size, int) else None for size in value.shape)


@pytest.mark.parametrize("case", CASES)
def test_only_sizes_that_nothing_changes_stay_known(case: str) -> None:
    code, expected = CASES[case]
    found = machine(START + code)
    assert sizes(found.globals["y"]) == expected
    assert not any(node.faults for node in found.program.nodes)


def test_what_stands_after_arguments_of_unknown_number_has_no_place() -> None:
    code = "def f(a, b=2, *rest): return a, b, rest\nfirst, second, _ = f(*cfg, 5)\nz = nn.Conv2d(*cfg, padding=1)\n"
    found = machine(START + code)
    assert isinstance(found.globals["first"], Unknown)
    assert isinstance(found.globals["second"], Unknown)
    assert found.program.arguments == []


def test_an_item_of_a_list_that_may_hold_more_is_any_of_them() -> None:
    code = START + "widths = [3, 5, 9]\nfor w in cfg: widths.append(7)\n"
    assert not isinstance(value_of(code + "y = widths[-1]", "y"), int)
    assert value_of(code + "y = widths[0]", "y") == 3


def test_code_that_nobody_calls_lacks_none_of_its_keywords() -> None:
    code = """
        from torch import nn
        class Base(nn.Module):
            def __init__(self, cin, **more):
                super().__init__()
                self.conv = nn.Conv2d(cin, 8, **more)
            def forward(self, x): return self.conv(x)
        class Net(Base):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
        def build(**kwargs): return nn.Conv2d(3, 4, **kwargs)
        def wrong(): return nn.Conv2d(3, 4)
    """
    assert [fault.span.line for fault in machine(code).program.arguments] == [12]


def test_a_dict_with_a_default_under_an_unknown_key_may_hold_any():
    code = "import json\nwords = json.load(open('x'))\nfound = {}\nfor w in words: found.setdefault(w, 1)\n"
    names = machine(code + "x = 5 if 'a' in found else 7\nfound.setdefault('b', 3)\ny = found['b']\n").globals
    assert isinstance(names["x"], (Unknown, Expr))
    assert isinstance(names["y"], (Unknown, Expr))
