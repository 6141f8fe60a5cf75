"""Losses and the shape of the target they take."""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.reshape import Reshape
from footgun.rules.facts.faults import FAR
from footgun.sizes import Shape, same


def compares_exactly(node: Node) -> bool:
    """Whether a loss takes targets of one shape only, as torch's do; Keras drops or adds a last axis."""
    return not getattr(node.op, "by_example", False) and getattr(node.op, "axis", 1) >= 0


def batch_changed(value: Value) -> bool:
    """Whether a reshape on the way has changed the number of examples: then that is the mistake."""
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs:
            return False
        before, after = node.inputs[0].shape, value.shape
        if isinstance(node.op, Reshape) and (not before or not after or before[0] != after[0]):
            return True
        value = node.inputs[0]
    return True


def target_help(wanted: Shape, got: Shape) -> str | None:
    """How to bring a target to the shape that the loss takes."""
    if len(got) == len(wanted) + 1 and same(got[-1], 1):
        return f"drop the last axis of the target: `y.squeeze({len(wanted)})`"
    if len(wanted) == len(got) + 1 and same(wanted[-1], 1):
        return f"give the target a last axis, `y.unsqueeze({len(got)})`, or drop that of the output"
    return None
