"""numpy: arrays joined to one and cut into several."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.join import Concat, Stack
from footgun.ops.reshape import Unsqueeze
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.numpy.arrays import made
from footgun.source.numpy.extents import of_parts
from footgun.source.numpy.methods import lost
from footgun.source.torch._common import axis_of
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def arrays_in(at: At, value: Any) -> list[Value] | None:
    """The arrays of a known list; tensors count as arrays."""
    items = items_of(at.m, value)
    return items if items and all(isinstance(item, Value) for item in items) else None


def open_item(value: Any) -> Value | None:
    """The one array that stands for all of a list of unknown length."""
    item = value[-1] if isinstance(value, List) and value.open and value else None
    return item if isinstance(item, Value) and item.shape is not None else None


@bind("numpy.concatenate", "numpy.stack")
def join(at: At, arrays: Any, axis: Any = 0, *rest: Any, **more: Any) -> Any:
    found, place = arrays_in(at, arrays), axis_of(axis)
    if found is None:
        return joined(at, arrays, place)
    if place is None:
        return lost(at, found[0])
    return at.apply(Concat(place) if at.label == "concatenate" else Stack(place), *found)


def joined(at: At, arrays: Any, axis: int | None) -> Any:
    """So many arrays as nobody knows, all like the one that is known."""
    item = open_item(arrays)
    if item is None or item.shape is None or axis is None:
        return lost(at, item)
    rank, fresh = len(item.shape), at.m.names.fresh("len")
    if at.label == "stack" and -rank - 1 <= axis <= rank:
        place = axis % (rank + 1)
        return of_parts(made(at, (*item.shape[:place], fresh, *item.shape[place:]), item.dtype), arrays)
    if at.label != "stack" and -rank <= axis < rank:
        place = axis % rank
        return of_parts(made(at, (*item.shape[:place], fresh, *item.shape[place + 1 :]), item.dtype), arrays)
    return lost(at, item)


@bind("numpy.vstack", "numpy.hstack", "numpy.row_stack", "numpy.column_stack")
def stacked(at: At, tup: Any, **more: Any) -> Any:
    found = arrays_in(at, tup)
    if found is None or any(a.rank is None or a.rank == 0 for a in found):
        return lost(at, open_item(tup))
    if at.label in ("vstack", "row_stack"):
        return at.apply(Concat(0), *(at.apply(Unsqueeze(0), a) if a.rank == 1 else a for a in found))
    if at.label == "column_stack":
        return at.apply(Concat(1), *(at.apply(Unsqueeze(1), a) if a.rank == 1 else a for a in found))
    return at.apply(Concat(0 if found[0].rank == 1 else 1), *found)


@bind("numpy.append")
def append(at: At, arr: Any, values: Any, axis: Any = None) -> Any:
    if axis is None or not isinstance(arr, Value) or not isinstance(values, Value) or axis_of(axis) is None:
        rank = (at.m.names.fresh("len"),) if axis is None else None
        return made(at, rank, arr.dtype if isinstance(arr, Value) else None)
    return at.apply(Concat(axis), arr, values)


@bind("numpy.split", "numpy.array_split")
def split(at: At, ary: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    shape = ary.shape if isinstance(ary, Value) else None
    rank = 0 if shape is None else len(shape)
    count = indices_or_sections
    if shape is None or axis_of(axis) is None or not -rank <= axis < rank or not isinstance(count, int):
        return Unknown("parts of an array")
    size = shape[axis]
    if not isinstance(size, int) or not 0 < count <= 100:
        return Unknown("parts of an array")
    if at.label == "split" and size % count:
        at.fault(f"`split` into {count} equal parts of an axis of {size}", argument="indices_or_sections")
    place, more = axis % rank, size % count
    lengths = [size // count + (i < more) for i in range(count)]
    return List([made(at, (*shape[:place], n, *shape[place + 1 :]), ary.dtype) for n in lengths])
