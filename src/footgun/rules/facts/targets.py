"""Losses and the shape of the target they take."""

from __future__ import annotations

from footgun.changes import Around
from footgun.findings import Fix
from footgun.network import Node, Program, Value, behind
from footgun.ops.linear import Linear
from footgun.ops.loss import Loss
from footgun.ops.reduction import ArgReduce
from footgun.ops.reshape import Reshape
from footgun.rules.facts.batch import time_first
from footgun.rules.facts.faults import FAR
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.output import head
from footgun.rules.facts.words import count
from footgun.sizes import Shape, same

MATRIX = 2


def in_keras(node: Node) -> bool:
    """Whether a loss is one of Keras', which first drops or adds a last axis of 1."""
    op = node.op
    return isinstance(op, Loss) and (bool(getattr(op, "by_example", False)) or getattr(op, "axis", 1) < 0)


def batch_changed(value: Value) -> bool:
    """Whether a step on the way has changed or mistaken the number of examples: then that is the mistake."""
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs:
            return False
        before, after = node.inputs[0].shape, value.shape
        if isinstance(node.op, Reshape) and (not before or not after or before[0] != after[0]):
            return True
        if (isinstance(node.op, ArgReduce) and node.op.axis == 0) or time_first(node):
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


def target_fix(node: Node, wanted: Shape, got: Shape) -> Fix | None:
    """The same as an edit of the target that the loss is given."""
    if len(got) == len(wanted) + 1 and same(got[-1], 1):
        text = f".squeeze({len(wanted)})"
    elif len(wanted) == len(got) + 1 and same(wanted[-1], 1):
        text = f".unsqueeze({len(got)})"
    else:
        return None
    return Fix(f"`y{text}`", changes=(Around(node.called, 1, "", text, "target"),))


def layers_fix(program: Program, prediction: Value, wanted: Shape, got: Shape) -> Fix | None:
    """The same as an edit of the last dense layers."""
    from footgun.rules.facts.positions import first_dense, flatten_before

    last = behind(prediction, lambda n: len(n.inputs) == 1 and not n.op.mixes and is_same(n))
    if last is None or not isinstance(last.op, Linear) or last.layer is None:
        return None
    units: Fix | None = None
    if len(got) > 1 and isinstance(got[-1], int) and same(wanted[-1], got[-1]) is False:
        units = set_argument(program, last, "units", str(got[-1]), 0)
    elif len(got) == 1 and len(wanted) == MATRIX and not _chooses(prediction):
        units = set_argument(program, last, "units", "1", 0)  # Keras gives such a target the axis of 1
    if len(wanted) == len(got) or len(got) == 1:
        return units
    first = first_dense(last) if len(wanted) > max(len(got), 2) else None
    flat = flatten_before(first) if first is not None else None
    if flat is None or units is None:
        return flat
    return Fix(f"{flat.title}, {units.title}", changes=(*flat.changes, *units.changes))


def _chooses(prediction: Value) -> bool:
    """Whether it ends in a softmax: then class numbers want another loss, and no other network."""
    end = head(prediction)
    return end is not None and end.softmax is not None


def is_same(node: Node) -> bool:
    """Whether a node keeps the shape of its input."""
    return node.inputs[0].shape is not None and node.inputs[0].shape == node.output.shape


def layers_help(wanted: Shape, got: Shape) -> str | None:
    """What to change in a Keras model whose output has not the shape of its target."""
    if len(wanted) == len(got) and isinstance(got[-1], int) and same(wanted[-1], got[-1]) is False:
        return f"give the last layer {count(got[-1], 'unit')}, or make the labels fit its {wanted[-1]}"
    if len(got) == 1 and len(wanted) == MATRIX:
        return "give the last layer 1 unit for one number an example, or take a loss for class numbers"
    if len(wanted) > max(len(got), 2):
        return "put a `Flatten` or a pooling over the whole map before the last layers"
    return None
