"""Class numbers are scaled as if they were measurements."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Left
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Program, Value
from footgun.ops.elementwise import Binary
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.rows import before

FARTHEST = 100
DIVIDES = "this divides"
DIVISIONS = frozenset({"div", "true_divide"})


@rule(
    "DAT010",
    "labels-scaled",
    Severity.WARNING,
    "class labels are scaled like inputs",
    needs=("CrossEntropy+scalings", "CrossEntropy+Binary"),
)
def labels_scaled(self: Rule, program: Program) -> Iterator[Finding]:
    """Class numbers of a cross-entropy, divided by a number or scaled by what was learned from them."""
    told: set[Span] = set()
    for target, span in _targets(program):
        found = _scaled(program, target)
        if found is not None and found[0] not in told:
            divided = found[1] == DIVIDES
            told.add(found[0])
            yield self.report(
                found[0],
                f"{found[1]} class numbers, which are names and not measurements: the loss wants them whole",
                labels=[(span, "compared with the outputs here")],
                help="scale the inputs alone",
                fix=Fix("the labels as they are", changes=(Left(found[0]),)) if divided else None,
            )


def _targets(program: Program) -> Iterator[tuple[Value, Span]]:
    """The labels of each loss that takes class numbers."""
    for use in program.losses:
        if isinstance(use.op, CrossEntropy) and use.op.target != "one-hot":
            if use.target is not None:
                yield use.target, use.span
            for fit in program.fits:
                y = fit.arguments.get("y")
                if fit.network is use.network and use.network is not None and isinstance(y, Value):
                    yield y, fit.span


def _scaled(program: Program, value: Value) -> tuple[Span, str] | None:
    """Where labels were scaled, and by what."""
    scalings = {id(scaling.made): scaling for scaling in program.scalings if not scaling.layer}
    divided: Span | None = None
    for _ in range(FARTHEST):
        if id(value) in scalings:
            scaling = scalings[id(value)]
            return scaling.span, f"`{scaling.label}` changes"
        node = value.made_by
        if node is not None and isinstance(node.op, Binary) and node.op.name in DIVISIONS and node.op.number:
            divided = node.span
        earlier = before(value)
        if earlier is None or value.facts.get("labels") == "one-hot":
            break
        value = earlier
    return (divided, DIVIDES) if divided is not None and value.facts.get("labels") == "index" else None
