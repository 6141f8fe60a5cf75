"""How large the first numbers of a weight are, from the calls that draw them."""

from __future__ import annotations

import pytest

from footgun.engine import source_front_end

CLASS = """
import math
import torch
from torch import nn
layer = nn.Linear(100, 50)
weight = layer.weight
{line}
net = nn.Sequential(layer)
net(torch.randn(2, 100))
"""


def size_of(line: str) -> float | None:
    program, _ = source_front_end("net.py", CLASS.format(line=line).encode(), None, None)[:2]
    (layer,) = [layer for layer in program.layers if layer.label == "Linear"]
    start = layer.parameters[0].initializer
    return None if start is None else start.scale


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("nn.init.normal_(weight)", 1.0),
        ("nn.init.normal_(weight, 0.0, 0.02)", 0.02),
        ("nn.init.normal_(weight, std=0.5)", 0.5),
        ("nn.init.normal_(weight, 3.0, 4.0)", 5.0),
        ("nn.init.uniform_(weight, -1, 1)", 3**-0.5),
        ("nn.init.uniform_(weight)", 3**-0.5),
        ("weight.data.uniform_(-0.3, 0.3)", 0.1 * 3**0.5),
        ("weight.data.normal_(std=1 / math.sqrt(100))", 0.1),
        ("nn.init.normal_(weight, std=float(input()))", None),
        ("nn.init.normal_(weight); weight.data.mul_(0.1)", None),
        ("nn.init.normal_(weight); weight.data /= 10", None),
    ],
)
def test_the_size_of_what_is_drawn(line, size):
    assert size_of(line) == (None if size is None else pytest.approx(size))
