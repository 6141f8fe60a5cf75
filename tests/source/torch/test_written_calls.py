"""Calls of the checked code's own networks, what is taken apart, and what is written into a tensor."""

from __future__ import annotations

import pytest

from footgun.engine import check_source

HEAD = """
import functools
import numpy as np
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

class Net(nn.Module):
    def __init__(self, width, classes=3, *, bias=True):
        super().__init__()
        self.last = nn.Linear(width, classes, bias=bias)

    def forward(self, x, scale=1.0):
        return self.last(x) * scale

def double(x, times):
    return x * times

def eased(function):
    @functools.wraps(function)
    def run(*args):
        return function(*args, 2)
    return run

@eased
def easy(x, times):
    return x * times

x = torch.randn(4, 6)
"""


def errors(text: str) -> list[str]:
    return [f.message for f in check_source(HEAD + text).findings if f.severity.value == "error"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("Net()(x)", "`Net` misses the argument `width`"),
        ("Net(6, 3, False)", "`Net` takes at most 2 positional arguments, 3 given"),
        ("Net(6, classs=3)", "`Net` has no argument `classs`"),
        ("Net(6)(x, 1.0, 2.0)", "`Net` takes at most 2 positional arguments, 3 given"),
        ("double(x)", "`double` misses the argument `times`"),
        ("a, b = x.chunk(3, dim=1)", "3 tensors taken apart into 2 names: too many"),
        ("a, b, c = x.shape", "2 sizes taken apart into 3 names: too few"),
        ("x[:, 0] = torch.ones(6)", "`[]=` cannot put (6,) into (4,)"),
        ("x[[0, 1]] = torch.ones(3, 6)", "`[]=` cannot put (3, 6) into (2, 6)"),
        ("x.copy_(torch.ones(5))", "`copy_` cannot put (5,) into (4, 6)"),
        ("a = np.zeros((3, 4)); a[1:] = np.ones(3)", "`[]=` cannot put (3,) into (2, 4)"),
    ],
)
def test_what_python_and_torch_refuse(call: str, told: str) -> None:
    assert errors(call + "\n") == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Net(6)(x, scale=2.0); Net(*(6, 3)); Net(**{'width': 6})",
        "easy(x)",
        "given = []\nfor i in range(len(open('f').read())): given.append(6)\nNet(*given)",
        "try:\n    Net()\nexcept TypeError:\n    Net(6)",
        "a, *rest = x.chunk(3, dim=1); (a, b), c = x[:2, :2], 1",
        "try:\n    a, b, c = x.shape\nexcept ValueError:\n    a, b = x.shape",
        "x[:, 0] = torch.ones(1, 4); x[0] = 1; x[0] = torch.ones(1); x[x > 0] = 0; x[:, None] = torch.ones(6)",
        "n = int(open('f').read())\nx[:n] = torch.ones(3, 6)",
        "a = np.empty(3, dtype=object); a[0] = np.ones(4)",
        "a = np.arange(6).reshape(-2, 2); a + np.ones((3, 2))",
        "out = torch.empty(2, 2)\ntorch.matmul(x, torch.ones(6, 5), out=out)\nout @ torch.ones(5, 2)",
    ],
)
def test_what_runs(text: str) -> None:
    assert errors(text + "\n") == []


def test_a_class_that_nobody_calls_may_get_other_shapes() -> None:
    text = (
        "class Other(nn.Module):\n    def forward(self, x):\n        b, c, h = x.chunk(2)\n        return b\n"
    )
    assert errors(text) == []


PACKED = (
    "packed = pack_padded_sequence(torch.randn(3, 9, 8), {}, batch_first=True, enforce_sorted=False)\n"
    "out = pad_packed_sequence(nn.GRU(8, 5, batch_first=True)(packed)[0], batch_first=True)[0]\n"
    "nn.CrossEntropyLoss()(out.reshape(-1, 5), torch.randint(0, 5, (3, {})).reshape(-1))\n"
)


def test_padded_again_as_long_as_the_longest() -> None:
    assert errors(PACKED.format("[7, 5, 3]", 7)) == errors(PACKED.format("torch.tensor([7, 5, 3])", 7)) == []
    assert errors(PACKED.format("torch.randint(1, 9, (3,))", 7)) == []
    (told,) = errors(PACKED.format("[7, 5, 3]", 9))
    assert "takes a target (21,), but gets (27,)" in told
