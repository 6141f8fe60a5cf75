"""Short words for the layers of test networks: torch convolutions and pools with the usual defaults."""

from __future__ import annotations

from typing import Any

from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.linear import Linear
from footgun.ops.pooling import Pool
from footgun.ops.reshape import Flatten

RELU = Activation("relu")
FLATTEN = Flatten()

Layers = list[tuple[Any, str, int]]


def conv(
    cin: int, cout: int, kernel: int | tuple[int, int] = 3, pad: int = 0, stride: int = 1, groups: int = 1
) -> Conv:
    """A `Conv2d`."""
    size = (kernel, kernel) if isinstance(kernel, int) else kernel
    return Conv(2, cin, cout, size, (stride, stride), ((pad, pad), (pad, pad)), (1, 1), groups)


def up(cin: int, cout: int, times: int = 2) -> ConvTranspose:
    """A `ConvTranspose2d` that enlarges the map."""
    return ConvTranspose(2, cin, cout, (times, times), (times, times), ((0, 0), (0, 0)), (0, 0), (1, 1))


def pool(size: int, mode: str = "max") -> Pool:
    """A `MaxPool2d` or `AvgPool2d`."""
    return Pool(mode, 2, (size, size), (size, size), ((0, 0), (0, 0)), (1, 1))


def lines(*ops: Any) -> Layers:
    """The ops as layers on lines 1, 2, 3, ..., labelled with their class."""
    return [(op, _label(op), i) for i, op in enumerate(ops, 1)]


def _label(op: Any) -> str:
    if isinstance(op, Activation):
        return {"relu": "ReLU"}.get(op.name, op.name.capitalize())
    return {"Conv": "Conv2d", "Pool": "MaxPool2d"}.get(type(op).__name__, type(op).__name__)


def dense(inp: int, out: int) -> Linear:
    """A `Linear`."""
    return Linear(inp, out)
