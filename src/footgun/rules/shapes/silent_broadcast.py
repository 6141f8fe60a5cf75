"""(n, 1) against (n,): the pair stretches to (n, n), nothing raises, and the network learns the mean."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import LossUse, Node, Program, Value, behind
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Linear
from footgun.ops.loss import OtherLoss, Regression, same_rank
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import repaired
from footgun.rules.facts.makers import place
from footgun.rules.facts.targets import layers_fix, layers_help
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
    yield from _keras(self, program)
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
                    pair = (node.inputs[0], node.inputs[1])
                    yield _report(self, node.span, node.label, (column, row), _fix(node.span, pair, ("", "")))


def _keras(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras' losses of a prediction and a target of two shapes that stretch: once a place and pair."""
    seen: set[object] = set()
    for node in program.nodes:
        if not isinstance(node.op, (Regression, OtherLoss)) or not node.op.by_example or node.faults:
            continue
        prediction, target = (*node.inputs, node.inputs[0])[:2]
        text = _stretched(prediction.shape, target.shape)
        if text is None or repaired(prediction, target) or (node.span, text) in seen:
            continue
        seen.add((node.span, text))
        yield self.report(
            node.span,
            f"`{node.label}` compares an output {shown(prediction.shape or ())} with a target "
            f"{shown(target.shape or ())}: {text}",
            labels=[(place(prediction), f"makes {shown(prediction.shape or ())} here")],
            help=layers_help(prediction.shape or (), target.shape or ()) or "give both one shape",
            fix=layers_fix(program, prediction, prediction.shape or (), target.shape or ()),
        )


def _stretched(prediction: Shape | None, target: Shape | None) -> str | None:
    """How one of two tensors is stretched after Keras has dropped or added a last axis of 1."""
    pair = same_rank(prediction, target) if prediction and target else None
    if pair is None:
        return None
    a, b = pair
    if len(a) != len(b):
        return "the examples of one meet another axis of the other" if same(a[0], b[0]) else None
    for one, other in zip(a[1:], b[1:], strict=True):
        if same(other, 1) and same(one, 1) is False:
            return f"{one} numbers are held against the same one"
        if same(one, 1) and same(other, 1) is False:
            return f"one number is held against {other}"
    return None


def _target_unknown(use: LossUse) -> bool:
    return use.target is None or use.target.shape is None


def _loss(self: Rule, use: LossUse) -> Iterator[Finding]:
    prediction, target = use.prediction, use.target
    if prediction is None or prediction.shape is None:
        return
    if target is not None and target.shape is not None:
        pair = (prediction, target)
        if any(_stretches(a.shape, b.shape) for a, b in (pair, pair[::-1])):
            yield _report(self, use.span, use.label, pair, _fix(use.span, pair, ("input", "target")))
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


def _fix(span: Span, pair: tuple[Value, Value], names: tuple[str, str]) -> Fix:
    """Drop the axis of 1 where the two meet."""
    place = 0 if pair[0].rank == 2 else 1
    return Fix("`squeeze(1)`", changes=(Around(span, place, "", ".squeeze(1)", names[place]),))


def _report(self: Rule, span: Span, label: str, pair: tuple[Value, Value], fix: Fix) -> Finding:
    a, b = pair
    first, second = a.shape or (), b.shape or ()
    columns, rows = (first, second) if len(first) == 2 else (second, first)
    return self.report(
        span,
        f"`{label}` of {shown(first)} and {shown(second)} stretches both to ({columns[0]}, {rows[0]})",
        labels=[(place(v), f"makes {shown(v.shape or ())} here") for v in (a, b)],
        help="every one meets every other: give both one shape, with `y_pred.squeeze(1)` or `y.unsqueeze(1)`",
        fix=fix,
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
