"""Logits into a cross-entropy that takes probabilities: Keras' default, `from_logits=False`."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import activation
from footgun.rules.facts.misargued import misargued
from footgun.rules.facts.output import classes, is_one, judged


@rule(
    "OUT007",
    "logits-into-probability-loss",
    Severity.ERROR,
    "logits into a loss that expects probabilities",
    needs=("CrossEntropy",),
)
def logits_into_probability_loss(self: Rule, program: Program) -> Iterator[Finding]:
    """Point at the layer that has no activation."""
    for use, head in judged(program):
        op, layer = use.op, head.layer
        if (
            not isinstance(op, CrossEntropy)
            or op.expects != "probabilities"
            or not head.linear
            or layer is None
        ):
            continue
        if is_one(classes(use.prediction, op.axis)):
            continue  # OUT013 says more
        if misargued(program, layer):
            continue
        units = f"the {head.units} outputs" if isinstance(head.units, int) else "the outputs"
        yield self.report(
            layer.span,
            f"{units} of `{layer.label}` are logits, but `{use.label}` expects probabilities: "
            "it divides them by their sum and clips, so many examples get no gradient",
            labels=[(use.span, "`from_logits` is False here")],
            help='use `activation="softmax"` in the last layer, or `from_logits=True` in the loss',
            fix=activation(program, layer, "softmax"),
        )
