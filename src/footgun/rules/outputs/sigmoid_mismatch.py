"""Losses of probabilities on values of another kind: logits where they take probabilities, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Program, Value
from footgun.ops.loss import BinaryCrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import activation, erase, other_activation
from footgun.rules.facts.misargued import misargued
from footgun.rules.facts.other_loss import joined, other_loss
from footgun.rules.facts.output import Head, head, in_keras, is_one, judged
from footgun.rules.facts.overlap import overlapping


@rule(
    "OUT003",
    "sigmoid-mismatch",
    Severity.ERROR,
    "a loss of probabilities without its sigmoid, or with two",
    needs=("BinaryCrossEntropy", "objectives"),
)
def sigmoid_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Two sigmoids: point at the first one. None: point at the loss that misses it."""
    for use, end in judged(program):
        if not isinstance(use.op, BinaryCrossEntropy) or (end.softmax and is_one(end.units)):
            continue
        low, high = end.limits
        is_probability = low == 0.0 and high == 1.0
        if use.op.expects == "logits" and is_probability:
            yield _two_sigmoids(self, program, use, end)
        elif use.op.expects == "probabilities" and not is_probability and not _refused(program, end):
            yield _no_sigmoid(self, program, use, end)
    for objective in program.objectives:
        found = head(overlapping(objective))
        if found is not None and found.node is not None and found.softmax is None and not _within(found):
            yield _no_share(self, program, objective, found)


def _within(end: Head) -> bool:
    low, high = end.limits
    return low is not None and high is not None and low >= 0 and high <= 1


def _no_share(self: Rule, program: Program, objective: Value, end: Head) -> Finding:
    node = end.node
    assert node is not None
    what = "ends without a sigmoid" if end.linear else "gives values outside 0..1"
    return self.report(
        node.span,
        f"the loss measures an overlap of probabilities, but `{node.label}` {what}: with large values the "
        "overlap comes to more than the whole",
        severity=Severity.WARNING,
        labels=[(objective.span, "the overlap")],
        help=f"{'end the network in' if end.linear else 'use'} a sigmoid",
        fix=_with_sigmoid(program, end),
    )


def _refused(program: Program, end: Head) -> bool:
    return end.layer is not None and misargued(program, end.layer)


def _two_sigmoids(self: Rule, program: Program, use: LossUse, end: Head) -> Finding:
    assert end.activation is not None
    focal = "focal" in use.label.lower()  # weighs examples, so that it has other bounds
    other = ", or set `from_logits=False`" if in_keras(use) else "" if focal else ", or use `BCELoss`"
    # -log(sigmoid(1)) and -log(1 - sigmoid(0)): the best that values in 0..1 can reach.
    bounds = "the loss cannot fall below 0.31 for a positive and 0.69 for a negative example"
    return self.report(
        end.activation.span,
        f"`{end.activation.label}` goes into `{use.label}`, which expects logits: "
        f"{'sigmoid twice' if focal else bounds}",
        labels=[(use.span, f"`{use.label}` applies sigmoid itself")],
        help=f"remove the activation{other}",
        fix=erase(program, end.activation),
    )


def _no_sigmoid(self: Rule, program: Program, use: LossUse, end: Head) -> Finding:
    node = end.node
    assert node is not None
    what = "ends without a sigmoid" if end.linear else "gives values outside 0..1"
    if in_keras(use):
        effect = "such values are clipped and get no gradient"
        fix = '`activation="sigmoid"` or `from_logits=True`'
    else:
        effect = "it raises on such values"
        fix = "`BCEWithLogitsLoss`"
    # Keras clips: outputs of a ReLU or tanh that happen to lie within 0..1 do learn.
    milder = in_keras(use) and not end.linear
    return self.report(
        use.span,
        f"`{use.label}` expects probabilities, but `{node.label}` {what}; {effect}",
        severity=Severity.WARNING if milder else None,
        labels=[(node.span, "these are not probabilities")],
        help=f"{'use' if end.linear else 'remove the activation and use'} {fix}",
        fix=_with_sigmoid(program, end) if in_keras(use) else _on_logits(program, use, end),
    )


def _with_sigmoid(program: Program, end: Head) -> Fix | None:
    """Keras: a sigmoid in the last layer, or in the place of its activation."""
    if end.activation is None:
        return activation(program, end.layer, "sigmoid")
    return other_activation(program, end.activation, "sigmoid")


def _on_logits(program: Program, use: LossUse, end: Head) -> Fix | None:
    loss = other_loss(program, use, "BCEWithLogitsLoss")
    if loss is None or end.activation is None:
        return loss
    return joined(f"{loss.title} on the logits", loss, erase(program, end.activation))
