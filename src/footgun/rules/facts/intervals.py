"""Which rows of which array another array holds, where that is certain."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.network import Value
from footgun.ops.indexing import Index
from footgun.ops.join import Concat
from footgun.records import NamedTuple
from footgun.rules.facts.rows import before
from footgun.sizes import Size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

DEEPEST = 50


class Run(NamedTuple):
    """The rows from `start` up to `stop` of an array."""

    root: Value
    start: int
    stop: int


Rows: TypeAlias = "Sequence[Run]"


def rows(value: Value, depth: int = 0) -> list[Run] | None:
    """The rows that an array consists of; None where they are not known."""
    count = value.shape[0] if value.shape else None
    node = value.made_by
    if depth > DEEPEST or not isinstance(count, int):
        return None
    if node is not None and isinstance(node.op, Concat) and "from" not in value.facts:
        parts = [rows(part, depth + 1) for part in node.inputs] if node.op.axis == 0 else [None]
        return [run for part in parts for run in part or ()] if None not in parts else None
    if "part" in value.facts or "shuffled" in value.facts:
        return [Run(value, 0, count)]  # drawn at random
    earlier = before(value)
    if earlier is None:
        return [Run(value, 0, count)] if node is None else None
    inner = rows(earlier, depth + 1)
    if inner is None or node is None or not isinstance(node.op, Index) or "from" in value.facts:
        return inner
    return cut(inner, node.op.kinds[0], earlier.shape[0]) if earlier.shape else None


def cut(inner: list[Run], kind: tuple[object, ...], length: Size) -> list[Run] | None:
    """The rows of a slice with known ends."""
    if kind[0] != "slice" or kind[3] != 1 or len(inner) != 1 or not isinstance(length, int):
        return None
    ends = [default if end is None else end for end, default in zip(kind[1:3], (0, length), strict=True)]
    if not all(isinstance(end, int) for end in ends):
        return None
    start, stop, _ = slice(*ends).indices(length)
    run = inner[0]
    return [Run(run.root, run.start + start, run.start + max(start, stop))]


def common(first: Rows, second: Rows) -> int:
    """How many rows are in both; none where they are the very same: a training error that is asked for."""
    if [(id(r.root), r[1:]) for r in first] == [(id(r.root), r[1:]) for r in second]:
        return 0
    return sum(
        max(0, min(a.stop, b.stop) - max(a.start, b.start)) for a in first for b in second if a.root is b.root
    )
