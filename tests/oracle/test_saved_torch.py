"""What a gradient is computed from: changed in place, torch raises, and ACT006 says so of the same programs."""

from __future__ import annotations

import pytest

from footgun.config import Config
from footgun.engine import Engine
from footgun.rules.activations.inplace_breaks_gradient import inplace_breaks_gradient

torch = pytest.importorskip("torch")

PROGRAM = """
import torch
import torch.nn.functional as F
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(4, 4)
        self.last = nn.Linear(4, 4)
        self.norm = nn.LayerNorm(4)
        self.batch = nn.BatchNorm1d(4)
        self.relu = nn.ReLU(inplace=True)
        self.leaky = nn.LeakyReLU(inplace=True)
        self.drop = nn.Dropout(0.5, inplace=True)

    def forward(self, data):
        x = self.first(data)
        other = torch.ones(4, 4)
{body}
        return y


net = Net()
out = net(torch.rand(4, 4) + 0.5)
"""
ONE = [
    "exp",
    "log",
    "log1p",
    "expm1",
    "sqrt",
    "rsqrt",
    "square",
    "abs",
    "sin",
    "cos",
    "tan",
    "tanh",
    "sigmoid",
    "relu",
    "neg",
    "floor",
    "atan",
    "reciprocal",
    "erf",
]
ACTIVATIONS = [
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "celu",
    "gelu",
    "silu",
    "mish",
    "softplus",
    "softsign",
    "hardtanh",
    "hardsigmoid",
    "hardswish",
    "logsigmoid",
    "softshrink",
    "hardshrink",
    "relu6",
]
EXPRESSIONS = [
    *(f"torch.{name}(x)" for name in ONE),
    *(f"F.{name}(x)" for name in ACTIVATIONS),
    "x.softmax(1)", "F.log_softmax(x, 1)", "self.last(x)", "self.norm(x)", "self.batch(x)", "x * 2", "x + 1",
    "x * other", "other * x", "x / other", "x + other", "x * x", "x @ x.t()", "F.dropout(x)", "x.clone()",
]  # fmt: skip
# Several changes after one another, and in-place activations, which keep other numbers than usual.
BODIES = [
    "y = self.relu(x)",
    "y = self.leaky(x)",
    "y = self.leaky(x)\ny += 1",
    "y = self.relu(x)\ny.mul_(2)",
    "y = self.drop(F.relu(x))",
    "y = self.drop(x)",
    "y = self.last(x)\nx = self.relu(x)\ny = x + y",
    "y = torch.sigmoid(x)\ny[:, 0] = 1",
    "y = torch.sigmoid(x)\ny.data.clamp_(0, 0.5)",
    "y = x + 1\ny[0] = 0",
    "y = torch.sigmoid(x)\nwith torch.no_grad():\n    y.clamp_(0, 0.5)",
    "with torch.no_grad():\n    y = torch.sigmoid(x)\ny += 1\ny = y * x",
]


def raises(text: str) -> bool:
    torch.manual_seed(0)
    names: dict[str, object] = {}
    exec(text, names)
    try:
        names["out"].sum().backward()
    except RuntimeError as error:
        return "modified by an inplace operation" in str(error)
    return False


def told(text: str) -> bool:
    result = Engine([inplace_breaks_gradient]).check_data("net.py", text.encode(), Config())
    assert not result.error
    return bool(result.findings)


def program(body: str) -> str:
    return PROGRAM.format(body="\n".join(" " * 8 + row for row in body.split("\n")))


@pytest.mark.parametrize("expression", EXPRESSIONS)
@pytest.mark.parametrize("changed", ["x", "y"])
def test_the_input_or_the_output_of_an_op_is_changed(expression, changed):
    text = program(f"y = {expression}\n{changed} += 1\ny = y.sum() + x")
    assert told(text) == raises(text)


@pytest.mark.parametrize("body", BODIES)
def test_changes_in_other_ways(body):
    text = program(body)
    assert told(text) == raises(text)
