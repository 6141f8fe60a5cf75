"""pandas.DataFrame: tables that are made of lists and arrays in the file, as the array of their numbers.

What is read from a file has a size that nobody knows, and columns are looked up by names: both are unknown.
"""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.numpy.arrays import made
from footgun.source.numpy.extents import of_numbers
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

FRAME = "pandas.DataFrame"


@bind(FRAME)
def frame(
    at: At, data: Any = None, index: Any = None, columns: Any = None, dtype: Any = None, copy: Any = None
) -> Any:
    shape = shape_of(data)
    if shape is None:
        return Unknown(f"`{FRAME}`")
    array = data if isinstance(data, Value) else of_numbers(made(at, shape, None), data)
    table = Thing(FRAME, FRAME, at.span)
    table.attributes.update({"values": array, "iloc": array, "shape": array.shape})
    return table


def shape_of(data: Any) -> tuple[Any, ...] | None:
    """Rows and columns; None where they are not known."""
    if isinstance(data, Value):
        return data.shape if data.shape is not None and len(data.shape) == 2 else None
    if not is_closed(data) or not data or not all(is_closed(row) for row in data):
        return None
    widths = {len(row) for row in data}
    return (len(data), widths.pop()) if len(widths) == 1 else None


def is_closed(data: Any) -> bool:
    """Whether all items of a list are known."""
    return isinstance(data, (List, tuple)) and not getattr(data, "open", False)


@bind(f"{FRAME}.to_numpy")
def to_numpy(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return self.attributes["values"]
