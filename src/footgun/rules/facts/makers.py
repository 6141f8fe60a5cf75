"""Which layer gave an axis of a tensor its size: what a finding labels as the other half of a conflict."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Node, Value
from footgun.rules.facts.faults import FAR


def maker(value: Value, axis: int, channels: bool = False) -> Value:
    """The value where the size of an axis was set, going back through nodes that keep it.

    With `channels`, a layer that mixes channels sets them anew even where the number stays.
    """
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs or (channels and node.op.mixes):
            break
        before = node.inputs[0]
        if before.shape is None or value.shape is None or len(before.shape) != len(value.shape):
            break
        if before.shape[axis] != value.shape[axis]:
            break
        value = before
    return value


def place(value: Value) -> Span | None:
    """Where a value comes from in the reader's text."""
    return value.made_by.span if value.made_by is not None else value.span


def makes(value: Value, what: str) -> tuple[Span | None, str]:
    """A label that names the origin of a size: `makes 512 channels here`, or `the input has 512 channels`."""
    return place(value), f"makes {what} here" if value.made_by is not None else f"the input has {what}"


def built(node: Node) -> Span | None:
    """Where the layer of a node is made, None where that is part of the call: `MaxPooling2D(2)(x)`."""
    made, call = node.made, node.span
    inside = made.cell == call.cell and made[1:3] >= call[1:3] and made[3:5] <= call[3:5]
    return None if inside else made
