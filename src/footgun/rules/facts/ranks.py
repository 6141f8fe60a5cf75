"""What makes a Keras layer fit a tensor of another rank: the axis that is missing, or the layer's sister."""

from __future__ import annotations

from footgun.changes import Follow, Rename
from footgun.findings import Fix
from footgun.network import Node, Program, Value
from footgun.rules.facts.mending import once

SISTERS = ("1D", "2D", "3D")


def fitted(program: Program, node: Node, value: Value | None, rank: int) -> Fix | None:
    """An axis of one channel for data that has none, `Conv2D` for a `Conv1D` that gets maps."""
    spatial = getattr(node.op, "spatial", None)
    keras = node.network is not None and node.network.framework == "keras"
    if not keras or not spatial or node.layer is None or value is None or not once(program, node):
        return None
    if rank == spatial + 1:
        return _one_channel(node, value)
    label = node.label
    if rank != spatial + 3 or label[-2:] not in SISTERS or rank - 2 > len(SISTERS):
        return None
    sister = f"{label[:-2]}{SISTERS[rank - 3]}"
    return Fix(f"`{sister}`", changes=(Rename(node.made, sister),))


def _one_channel(node: Node, value: Value) -> Fix | None:
    """A `Reshape` in front of the first layer, where nothing is stated of the input."""
    shape = (value.shape or ())[1:]
    first = value.made_by is None and value.origin not in ("", "Input") and node.called == node.made
    if not first or not getattr(node.op, "last", False) or not all(isinstance(size, int) for size in shape):
        return None
    sizes = ", ".join(str(size) for size in (*shape, 1))
    change = Follow(node.made, False, "Reshape", arguments=f"({sizes})", before=True)
    return Fix(f"`Reshape(({sizes}))` first", changes=(change,))
