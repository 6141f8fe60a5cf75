"""Binary cross-entropy on values of the wrong kind: logits where it takes probabilities, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Program
from footgun.ops.loss import BinaryCrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.misargued import misargued
from footgun.rules.facts.output import Head, in_keras, is_one, judged


@rule(
    "OUT003",
    "sigmoid-mismatch",
    Severity.ERROR,
    "binary cross-entropy without its sigmoid, or with two",
    needs=("BinaryCrossEntropy",),
)
def sigmoid_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Two sigmoids: point at the first one. None: point at the loss that misses it."""
    for use, head in judged(program):
        if not isinstance(use.op, BinaryCrossEntropy) or (head.softmax and is_one(head.units)):
            continue
        low, high = head.limits
        is_probability = low == 0.0 and high == 1.0
        if use.op.expects == "logits" and is_probability:
            yield _two_sigmoids(self, use, head)
        elif use.op.expects == "probabilities" and not is_probability and not _refused(program, head):
            yield _no_sigmoid(self, use, head)


def _refused(program: Program, head: Head) -> bool:
    return head.layer is not None and misargued(program, head.layer)


def _two_sigmoids(self: Rule, use: LossUse, head: Head) -> Finding:
    assert head.activation is not None
    focal = "focal" in use.label.lower()  # weighs examples, so that it has other bounds
    other = ", or set `from_logits=False`" if in_keras(use) else "" if focal else ", or use `BCELoss`"
    # -log(sigmoid(1)) and -log(1 - sigmoid(0)): the best that values in 0..1 can reach.
    bounds = "the loss cannot fall below 0.31 for a positive and 0.69 for a negative example"
    return self.report(
        head.activation.span,
        f"`{head.activation.label}` goes into `{use.label}`, which expects logits: "
        f"{'sigmoid twice' if focal else bounds}",
        labels=[(use.span, f"`{use.label}` applies sigmoid itself")],
        help=f"remove the activation{other}",
    )


def _no_sigmoid(self: Rule, use: LossUse, head: Head) -> Finding:
    node = head.node
    assert node is not None
    what = "ends without a sigmoid" if head.linear else "gives values outside 0..1"
    if in_keras(use):
        effect = "such values are clipped and get no gradient"
        fix = '`activation="sigmoid"` or `from_logits=True`'
    else:
        effect = "it raises on such values"
        fix = "`BCEWithLogitsLoss`"
    # Keras clips: outputs of a ReLU or tanh that happen to lie within 0..1 do learn.
    milder = in_keras(use) and not head.linear
    return self.report(
        use.span,
        f"`{use.label}` expects probabilities, but `{node.label}` {what}; {effect}",
        severity=Severity.WARNING if milder else None,
        labels=[(node.span, "these are not probabilities")],
        help=f"{'use' if head.linear else 'remove the activation and use'} {fix}",
    )
