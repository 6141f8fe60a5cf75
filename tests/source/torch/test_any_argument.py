"""Whatever the checked code hands to a binding of torch, torchvision, numpy or PIL, it never raises."""

from __future__ import annotations

import random
from typing import Any

import pytest
from tests.source.interpret.running import machine

from footgun.findings import Span
from footgun.network import Value
from footgun.sizes import name
from footgun.source import bindings, registry
from footgun.source.callsite import At
from footgun.source.interpret.budget import OutOfBudget
from footgun.source.interpret.machine import UserRaise
from footgun.source.values import Dict, Library, List, Stream, Thing, Unknown

BOUND: dict[str, registry.Handler] = {}
for library in ("torch", "torchvision", "numpy", "images", "python"):
    BOUND.update(registry.bound_by(library))
PLACES = ("torch.", "torchvision.", "numpy.", "PIL.", "cv2.", "random.")
NAMES = sorted(n for n in BOUND if n.startswith(PLACES))
SPAN = Span("page.py", 1, 1, 1, 1)
TEXT = """
import torch
from torch import nn
from torchvision import datasets, transforms
from PIL import Image
class Net(nn.Module):
    def forward(self, x):
        return x
net = Net()
layer = nn.Linear(3, 2)
row = nn.Sequential(nn.Linear(3, 2))
held = nn.ModuleList([nn.Linear(3, 2)])
weight = layer.weight
data = datasets.MNIST("d")
image = Image.new("RGB", (4, 5))
step = transforms.ToTensor()
rule = torch.optim.SGD([weight], lr=0.1)
function = lambda x: x
"""
HELD = ("net", "layer", "row", "held", "weight", "data", "image", "step", "rule", "function", "Net")


def pool() -> tuple[Any, list[Any]]:
    """A machine after a small program, and values of every kind."""
    m = machine(TEXT)
    symbol = name("s0")
    lists = [(), (2, 3), (1, (2, 3)), (None, "x"), List([]), List([1, 2], open=True), List([3, 3])]
    tensors = [Value(None), Value(()), Value((2, 3, 4), "float32"), Value((symbol, 4), "int64")]
    array = Value((2, 3, 3), "uint8")
    array.facts["array"] = True
    others = [
        Dict(),
        Dict({"a": 1, 2: None}, open=True),
        Stream(3),
        Thing("x", "torch.Own"),
        Library("torch.float32"),
    ]
    plain = [None, True, -1, 0, 3, 2.5, "same", "mean", b"x", ..., symbol, Unknown("why"), 10**18]
    return m, [*plain, *lists, *tensors, array, List(tensors[2:]), *others, *(m.globals[n] for n in HELD)]


@pytest.mark.parametrize("seed", range(6))
def test_bindings(seed: int) -> None:
    draw = random.Random(seed)
    m, values = pool()
    for place, label in enumerate(NAMES):
        if place % 100 == 99:
            m, values = pool()
        handler = BOUND[label]
        known = bindings.signature(handler)
        args = [draw.choice(values) for _ in range(draw.randint(0, min(5, len(known.positional) + 2)))]
        keys = [k for k in (*known.positional, *known.keyword_only) if draw.random() < 0.3]
        at = At(m, label, SPAN)
        try:
            bindings.call_handler(at, handler, args, {k: draw.choice(values) for k in keys})
        except (OutOfBudget, UserRaise):
            continue
        except Exception as error:
            raise AssertionError(f"{label}({args}, {keys}): {error!r}") from error
