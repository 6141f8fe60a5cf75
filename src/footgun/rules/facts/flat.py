"""Tensors that were flattened: the map behind a row of features."""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.reshape import Flatten, KerasFlatten, Reshape
from footgun.ops.window import axis_names
from footgun.records import NamedTuple
from footgun.rules.facts.faults import backwards
from footgun.rules.facts.words import times
from footgun.sizes import Shape, name, product


class Flat(NamedTuple):
    """The node that flattened and the sizes it joined, channels first: 512, 24, 24."""

    node: Node
    parts: Shape

    @property
    def text(self) -> str:
        """`512 * 24 * 24`; sizes that are not known by the names of their axes: `128·h·w`."""
        names = axis_names(len(self.parts) - 1) if isinstance(self.parts[0], int) else ()
        if not names:
            return times(self.parts)
        rest = zip(self.parts[1:], names, strict=True)
        return times((self.parts[0], *(size if isinstance(size, int) else name(text) for size, text in rest)))


def flattened(value: Value) -> Flat | None:
    """The flattening behind a row of features, through layers that keep them."""
    if not value.shape:
        return None
    features = value.shape[-1]
    for node in backwards(value):
        before, after = (node.inputs[0].shape if node.inputs else None), node.outputs[0].shape
        if not before or not after or after[-1] != features:
            return None
        if isinstance(node.op, (Flatten, KerasFlatten, Reshape)) and len(before) > len(after):
            parts = before[len(after) - 1 :]
            return Flat(node, parts) if product(parts) == features else None
        if before[-1] != features or node.op.mixes:
            return None
    return None
