"""Values that are exactly 0 in ordinary runs, and exponentials that overflow."""

from __future__ import annotations

from footgun.network import Node, Value, behind
from footgun.ops.activation import Activation, Softmax
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.gathering import Gather
from footgun.ops.indexing import Index
from footgun.ops.linear import MatMul
from footgun.ops.reduction import Reduce
from footgun.rules.facts.passing import keeps

_CUTTING = frozenset(("relu", "relu6"))
_LOGS = frozenset(("log", "log10", "log2"))


def is_log(node: Node) -> bool:
    """Whether a node takes a plain logarithm."""
    return isinstance(node.op, Unary) and node.op.name in _LOGS


def source(value: Value) -> Node | None:
    """What made a value, seen through reshapes and the choice of some of its numbers."""
    return behind(value, lambda node: keeps(node) or isinstance(node.op, (Gather, Index)))


def applied(value: Value, name: str) -> Node | None:
    """The elementwise function or reduction of this name that made a value, moved or not."""
    node = source(value)
    return node if node is not None and getattr(node.op, "name", "") == name else None


def zero(value: Value) -> tuple[Node, str] | None:
    """The activation that makes a value exactly 0, and its name; "1 - sigmoid" counts as one of them."""
    node = source(value)
    if node is None:
        return None
    if isinstance(node.op, Softmax):
        return None if node.op.log else (node, "softmax")
    if isinstance(node.op, Activation):
        return (node, node.op.name) if node.op.name in (*_CUTTING, "sigmoid") else None
    if isinstance(node.op, Binary) and node.op.name == "sub" and "swapped" in node.output.facts:
        inner = zero(node.inputs[0]) if node.output.facts.get("scalar") in ([1], [1.0]) else None
        return (node, "1 - sigmoid") if inner is not None and inner[1] == "sigmoid" else None
    return None


def cut(value: Value) -> Node | None:
    """The ReLU that made a value, whose every number may be 0 at once."""
    found = zero(value)
    return found[0] if found is not None and found[1] in _CUTTING else None


def _by_a_number(node: Node) -> bool:
    if not isinstance(node.op, Binary):
        return False
    return node.op.affine or (node.op.name in ("mul", "div") and node.inputs[-1].shape == ())


def unbounded_exponential(value: Value) -> Node | None:
    """The exponential that made a value, where its input is a product, which has no bound."""
    node = applied(value, "exp")
    if node is None or not isinstance(node.op, (Unary, Activation)):
        return None
    before = behind(node.inputs[0], lambda n: keeps(n) or _by_a_number(n))
    if before is None:
        return None
    product = before.op.mixes or (isinstance(before.op, MatMul) and before.network is not None)
    return node if product else None


def summed(value: Value) -> Node | None:
    """The sum that made a value."""
    node = behind(value, keeps)
    return node if node is not None and isinstance(node.op, Reduce) and node.op.name == "sum" else None
