"""Losses written by hand as a sum of `labels * log(probabilities)`: the terms of a loss, with their signs."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import Node, Value, behind
from footgun.ops.activation import Softmax
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.gathering import Gather
from footgun.ops.indexing import Index
from footgun.ops.reduction import Reduce
from footgun.records import NamedTuple
from footgun.rules.facts.edges import is_log
from footgun.rules.facts.passing import keeps
from footgun.rules.facts.training import holds_graph

DEEPEST = 40


class Term(NamedTuple):
    """One log-likelihood in a loss. `total`: the sum over the batch that nothing divides, if there is one."""

    node: Node  # the product with the labels, or the choice of their places
    softmax: Node
    sign: int
    total: Node | None
    labels: bool  # certainly labels: one-hot, or places; else what else may weigh the logarithms


def terms(loss: Value, averaged: bool) -> Iterator[Term]:
    """The log-likelihoods that a loss adds up; what cannot be followed gives none."""
    rest: list[tuple[Value, int, bool, Node | None]] = [(loss, 1, averaged, None)]
    for _ in range(DEEPEST):
        if not rest:
            return
        value, sign, mean, total = rest.pop()
        node = value.made_by
        if node is None:
            continue
        op = node.op
        if isinstance(op, Reduce) and op.name in ("mean", "sum"):
            over = op.axis is None or _covers_batch(node)
            here = node if over and op.name == "sum" and not mean else total
            rest.append((node.inputs[0], sign, mean or (over and op.name == "mean"), here))
        elif isinstance(op, Unary) and op.name == "neg":
            rest.append((node.inputs[0], -sign, mean, total))
        elif isinstance(op, Binary) and op.name in ("add", "sub") and len(node.inputs) == 2:
            rest.append((node.inputs[0], sign, mean, total))
            rest.append((node.inputs[1], -sign if op.name == "sub" else sign, mean, total))
        elif isinstance(op, Binary) and op.name in ("mul", "div") and len(node.inputs) == 1:
            number = value.facts.get("scalar", [0])[0]
            if number and (op.name == "mul" or "swapped" not in value.facts):
                smaller = mean or op.name == "div" or abs(number) < 1
                rest.append((node.inputs[0], sign if number > 0 else -sign, smaller, total))
        elif isinstance(op, Binary) and op.name == "div" and not holds_graph(node.inputs[1], cut=False):
            rest.append((node.inputs[0], sign, True, total))
        else:
            found = _product(node) if isinstance(op, Binary) else _choice(node)
            if found is not None:
                yield Term(found[0], found[1], sign, None if mean else total, found[2])
            elif keeps(node):
                rest.append((node.inputs[0], sign, mean, total))


def _covers_batch(node: Node) -> bool:
    """Whether a reduction takes the first axis."""
    axes, shape = getattr(node.op, "axis", None), node.inputs[0].shape
    if axes is None or 0 in axes:
        return True
    return shape is not None and -len(shape) in axes


def _product(node: Node) -> tuple[Node, Node, bool] | None:
    """`labels * log(softmax(x))`, in either order."""
    if getattr(node.op, "name", "") != "mul" or len(node.inputs) != 2:
        return None
    for value, other in (node.inputs, node.inputs[::-1]):
        softmax = _log_softmax(value)
        if softmax is not None and not holds_graph(other, cut=False):
            made = other.made_by
            one_hot = other.facts.get("labels") == "one-hot" or (made is not None and made.label == "one_hot")
            return node, softmax, one_hot
    return None


def _choice(node: Node) -> tuple[Node, Node, bool] | None:
    """`log(softmax(x))[range(n), labels]`, or `gather`."""
    places = isinstance(node.op, Gather) or (isinstance(node.op, Index) and len(node.inputs) > 1)
    softmax = _log_softmax(node.inputs[0]) if places else None
    return None if softmax is None else (node, softmax, True)


def _log_softmax(value: Value) -> Node | None:
    """The softmax whose logarithm a value is; a small number added to it, or a clip, does not count."""
    node = behind(value, lambda n: keeps(n) or isinstance(n.op, (Gather, Index)))
    if node is None:
        return None
    if isinstance(node.op, Softmax):
        return node if node.op.log else None
    inner = behind(node.inputs[0], _guards) if is_log(node) else None
    return inner if inner is not None and isinstance(inner.op, Softmax) and not inner.op.log else None


def _guards(node: Node) -> bool:
    guarded = isinstance(node.op, Binary) and node.op.name == "add" and node.op.number
    clipped = isinstance(node.op, Unary) and node.op.name in ("clamp", "clip", "clamp_min")
    return bool(guarded) or clipped or keeps(node) or isinstance(node.op, (Gather, Index))
