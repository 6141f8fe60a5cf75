"""Where one number is asked for, a tensor of many is refused, as PyTorch and NumPy do."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

START = """
import numpy as np
import torch
from torch import nn
x = torch.rand(3, 4)
a = np.arange(6)
"""


def refused(code):
    return [(found.message, found.span.line) for found in run(START + code).arguments]


@pytest.mark.parametrize(
    "code",
    [
        "if x > 0.5:\n    pass",
        "while a > 2:\n    pass",
        "assert x == 1",
        "y = 1 if x else 2",
        "y = not x",
        "y = True and x > 0",
        "y = bool(x)",
        "y = [t for t in (x,) if t > 0]",
    ],
)
def test_many_numbers_are_neither_true_nor_false(code):
    (found,) = refused(code)
    assert "neither true nor false" in found[0]
    assert found[1] == 7


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("y = x.item()", "`item` takes a tensor of one number, but gets 12: (3, 4)"),
        ("y = float(x)", "`float` takes"),
        ("y = int(a)", "`int` takes"),
        ("y = nn.MSELoss(reduction='none')(x, x).item()", "`item` takes"),
    ],
)
def test_many_numbers_are_not_one(code, words):
    (found,) = refused(code)
    assert words in found[0]


@pytest.mark.parametrize(
    "code",
    [
        "if (x > 0.5).any() and not (a < 0).all():\n    pass",
        "if len(x) and x.numel() and x is not None:\n    pass",
        "y = x.mean().item(), float(x[0, 0]), int(a[1])",
        "y = x.sum() > 3 or x.max() > 1",
        "y = x in [x]",
        "y = x.tolist()",
        "def f(x):\n    return x.item() if x.numel() == 1 else x.tolist()\nf(x)",
        "try:\n    y = float(x)\nexcept RuntimeError:\n    y = None",
        "def f(batch):\n    return batch.item()\n",
        "if torch.rand(1) > 0.5:\n    pass",
    ],
)
def test_one_number_and_what_may_be_one(code):
    assert refused(code) == []
