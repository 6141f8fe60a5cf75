"""Logits that go through an activation before softmax or sigmoid makes probabilities of them."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import LossUse, Node, Program
from footgun.ops.activation import Activation, Softmax
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.records import NamedTuple
from footgun.rules.facts.hidden import class_count
from footgun.rules.facts.passing import LINEAR_MAPS, carries, is_activation, keeps
from footgun.rules.facts.ranges import output_range
from footgun.rules.facts.tail import Tail, tails

UNBOUNDED = (-float("inf"), float("inf"))


class Squashed(NamedTuple):
    """An activation on logits, and what takes its values for logits: the last activation, or a loss."""

    layer: Node
    activation: Node
    output: Node | None
    loss: LossUse | None

    @property
    def softmax(self) -> bool:
        """Whether the logits are of exclusive classes."""
        if self.output is not None:
            return isinstance(self.output.op, Softmax)
        return self.loss is not None and isinstance(self.loss.op, CrossEntropy)


def squashed(program: Program) -> Iterator[Squashed]:
    """Every tail of the form layer, activation, and then softmax, sigmoid or a loss of logits."""
    for end in tails(program):
        acts = [node for node in end.after if is_activation(node)]
        if not acts or not isinstance(end.layer.op, LINEAR_MAPS):
            continue
        first, last = acts[0], acts[-1]
        start = end.after.index(first)
        before, after = end.after[:start], end.after[start + 1 :]
        # Leaky activations bend the logits without a bound: every answer stays possible.
        if output_range(first) == UNBOUNDED or isinstance(first.op, Softmax) or not all(map(carries, before)):
            continue
        if not all(keeps(node) or node is last for node in after):
            continue
        if len(acts) == 2 and _makes_probabilities(last) and not _is_constant(last):
            yield Squashed(end.layer, first, last, None)
        elif len(acts) == 1 and _wants_logits(end):
            yield Squashed(end.layer, first, None, end.loss)


def _makes_probabilities(node: Node) -> bool:
    return isinstance(node.op, Softmax) or (isinstance(node.op, Activation) and node.op.name == "sigmoid")


def _is_constant(node: Node) -> bool:
    """Softmax over one unit is 1 whatever comes in."""
    return class_count(node) == 1


def _wants_logits(end: Tail) -> bool:
    """Whether a loss of logits takes the end; ranges as narrow as sigmoid's are for the rules on outputs."""
    op = end.loss.op if end.loss is not None else None
    if not isinstance(op, (CrossEntropy, BinaryCrossEntropy)) or op.expects != "logits":
        return False
    low, high = output_range(next(node for node in end.after if is_activation(node)))
    return (low, high) != (0, 1) if isinstance(op, BinaryCrossEntropy) else high - low > 2
