"""Facts that an op hands on from its inputs to its outputs: labels, ranges, devices."""

from __future__ import annotations

from footgun.network import Node
from footgun.ops.elementwise import Cast, Unary
from footgun.ops.indexing import Index


def hand_on(node: Node) -> None:
    """Facts of the inputs that hold for the outputs too; data of another type or device is still data."""
    if isinstance(node.op, Cast) and node.inputs:
        node.output.origin = node.inputs[0].origin
    for value in node.inputs:
        for fact in value.facts:
            same = fact == "labels" and node.op.moves and value is node.inputs[0]
            same = same or (fact in ("range", "drawn") and value is node.inputs[0] and keeps_range(node))
            same = same or (fact == "scale" and value is node.inputs[0] and keeps_scale(node))
            # What meets is on one device, but for numbers (rank 0) and indices.
            same = same or (fact == "device" and bool(value.shape) and value is node.inputs[0])
            # A tensor indexed with an array is a tensor.
            same = same or (fact == "array" and (value is node.inputs[0] or not isinstance(node.op, Index)))
            same = same or (fact == "cells" and value is node.inputs[0] and node.output.dtype is None)
            # What numpy computes for each number of a table of pandas is a table.
            same = same or (fact == "pandas" and isinstance(node.op, Unary) and node.op.name != "detach")
            if same or fact == "symbolic":
                for output in node.outputs:
                    output.facts[fact] = value.facts[fact]


def keeps_scale(node: Node) -> bool:
    """Whether an output holds numbers of its input, changed in nothing."""
    return node.op.moves or isinstance(node.op, Index)


def keeps_range(node: Node) -> bool:
    """Whether an output holds numbers of the same range: any part of drawn ones does, of others all do."""
    ranges = [value.facts.get("range") for value in node.inputs]
    if isinstance(node.op, Index):
        return "drawn" in node.inputs[0].facts
    return node.op.moves and all(other == ranges[0] for other in ranges)
