"""A loss made for another number of classes than the network answers with."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Node, Program
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import activation, erase, other_activation
from footgun.rules.facts.other_loss import joined, of_classes, other_loss
from footgun.rules.facts.output import Head, classes, in_keras, is_one, judged


@rule(
    "OUT013",
    "loss-for-task",
    Severity.WARNING,
    "a loss made for another number of classes",
    needs=("losses",),
)
def loss_for_task(self: Rule, program: Program) -> Iterator[Finding]:
    """A categorical loss over one unit is always zero; a binary one over many only learns worse."""
    for use, head in judged(program):
        op = use.op
        if isinstance(op, CrossEntropy) and head.softmax is None and _one_class(use, head, op):
            yield _categorical_on_one(self, program, use, head)
        elif isinstance(op, BinaryCrossEntropy) and op.expects == "probabilities" and _many(head):
            yield _binary_on_many(self, program, use, head)


def _one_class(use: LossUse, head: Head, op: CrossEntropy) -> bool:
    return is_one(classes(use.prediction, op.axis)) and is_one(head.units)


def _many(head: Head) -> bool:
    return (
        head.softmax is not None and not head.softmax.log and isinstance(head.units, int) and head.units > 1
    )


def _categorical_on_one(self: Rule, program: Program, use: LossUse, head: Head) -> Finding:
    node = head.layer or head.activation
    assert node is not None
    if in_keras(use):
        change = 'use `binary_crossentropy` with `activation="sigmoid"`, or one unit for each class'
    else:
        change = "use `BCEWithLogitsLoss`, or one unit for each class"
    other = "" if getattr(use.op, "target", "") == "one-hot" else ", and a label of 1 raises"
    return self.report(
        use.span,
        f"`{use.label}` compares classes, but the network has a single output: the loss is always 0{other}",
        severity=Severity.ERROR,
        labels=[(node.span, "one unit")],
        help=change,
        fix=_yes_or_no(program, use, head),
    )


def _yes_or_no(program: Program, use: LossUse, head: Head) -> Fix | None:
    """In torch the labels would have to be others as well."""
    if not in_keras(use):
        return None
    loss = other_loss(program, use, "binary_crossentropy")
    if getattr(use.op, "expects", "") == "logits" or head.function == "sigmoid":
        return loss
    if head.activation is not None:
        return joined("a sigmoid with its loss", loss, other_activation(program, head.activation, "sigmoid"))
    return joined("a sigmoid with its loss", loss, activation(program, head.layer, "sigmoid"))


def _binary_on_many(self: Rule, program: Program, use: LossUse, head: Head) -> Finding:
    assert head.activation is not None
    two = head.units == 2
    effect = "the same number as a categorical loss on one-hot labels" if two else "each is judged on its own"
    if in_keras(use):
        change = "use `categorical_crossentropy` for one-hot labels, with `sparse_` in front for integers"
    else:
        change = "use `CrossEntropyLoss` on the logits, without the softmax"
    return self.report(
        use.span,
        f"`{use.label}` is a loss for yes or no, but softmax gives {head.units} exclusive classes: {effect}",
        severity=Severity.INFO if two else None,
        labels=[(head.activation.span, f"{head.units} exclusive classes here")],
        help=change,
        fix=_exclusive(program, use, head.activation),
    )


def _exclusive(program: Program, use: LossUse, softmax: Node) -> Fix | None:
    loss = of_classes(program, use)
    if in_keras(use) or loss is None:
        return loss
    return joined(f"{loss.title} on the logits", loss, erase(program, softmax))
