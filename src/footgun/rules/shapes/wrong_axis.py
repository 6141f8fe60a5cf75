"""Softmax and argmax over the examples of the batch, or over an axis that nobody chose."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity
from footgun.network import Layer, Node, Program, behind, users
from footgun.ops.activation import Softmax
from footgun.ops.elementwise import Binary
from footgun.ops.linear import MatMul
from footgun.ops.loss import CrossEntropy
from footgun.ops.reduction import ArgReduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.batch import batch_size, examples, keeps_batch
from footgun.rules.facts.words import shown
from footgun.sizes import same

# What torch's guess is, by rank, where that is beyond doubt.
GUESSES = {2: "features", 4: "channels", 5: "channels"}


@rule(
    "SHP013",
    "wrong-axis",
    Severity.ERROR,
    "softmax or argmax over the batch, or over an axis torch guesses",
    needs=("Softmax", "ArgReduce"),
)
def wrong_axis(self: Rule, program: Program) -> Iterator[Finding]:
    """The batch axis written down is an error, an axis left to torch a warning."""
    told: set[object] = set()
    for node in program.nodes:
        op = node.op
        if not isinstance(op, (Softmax, ArgReduce)) or node.made in told:
            continue
        if isinstance(op, Softmax) and op.implicit:
            yield _guessed(self, node)
        elif _over_batch(node, op):
            shape = shown(node.inputs[0].shape or ())
            each = "softmax" if isinstance(op, Softmax) else "argmax"
            yield self.report(
                node.made,
                f"`{node.label}` works over axis 0 of {shape}: the examples compete, not the classes",
                help=f"`dim=1` or `dim=-1` takes the {each} of each example",
                fix=_fix(node, 1, safe=False),
            )
        else:
            continue
        told.add(node.made)
    for layer in program.layers:
        if isinstance(layer.op, Softmax) and layer.op.implicit and layer.made not in told:
            told.add(layer.made)
            yield _guessed(self, layer)


def _guessed(self: Rule, source: Node | Layer) -> Finding:
    """`Softmax()` without an axis, and the one torch takes if the rank is known."""
    shape = source.inputs[0].shape if isinstance(source, Node) else None
    axis = source.op.axis_for(len(shape)) if shape and isinstance(source.op, Softmax) else None
    message, choice = "lets torch guess the axis", "`dim=1` for (batch, classes)"
    if shape is not None and isinstance(axis, int):
        known = GUESSES.get(len(shape))
        message = f"works over axis {axis} of {shown(shape)}" + (f", the {known}" if known else "")
        choice = f"`dim={axis}` if that is meant"
    return self.report(
        source.made,
        f"`{source.label}` without `dim` {message}",
        severity=Severity.WARNING,
        help=f"write the axis: {choice}",
        fix=_fix(source, axis if isinstance(axis, int) else 1, safe=isinstance(axis, int)),
    )


def _fix(source: Node | Layer, axis: int, safe: bool) -> Fix:
    """The axis, as an argument of the layer, or of the function after its tensor."""
    applied = isinstance(source, Node) and source.layer is None
    change = Argument(source.made, "dim|axis", str(axis), int(applied), tensor=applied)
    return Fix(f"`dim={axis}`", safe=safe, changes=(change,))


def _has_classes(node: Node) -> bool:
    """Whether a loss takes the second axis for the classes, so that the first holds the examples."""
    return any(
        isinstance(user.op, CrossEntropy) and user.op.axis == 1 and user.inputs[0] is node.output
        for user in users(node.output)
    )


def _over_batch(node: Node, op: Softmax | ArgReduce) -> bool:
    """Whether scores that a layer gives for a batch are compared along the batch."""
    value, batch = node.inputs[0], batch_size(node.network)
    shape = value.shape
    if shape is None or len(shape) < 2 or same(shape[-1], 1) is not False:
        return False
    axis = op.axis_for(len(shape)) if isinstance(op, Softmax) else op.axis
    if axis not in (0, -len(shape)):
        return False
    sure = keeps_batch(value, batch) if batch is not None else node.network is None and examples(value)
    if not sure and not _has_classes(node):
        return False
    if isinstance(op, ArgReduce) and not node.label.lower().startswith("arg") and not users(node.output):
        return False  # `x.max(0)` whose places nobody reads is a pool over a set
    # Weights over time or over a bag of instances are often taken along the first axis, and multiply.
    weighs = any(isinstance(u.op, (MatMul, Binary)) and len(u.inputs) > 1 for u in users(node.output))
    if isinstance(op, Softmax) and weighs:
        return False
    layer = behind(
        value, lambda n: len(n.inputs) == 1 and not n.op.mixes and n.inputs[0].shape == n.output.shape
    )
    return layer is not None and layer.op.mixes
