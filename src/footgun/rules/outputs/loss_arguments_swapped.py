"""The target goes into a loss as its prediction, and the prediction as its target."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Exchange
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.swapped import swapped


@rule(
    "OUT014",
    "loss-arguments-swapped",
    Severity.ERROR,
    "a loss gets its arguments the wrong way round",
    needs=("losses",),
)
def loss_arguments_swapped(self: Rule, program: Program) -> Iterator[Finding]:
    """Once a place; losses that are the same either way are left alone."""
    told = set()
    turned = {id(use.op) for use in program.losses if use.target_first}
    for node in program.nodes:
        if node.span not in told and swapped(node):
            told.add(node.span)
            ends = ("prediction", "target") if id(node.op) in turned else ("target", "prediction")
            yield self.report(
                node.span,
                f"`{node.label}` gets the {ends[0]} first: it takes the {ends[1]}, then the {ends[0]}",
                labels=[(node.inputs[0].span, "the data"), (node.inputs[1].span, "the prediction")],
                help="swap the two arguments",
                fix=Fix("swap the two arguments", changes=(Exchange(node.span),)),
            )
