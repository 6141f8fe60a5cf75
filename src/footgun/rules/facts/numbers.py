"""What the text tells of the numbers in a tensor: where their type was set, and between which they lie."""

from __future__ import annotations

from footgun.network import Value
from footgun.rules.facts.faults import FAR


def type_origin(value: Value) -> Value:
    """The value where the type of a tensor was set, going back through nodes that keep it."""
    for _ in range(FAR):
        node = value.made_by
        before = node.inputs[0] if node is not None and node.inputs else None
        if before is None or before.dtype != value.dtype:
            break
        value = before
    return value


def range_of(value: Value | None) -> tuple[int, int] | None:
    """The lowest and highest of the whole numbers that a tensor is known to hold."""
    found = value.facts.get("range") if value is not None else None
    whole = isinstance(found, tuple) and len(found) == 2 and all(isinstance(end, int) for end in found)
    return (found[0], found[1]) if found and whole else None
