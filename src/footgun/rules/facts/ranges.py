"""Which numbers can come out of an activation that gets the output of another."""

from __future__ import annotations

from math import exp, inf, isinf, tanh

from footgun.network import Node
from footgun.ops.activation import Activation, Softmax
from footgun.sizes import Size

Range = tuple[float, float]


def output_range(node: Node) -> Range:
    """The least and greatest output of an activation, infinite where there is no bound or it is not known."""
    op = node.op
    if isinstance(op, Softmax):
        return (-inf, 0.0) if op.log else (0.0, 1.0)
    if isinstance(op, Activation):
        return -inf if op.low is None else op.low, inf if op.high is None else op.high
    return -inf, inf


def changes_nothing(node: Node, inputs: Range) -> bool:
    """Whether an activation gives back every number of a range."""
    name = node.op.name if isinstance(node.op, Activation) else ""
    low, high = inputs
    if name in ("relu", "leaky_relu", "elu", "selu", "celu"):
        return low >= 0 and name != "selu"
    if name == "relu6":
        return low >= 0 and high <= 6
    return name == "hardtanh" and low >= -1 and high <= 1


def image(node: Node, inputs: Range) -> Range | None:
    """What an activation makes of a range; None for activations not worked out here."""
    name = node.op.name if isinstance(node.op, Activation) else ""
    if name == "sigmoid":
        return _sigmoid(inputs[0]), _sigmoid(inputs[1])
    if name == "tanh":
        return tanh(inputs[0]), tanh(inputs[1])
    return None


def highest_share(classes: Size | None, inputs: Range) -> float | None:
    """The largest probability softmax can give one of several classes when its inputs lie in a range."""
    width = inputs[1] - inputs[0]
    if not isinstance(classes, int) or classes < 2 or isinf(width):
        return None
    return 1 / (1 + (classes - 1) * exp(-width))


def _sigmoid(x: float) -> float:
    return 0.0 if x == -inf else 1 / (1 + exp(-x))
