"""Which examples an array holds: what it is a part of, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import Node, Value
from footgun.ops.indexing import Index
from footgun.ops.join import Concat
from footgun.records import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FARTHEST = 500  # arrays looked at
WHOLE = ("slice", None, None, 1)


class Order(NamedTuple):
    """One random order that examples were brought into; equal `mark`s are the same order."""

    mark: Any
    span: Span


def sources(value: Value) -> Iterator[Value]:
    """An array and all that it was made of, near or far."""
    seen: set[int] = set()
    rest = [value]
    while rest and len(seen) < FARTHEST:
        here = rest.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        rest += [here.facts[name] for name in ("from", "of") if name in here.facts]
        if here.made_by is not None:
            rest += here.made_by.inputs


def apart(one: Value, other: Value) -> bool:
    """Whether two arrays come from different parts of one split."""
    ours, theirs = dict(_splits(one)), dict(_splits(other))
    return any(ours[split] != theirs[split] for split in ours.keys() & theirs.keys())


def _splits(value: Value | None) -> Iterator[tuple[object, int]]:
    """The splits that an array went through, each with the number of its part."""
    for _ in range(FARTHEST):
        if value is None:
            return
        if "cut" in value.facts:
            yield value.facts["cut"]
        value = before(value)


def before(value: Value) -> Value | None:
    """What an array was before the last step that kept examples apart; None where that is not known."""
    if "from" in value.facts:
        found: Value = value.facts["from"]
        return found
    node = value.made_by
    if node is None or not node.inputs:
        return None
    if not (node.op.moves or node.op.affine or isinstance(node.op, Index)) or isinstance(node.op, Concat):
        return None
    source = node.inputs[0]
    return source if isinstance(node.op, Index) or same_first(source, value) else None


def same_first(a: Value, b: Value) -> bool:
    """Whether the first axis is as long."""
    return a.shape is None or b.shape is None or a.shape[:1] == b.shape[:1]


def orders(value: Value, when: int) -> tuple[Value, list[Order]] | None:
    """The array that one comes from, and the random orders of its examples at some time; None where lost."""
    found: list[Order] = []
    for _ in range(FARTHEST):
        marks = [mark for mark in value.facts.get("shuffled", ()) if mark[2] <= when]
        if any(mark is None for mark, _, _ in marks):
            return None
        found += [Order(mark, span) for mark, span, _ in marks]
        node = value.made_by
        if node is not None and isinstance(node.op, Index) and "from" not in value.facts:
            order = picked(node)
            if order is None:
                return None
            found += order
        earlier = before(value)
        if earlier is None:
            return (value, found) if node is None else None
        value = earlier
    return None


def picked(node: Node) -> list[Order] | None:
    """The order that an index brings along: none for a slice, that of a permutation; None where not known."""
    kinds = getattr(node.op, "kinds", ())
    if all(kind[0] != "tensor" for kind in kinds):
        return []
    key = node.inputs[1] if len(node.inputs) == 2 else None
    while key is not None and key.made_by is not None and (key.made_by.op.moves):
        key = key.made_by.inputs[0]
    order = key.facts.get("order") if key is not None else None
    return None if order is None or order[0] is None else [Order(*order)]
