"""Overlap losses written by hand: Dice and its kin, a sum of products over a sum of both.

`2 * sum(t * p) / (sum(t) + sum(p))` is a share for probabilities alone. With squares below, it is one for all
numbers, so that form is none of these.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import Node, Value
from footgun.ops.elementwise import Binary
from footgun.ops.reduction import Reduce
from footgun.rules.facts.passing import keeps

FARTHEST = 200  # nodes between a loss and the outputs


def overlapping(objective: Value) -> Value | None:
    """The outputs of a network that a loss compares by their overlap with the targets."""
    for node in _own(objective):
        if not isinstance(node.op, Binary) or node.op.name != "div" or len(node.inputs) != 2:
            continue
        above = [output for total in _sums(node.inputs[0]) if (output := _product(total)) is not None]
        below = [_plain(total.inputs[0]) for total in _sums(node.inputs[1])]
        for output in above:
            if any(output is value for value in below):
                return output
    return None


def _own(value: Value) -> Iterator[Node]:
    """The nodes that a loss consists of."""
    rest, seen = [value.made_by], set[int]()
    while rest and len(seen) < FARTHEST:
        node = rest.pop()
        if node is None or node.network is not None or id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        rest += [v.made_by for v in node.inputs]


def _sums(value: Value) -> Iterator[Node]:
    """The sums over all entries that are added up, times numbers."""
    node = value.made_by
    if node is None or node.network is not None:
        return
    if isinstance(node.op, Reduce) and node.op.name == "sum":
        yield node
    elif isinstance(node.op, Binary) and (node.op.name == "add" or _by_a_number(node)):
        for part in node.inputs:
            yield from _sums(part)


def _by_a_number(node: Node) -> bool:
    return getattr(node.op, "name", "") in ("mul", "sub") and len(node.inputs) == 1


def _product(total: Node) -> Value | None:
    """The outputs, if the sum is over their products with something that the network did not make."""
    node = total.inputs[0].made_by
    if node is None or not isinstance(node.op, Binary) or node.op.name != "mul" or len(node.inputs) != 2:
        return None
    sides = [_plain(value) for value in node.inputs]
    made = [v for v in sides if v.made_by is not None and v.made_by.network is not None]
    return made[0] if len(made) == 1 else None


def _plain(value: Value) -> Value:
    """A value before it was reshaped or cast."""
    node = value.made_by
    while node is not None and node.network is None and len(node.inputs) == 1 and keeps(node):
        value = node.inputs[0]
        node = value.made_by
    return value
