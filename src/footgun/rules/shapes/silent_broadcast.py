"""(n, 1) against (n,): the pair stretches to (n, n), nothing raises, and the network learns the mean."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import LossUse, Node, Program, Value, behind
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Linear
from footgun.ops.loss import Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.makers import place
from footgun.rules.facts.words import shown
from footgun.sizes import Shape, same

ARITHMETIC = frozenset(("add", "sub", "rsub", "mul", "div", "true_divide"))


@rule(
    "SHP009",
    "silent-broadcast",
    Severity.ERROR,
    "(n, 1) and (n,) stretch to (n, n) without a word",
    needs=("losses", "Binary"),
)
def silent_broadcast(self: Rule, program: Program) -> Iterator[Finding]:
    """Losses that broadcast, and arithmetic on what a layer of one unit gives."""
    told: set[object] = set()
    for use in sorted(program.losses, key=_target_unknown):
        # Keras itself drops the last axis before it compares.
        if isinstance(use.op, Regression) and not use.op.by_example and use.made not in told:
            for finding in _loss(self, use):
                told.add(use.made)
                yield finding
    for node in program.nodes:
        if isinstance(node.op, Binary) and node.op.name in ARITHMETIC and len(node.inputs) == 2:
            for column, row in (node.inputs, node.inputs[::-1]):
                if _stretches(column.shape, row.shape) and _one_unit(column) and "parameter" not in row.facts:
                    yield _report(self, node.span, node.label, column, row)


def _target_unknown(use: LossUse) -> bool:
    return use.target is None or use.target.shape is None


def _loss(self: Rule, use: LossUse) -> Iterator[Finding]:
    prediction, target = use.prediction, use.target
    if prediction is None or prediction.shape is None:
        return
    if target is not None and target.shape is not None:
        pair = (prediction, target)
        if any(_stretches(a.shape, b.shape) for a, b in (pair, pair[::-1])):
            yield _report(self, use.span, use.label, *pair)
        return
    shape, layer = prediction.shape, _one_unit(prediction)
    if len(shape) == 2 and layer is not None:
        yield self.report(
            use.span,
            f"`{use.label}` gets outputs {shown(shape)}: targets of shape ({shape[0]},) would stretch both",
            severity=Severity.INFO,
            labels=[(layer.span, f"makes {shown(shape)} here")],
            help="keep the target of shape (n, 1), or drop the axis of the output: `y_pred.squeeze(1)`",
        )


def _report(self: Rule, span: Span, label: str, a: Value, b: Value) -> Finding:
    first, second = a.shape or (), b.shape or ()
    columns, rows = (first, second) if len(first) == 2 else (second, first)
    return self.report(
        span,
        f"`{label}` of {shown(first)} and {shown(second)} stretches both to ({columns[0]}, {rows[0]})",
        labels=[(place(v), f"makes {shown(v.shape or ())} here") for v in (a, b)],
        help="every one meets every other: give both one shape, with `y_pred.squeeze(1)` or `y.unsqueeze(1)`",
    )


def _stretches(column: Shape | None, row: Shape | None) -> bool:
    """Whether these are (n, 1) and (m,) with neither n nor m known to be 1."""
    if column is None or row is None or len(column) != 2 or len(row) != 1:
        return False
    return bool(same(column[1], 1)) and not same(column[0], 1) and not same(row[0], 1)


def _one_unit(value: Value) -> Node | None:
    """The layer of one unit that made a value, if there is one."""
    node = behind(value, lambda n: len(n.inputs) == 1 and _keeps(n))
    return node if node is not None and isinstance(node.op, Linear) and node.op.out == 1 else None


def _keeps(node: Node) -> bool:
    """Whether a node keeps rows and columns as they are: an activation, dropout, arithmetic with a number."""
    same_shape = node.inputs[0].shape is not None and node.inputs[0].shape == node.outputs[0].shape
    return same_shape and not node.op.mixes
