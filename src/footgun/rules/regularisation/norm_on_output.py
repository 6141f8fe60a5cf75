"""Normalisation behind the last layer: the answers are forced to a fixed mean and variance."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.activation import Activation, Softmax
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.passing import NORMS, POOLS, is_activation, keeps
from footgun.rules.facts.tail import Tail, tails

JUDGES = (CrossEntropy, BinaryCrossEntropy, Regression)


@rule(
    "REG006",
    "norm-on-output",
    Severity.WARNING,
    "a normalisation after the last layer",
    needs=("BatchNorm", "LayerNorm", "GroupNorm", "InstanceNorm", "RMSNorm"),
)
def norm_on_output(self: Rule, program: Program) -> Iterator[Finding]:
    """Norms between the last layer with weights and the loss, or the probabilities, of a network."""
    told: set[object] = set()
    for end in tails(program):
        norm = next((node for node in end.after if isinstance(node.op, NORMS)), None)
        if norm is None or norm.made in told or not _answers(end) or not all(map(_passes, end.after)):
            continue
        told.add(norm.made)
        batch = "in training each answer then depends on the other examples of its batch"
        each = "the answers of every example then have one mean and variance"
        yield self.report(
            norm.span,
            f"`{norm.label}` normalises the network's answers: "
            f"{batch if type(norm.op).__name__ == 'BatchNorm' else each}",
            labels=[(end.layer.span, "the last layer with weights")],
            help=f"leave it out, or put it before the last `{end.layer.label}`",
            fix=erase(program, norm),
        )


def _answers(end: Tail) -> bool:
    """Whether a loss of answers takes the tail, or it ends in probabilities."""
    if end.loss is not None:
        return isinstance(end.loss.op, JUDGES)
    return any(map(_is_probability, end.after))


def _is_probability(node: Node) -> bool:
    return isinstance(node.op, Softmax) or (isinstance(node.op, Activation) and node.op.name == "sigmoid")


def _passes(node: Node) -> bool:
    return keeps(node) or is_activation(node) or isinstance(node.op, (*NORMS, *POOLS))
