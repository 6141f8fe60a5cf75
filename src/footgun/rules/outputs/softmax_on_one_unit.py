"""Softmax over a single unit: the answer is 1 whatever the input."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import LossUse, Node, Program
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase, instead, other_activation
from footgun.rules.facts.other_loss import joined, other_loss
from footgun.rules.facts.output import Head, answers, head, in_keras, is_one


@rule("OUT005", "softmax-on-one-unit", Severity.ERROR, "softmax over a single unit", needs=("Softmax",))
def softmax_on_one_unit(self: Rule, program: Program) -> Iterator[Finding]:
    """Outputs of networks, and whatever flows into a loss."""
    heads = [end for network in program.networks for end in answers(network)]
    heads += [end for use in program.losses if (end := head(use.prediction))]
    judges = {
        end.activation.span: use for use in program.losses if (end := head(use.prediction)) and end.activation
    }
    seen: set[Span] = set()
    for end in heads:
        node = end.activation
        if node is None or end.softmax is None or node.span in seen or not _over_one(end):
            continue
        seen.add(node.span)
        always = "0" if end.softmax.log else "1"
        yield self.report(
            node.span,
            f"`{node.label}` over a single unit is always {always}, whatever the input",
            labels=[(end.layer.span if end.layer else None, "one unit")],
            help="use a sigmoid for yes or no, no activation for a quantity, or one unit a class",
            fix=_fix(program, node, judges.get(node.span)),
        )


def _fix(program: Program, node: Node, use: LossUse | None) -> Fix | None:
    """What the loss says that the answer is."""
    if use is None:
        return None
    if isinstance(use.op, Regression) or getattr(use.op, "expects", "") == "logits":
        return erase(program, node) if not isinstance(use.op, CrossEntropy) else None
    sigmoid = other_activation(program, node, "sigmoid") if in_keras(use) else instead(program, node)
    if not isinstance(use.op, CrossEntropy):
        return sigmoid if isinstance(use.op, BinaryCrossEntropy) else None
    return (
        joined("a sigmoid with its loss", sigmoid, other_loss(program, use, "binary_crossentropy"))
        if in_keras(use)
        else None
    )


def _over_one(end: Head) -> bool:
    """Whether the axis of the softmax holds one number, and is not the batch."""
    node = end.activation
    shape = node.inputs[0].shape if node is not None else None
    if node is None or end.softmax is None or shape is None:
        return False
    if "loose" in node.inputs[0].facts and end.softmax.axis != -1 and node.output.users:
        return False  # weights over an axis of which only the usual rank says that it is the last
    axis = end.softmax.axis_for(len(shape))
    if not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return False
    # With a batch of one, axis 0 has one entry too: that is another rule's fault (SHP013).
    on_batch = axis % len(shape) == 0 and not (len(shape) == 1 and is_one(end.units))
    return is_one(shape[axis]) and not on_batch
