"""What a network answers with: its last activation, the layer under it, and how many units that has.

Seen from the value that flows into a loss, back through dropout, reshaping and whatever else keeps a value
within its range. What cannot be followed has no head, so rules stay silent on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, log

from footgun.network import LossUse, Network, Node, Program, Value, behind
from footgun.ops.activation import Activation, Softmax
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.linear import Linear
from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool
from footgun.ops.reduction import Reduce
from footgun.ops.resize import Upsample
from footgun.records import NamedTuple
from footgun.sizes import Size, same

# Their bounds are settings, which the op does not keep: `Hardtanh(0, 1)` gives probabilities.
_ANY_RANGE = frozenset(("hardtanh", "threshold"))


class Head(NamedTuple):
    """The end of a network: an activation (None: plain logits) on top of a layer (None: not known)."""

    value: Value
    activation: Node | None
    layer: Node | None

    @property
    def softmax(self) -> Softmax | None:
        """The softmax or log-softmax it ends in."""
        op = self.activation.op if self.activation else None
        return op if isinstance(op, Softmax) else None

    @property
    def function(self) -> str:
        """The name of the elementwise activation it ends in: `sigmoid`; empty for softmax and logits."""
        op = self.activation.op if self.activation else None
        return op.name if isinstance(op, Activation) else ""

    @property
    def linear(self) -> bool:
        """Whether it ends in a layer without any activation: the values are not bounded."""
        return self.activation is None

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The lowest and highest value its activation can give; None where there is none."""
        op = self.activation.op if self.activation else None
        if isinstance(op, Activation):
            return op.low, op.high
        if isinstance(op, Softmax):
            return (None, 0.0) if op.log else (0.0, 1.0)
        return None, None

    @property
    def units(self) -> Size | None:
        """How many numbers it answers with for each example or position, None if not known."""
        if self.layer is None:
            return None
        if isinstance(self.layer.op, Linear):
            return self.layer.op.out
        shape = self.value.shape
        if shape is not None and len(shape) == 2:
            return shape[1]
        return getattr(self.layer.op, "cout", None)

    @property
    def node(self) -> Node | None:
        """The node to point at: the activation, else the layer."""
        return self.activation or self.layer

    @property
    def dropped(self) -> bool:
        """Whether dropout stands between the activation and the end."""
        node = self.value.made_by
        while node is not None and node is not self.node:
            if isinstance(node.op, Dropout):
                return True
            node = node.inputs[0].made_by if node.inputs else None
        return False


def head(value: Value | None) -> Head | None:
    """The head that made a value, None where the way back cannot be followed."""
    last = behind(value, _keeps_range)
    if last is None or value is None:
        return None
    if isinstance(last.op, Activation) and last.op.name in _ANY_RANGE:
        return None
    if isinstance(last.op, (Activation, Softmax)):
        return Head(value, last, _layer(behind(last.inputs[0], _is_affine)))
    layer = _layer(behind(last.outputs[0], _is_affine))
    return Head(value, None, layer) if layer else None


def judged(program: Program) -> Iterator[tuple[LossUse, Head]]:
    """Each loss with the head it judges. Training and validation share a pair: it is given once."""
    seen: set[object] = set()
    for use in program.losses:
        found = head(use.prediction)
        if found is None or found.node is None:
            continue
        key = (found.node.span, use.label, use.op)
        if key not in seen:
            seen.add(key)
            yield use, found


def answers(network: Network) -> list[Head]:
    """The heads of all outputs of a network."""
    return [found for found in map(head, network.outputs) if found is not None]


def classes(value: Value | None, axis: int) -> Size | None:
    """How many classes a loss sees on its class axis, None if not known."""
    shape = value.shape if value is not None else None
    if shape is None or len(shape) < 2 or not -len(shape) <= axis < len(shape):
        return None
    return shape[axis]


def floor(count: Size | None, low: float | None, high: float | None) -> float | None:
    """The least cross-entropy over `count` classes with every logit between `low` and `high`."""
    if not isinstance(count, int) or count < 2 or low is None or high is None:
        return None
    return log(1 + (count - 1) * exp(low - high))


def _layer(node: Node | None) -> Node | None:
    """The node, if it is a layer that mixes features by weights."""
    return node if node is not None and node.op.mixes and node.op.affine else None


def _keeps_range(node: Node) -> bool:
    """Whether a value stays within its bounds on the way through: moved, averaged, dropped, resized."""
    op = node.op
    if len(node.inputs) != 1:
        return False
    if isinstance(op, (Pool, AdaptivePool, GlobalPool)):
        return op.mode != "lp"
    if isinstance(op, Reduce):
        return op.name in ("mean", "max", "min", "median")
    return op.moves or isinstance(op, (Dropout, GaussianNoise, Upsample))


def _is_affine(node: Node) -> bool:
    """Whether a node only moves, averages or scales: a norm, a reshape, dropout."""
    return len(node.inputs) == 1 and not node.op.mixes and (node.op.affine or _keeps_range(node))


def is_one(size: Size | None) -> bool:
    """Whether a count is known to be 1."""
    return size is not None and same(size, 1) is True


def in_keras(use: LossUse) -> bool:
    """Whether a loss belongs to a Keras model."""
    return use.network is not None and use.network.framework == "keras"
