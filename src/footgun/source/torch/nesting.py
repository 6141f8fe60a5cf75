"""Nested lists of numbers and tensors as one tensor, also where their length is not known."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Expr, Size, promote, same
from footgun.source.given import Cell
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

MOST = 50  # items that are compared
DEEPEST = 5
Written = tuple[tuple[Size, ...] | None, str | None]


def written(at: At, data: Any, depth: int = 0) -> Written:
    """The shape and the type; None for what is not known."""
    if isinstance(data, (bool, Expr, int, float)):
        return (), "bool" if isinstance(data, bool) else "float32" if isinstance(data, float) else "int64"
    if isinstance(data, Value):
        return data.shape, data.dtype
    if isinstance(data, Cell):
        return (), data.dtype
    if not isinstance(data, (List, tuple)) or not data or depth > DEEPEST:
        return None, None
    found = [written(at, item, depth + 1) for item in data[:MOST]]
    kind = found[0][1]
    for _, other in found:
        kind = promote(kind, other)
    first = found[0][0]
    alike = first is not None and all(agree(first, shape) for shape, _ in found)
    open_ = getattr(data, "open", False)
    return (
        (at.m.names.fresh("len") if open_ else len(data), *first) if alike and first is not None else None
    ), kind


def agree(a: tuple[Size, ...], b: tuple[Size, ...] | None) -> bool:
    """Whether two shapes are surely the same."""
    return b is not None and len(a) == len(b) and all(same(x, y) is True for x, y in zip(a, b, strict=True))
