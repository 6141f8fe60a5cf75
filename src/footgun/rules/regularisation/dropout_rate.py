"""A dropout rate that drops everything, nearly everything, or nothing."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Given
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Layer, Program
from footgun.ops.dropout import Dropout
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.words import percent

# Public models stay between 0.05 and 0.5, with rare cases up to 0.8 (wide heads on small data); beyond it,
# fewer than one value in five carries the signal.
HIGH_RATE = 0.8

# The default of torch, and of most papers since the first.
USUAL = "0.5"

SHARE = "the rate is the share that is dropped, not the share that is kept: 0.1 to 0.5 is usual"


@rule("REG002", "dropout-rate", Severity.WARNING, "a dropout rate of 1, over 0.8, or 0", needs=("Dropout",))
def dropout_rate(self: Rule, program: Program) -> Iterator[Finding]:
    """Each layer once where it is made, each function call where it stands."""
    places = [(layer.op, layer.label, layer.made, _argument(layer)) for layer in program.layers]
    places += [(node.op, node.label, node.made, ("p", 1)) for node in program.nodes]
    applied = {node.made: node for node in program.nodes}
    seen = set()
    for op, label, span, argument in places:
        if not isinstance(op, Dropout) or not isinstance(op.p, (int, float)) or span in seen:
            continue
        seen.add(span)
        usual = Fix(f"`{argument[0]}={USUAL}`", changes=_changes(span, *argument))
        if op.p == 1:
            yield self.report(
                span,
                f"`{label}` drops every value: no signal gets forward and no gradient back",
                severity=Severity.ERROR,
                help=SHARE,
                fix=usual,
            )
        elif HIGH_RATE < op.p < 1:
            shares = percent(op.p), percent(1 - op.p)
            message = f"`{label}` drops {shares[0]} of its values: the signal is carried by {shares[1]}"
            yield self.report(span, message, help=SHARE, fix=usual)
        elif op.p == 0 and not op.handed:  # else an option that is off
            message = f"`{label}` drops nothing: its rate is 0"
            yield self.report(
                span,
                message,
                severity=Severity.INFO,
                help="leave it out, or set the rate meant",
                fix=erase(program, applied[span]) if span in applied else None,
            )


def _argument(layer: Layer) -> tuple[str, int]:
    """What the rate is called, and its place."""
    return ("rate", 0) if "rate" in layer.settings else ("p", 0)


def _changes(span: Span, name: str, place: int) -> tuple[Given, Argument]:
    return Given(span, name, place, "number"), Argument(span, name, USUAL, place)
