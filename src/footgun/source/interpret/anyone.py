"""One item that stands for any of a known list: what all of them have in common."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import same
from footgun.source.values import Abstract, Dict, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from footgun.source.interpret.machine import Machine

MOST = 200  # items that are compared
DEEPEST = 4


def common(m: Machine, items: Sequence[Abstract], depth: int = 0) -> Abstract:
    """Numbers keep their bounds, tensors the sizes they share, lists what their items share."""
    unknown = Unknown("an item at an unknown index")
    if not items or len(items) > MOST or depth > DEEPEST:
        return unknown
    first = items[0]
    if all(item is first for item in items):
        return first
    if all(type(item) is int for item in items):
        return m.names.fresh("i", min(items), max(items))
    if all(isinstance(item, Value) for item in items):
        return any_tensor(m, list(items))
    if any(type(item) is not type(first) for item in items):
        return unknown
    if isinstance(first, tuple) and len({len(item) for item in items}) == 1:
        return tuple(common(m, column, depth + 1) for column in zip(*items, strict=True))
    if isinstance(first, List):
        if len({len(item) for item in items}) == 1:
            columns = (common(m, column, depth + 1) for column in zip(*items, strict=True))
            return List(columns, any(item.open for item in items))
        return List([common(m, [part for item in items for part in item], depth + 1)], True)
    if isinstance(first, Dict) and all(item.keys() == first.keys() for item in items):
        return Dict({key: common(m, [item[key] for item in items], depth + 1) for key in first})
    return unknown


def any_tensor(m: Machine, items: list[Value]) -> Value:
    """A tensor of the type and the sizes that all of them have."""
    dtypes = {item.dtype for item in items}
    dtype = dtypes.pop() if len(dtypes) == 1 else None
    shapes = [item.shape for item in items if item.shape is not None]
    if len(shapes) < len(items) or len({len(shape) for shape in shapes}) > 1:
        return Value(None, dtype, span=m.here)
    sizes = tuple(
        column[0] if all(same(column[0], size) for size in column) else m.names.fresh("s")
        for column in zip(*shapes, strict=True)
    )
    made = Value(sizes, dtype, span=m.here)
    if all(item.facts.keys() == items[0].facts.keys() for item in items):
        made.facts.update({k: v for k, v in items[0].facts.items() if k in ("array", "varied")})
    return made
