"""How many features or channels a layer takes and gives: as declared, else as they arrive."""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.linear import Linear
from footgun.rules.facts.passing import CONVOLUTIONS
from footgun.sizes import Size


def width_in(node: Node) -> Size | None:
    """The features or channels that a dense or convolutional layer is made for, None if not known."""
    declared: Size | None = node.op.inp if isinstance(node.op, Linear) else getattr(node.op, "cin", None)
    return declared if declared is not None else _arriving(node, node.inputs[0])


def width_out(node: Node) -> Size | None:
    """The features or channels that a dense or convolutional layer gives, None if not known."""
    return node.op.out if isinstance(node.op, Linear) else _arriving(node, node.outputs[0])


def _arriving(node: Node, value: Value) -> Size | None:
    if not value.shape:
        return None
    if not isinstance(node.op, CONVOLUTIONS):
        return value.shape[-1]
    axis = node.op.channel_axis(len(value.shape))
    return value.shape[axis] if -len(value.shape) <= axis < len(value.shape) else None
