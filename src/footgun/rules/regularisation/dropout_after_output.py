"""Dropout on a network's answer: predictions are zeroed at random after they were made."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.activation import Activation, Softmax
from footgun.ops.dropout import Dropout
from footgun.ops.linear import Linear
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.passing import CONVOLUTIONS, POOLS, is_activation, keeps
from footgun.rules.facts.tail import Tail, tails
from footgun.rules.facts.words import percent


@rule(
    "REG001",
    "dropout-after-output",
    Severity.WARNING,
    "dropout on the output of a network",
    needs=("Dropout",),
)
def dropout_after_output(self: Rule, program: Program) -> Iterator[Finding]:
    """Dropout anywhere behind the last layer with weights, in a network that is whole."""
    seen = set()
    for end in tails(program):
        drop = next((n for n in end.after if isinstance(n.op, Dropout) and n.op.p != 0), None)
        if drop is None or drop.made in seen or not all(keeps(n) or is_activation(n) for n in end.after):
            continue
        if not _answers(end):
            continue
        seen.add(drop.made)
        squashed = _probabilities(end.after[: end.after.index(drop)])
        certain = squashed is not None and _takes_logarithm(end)
        what = "probabilities" if squashed else "answers"
        message = f"`{drop.label}` zeroes {_share(drop)} of the network's {what} at random while it trains"
        if certain and end.loss is not None:
            message += f": `{end.loss.label}` takes the logarithm of those zeros"
        yield self.report(
            drop.span,
            message,
            severity=Severity.ERROR if certain else Severity.WARNING,
            labels=[(end.layer.span, "the last layer with weights")],
            help=f"leave it out, or put it before the last `{end.layer.label}`",
            fix=erase(program, drop),
        )


def _answers(end: Tail) -> bool:
    """Whether the tail is that of a whole network, not of a block that goes on in another."""
    if any(_is_probability(node) for node in end.after):
        return True
    if end.loss is not None:  # other losses compare embeddings, on which dropout may be meant
        return isinstance(end.loss.op, (CrossEntropy, BinaryCrossEntropy, Regression))
    if any(is_activation(node) for node in end.after) or not isinstance(end.layer.op, Linear):
        return False
    return end.end.rank == 2 and end.network is not None and _classifies(end.layer)


def _classifies(layer: Node) -> bool:
    """Whether a dense layer crowns a convolutional network: the map was flattened or pooled before it."""
    value, flattened = layer.inputs[0], False
    while value.made_by is not None and len(value.made_by.inputs) == 1:
        node = value.made_by
        before = node.inputs[0]
        if isinstance(node.op, CONVOLUTIONS):
            return flattened
        flattened |= value.rank == 2 and (before.rank or 0) > 2
        if not (keeps(node) or is_activation(node) or node.op.affine or isinstance(node.op, POOLS)):
            return False
        value = before
    return False


def _is_probability(node: Node) -> bool:
    return isinstance(node.op, Softmax) or (isinstance(node.op, Activation) and node.op.name == "sigmoid")


def _probabilities(nodes: tuple[Node, ...]) -> Node | None:
    return next((node for node in nodes if _is_probability(node)), None)


def _takes_logarithm(end: Tail) -> bool:
    op = end.loss.op if end.loss is not None else None
    return isinstance(op, (CrossEntropy, BinaryCrossEntropy)) and op.expects == "probabilities"


def _share(drop: Node) -> str:
    p = drop.op.p if isinstance(drop.op, Dropout) else None
    return f"{percent(p)}" if isinstance(p, (int, float)) else "a share"
