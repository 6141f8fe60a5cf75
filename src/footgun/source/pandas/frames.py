"""pandas.DataFrame: tables made of lists and arrays in the file, and the methods of tables."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.numpy.arrays import dtype_of, made
from footgun.source.numpy.extents import of_numbers
from footgun.source.pandas._tables import attribute, changed, columns, rows, table
from footgun.source.values import List, Stream, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

FRAME = "pandas.DataFrame"
ALIKE = (
    "copy",
    "fillna",
    "ffill",
    "bfill",
    "interpolate",
    "round",
    "clip",
    "abs",
    "sort_values",
    "sort_index",
)
FEWER = ("head", "tail", "query", "drop_duplicates")
# They give what is not followed, and with `inplace` change the table.
OTHERS = ("set_index", "rename", "replace", "mask", "where", "set_axis", "eval", "rename_axis")
CHANGING = ("insert", "update")


@bind(FRAME)
def frame(
    at: At, data: Any = None, index: Any = None, columns: Any = None, dtype: Any = None, copy: Any = None
) -> Any:
    shape = shape_of(data)
    if shape is None:
        return Unknown(f"`{FRAME}`")
    array = data if isinstance(data, Value) else of_numbers(made(at, shape, None), data)
    held = table(at.m, array.shape, array)
    held.facts.update({k: v for k, v in array.facts.items() if k in ("extent", "range", "random")})
    return held


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


def in_place(at: At, self: Any, options: dict[str, Any]) -> bool:
    """Whether it changes the table it is called on, or may do so."""
    if options.get("inplace", False) is False:
        return False
    changed(at.m, self)
    return True


def given(value: Any) -> bool:
    """Whether a method is called on a table whose sizes have names."""
    return isinstance(value, Value) and value.shape is not None and "pandas" in value.facts


@bind(*(f"{FRAME}.{name}" for name in ALIKE))
def alike(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown(f"`{at.label}` of a table")
    kept = at.label in ("copy", "sort_values", "sort_index")
    found = table(at.m, self.shape, self)
    found.dtype = self.dtype if kept else None
    return found


@bind(*(f"{FRAME}.{name}" for name in FEWER))
def fewer(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown(f"`{at.label}` of a table")
    return table(at.m, (rows(at.m), self.shape[1]), self)


@bind(f"{FRAME}.sample")
def sample(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if not given(self) or at.open_arguments or kwargs.get("axis", 0) not in (0, "index"):
        return Unknown("a sample of a table")
    whole = not args and kwargs.get("frac") == 1 and "n" not in kwargs
    return table(at.m, (self.shape[0] if whole else rows(at.m), self.shape[1]), self)


@bind(f"{FRAME}.dropna")
def dropna(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown("a table")
    both = args or kwargs.get("axis", 0) not in (0, "index")
    return table(at.m, (rows(at.m), columns(at.m) if both else self.shape[1]), self)


@bind(f"{FRAME}.reset_index")
def reset_index(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown("a table")
    same = kwargs.get("drop") is True and not args
    return table(at.m, (self.shape[0], self.shape[1] if same else columns(at.m)), self)


@bind(f"{FRAME}.astype")
def astype(at: At, self: Any, dtype: Any, *args: Any, **kwargs: Any) -> Any:
    if not given(self):
        return Unknown("a table")
    found = table(at.m, self.shape, self)
    found.dtype = dtype_of(dtype)
    return found


@bind(f"{FRAME}.drop")
def drop(at: At, self: Any, labels: Any = None, *args: Any, **kwargs: Any) -> Any:
    """Rows, unless the columns are named."""
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown("a table")
    axis = kwargs.get("axis", args[0] if args else 0)
    if "columns" not in kwargs and axis in (0, "index"):
        return table(at.m, (rows(at.m), self.shape[1]), self)
    gone = kwargs.get("columns", labels)
    count = 1 if isinstance(gone, str) else len(gone) if is_closed(gone) and all_names(gone) else None
    known = count is not None and "errors" not in kwargs and "index" not in kwargs
    height = rows(at.m) if "index" in kwargs else self.shape[0]
    return table(at.m, (height, self.shape[1] - count if known else columns(at.m)), self)


def all_names(labels: Any) -> bool:
    """Whether they are names that differ."""
    return all(isinstance(name, str) for name in labels) and len(set(labels)) == len(labels)


@bind(f"{FRAME}.pop")
def pop(at: At, self: Any, item: Any) -> Any:
    if not given(self):
        return Unknown("a column")
    taken = table(at.m, self.shape[:1], self)
    self.shape = (self.shape[0], columns(at.m))
    return taken if isinstance(item, str) else Unknown("a column")


@bind(*(f"{FRAME}.{name}" for name in OTHERS))
def others(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    in_place(at, self, kwargs)
    return Unknown(f"`{at.label}` of a table")


@bind(*(f"{FRAME}.{name}" for name in CHANGING))
def changing(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    changed(at.m, self)


@bind(f"{FRAME}.to_numpy", "pandas.Series.to_numpy")
def to_numpy(at: At, self: Any, dtype: Any = None, *args: Any, **kwargs: Any) -> Any:
    if not given(self):
        return Unknown("an array")
    found = attribute(at.m, self, "values")
    found.dtype = found.dtype if dtype is None else dtype_of(dtype)
    return found


@bind(f"{FRAME}.iterrows")
def iterrows(at: At, self: Any) -> Any:
    row = table(at.m, self.shape[1:], self) if given(self) else Unknown("a row")
    if isinstance(row, Value) and "named" in self.facts:
        row.facts["named"] = self.facts["named"]
    return Stream((Unknown("the label of a row"), row))
