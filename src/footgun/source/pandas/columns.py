"""pandas.Series: the methods of a column that keep it one, and parts of tables by their places."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.numpy.arrays import dtype_of, made
from footgun.source.pandas._tables import is_frame, item, located, rows, table
from footgun.source.pandas.frames import given, in_place
from footgun.source.values import Dict, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

COLUMN = "pandas.Series"
ALIKE = ("copy", "fillna", "ffill", "bfill", "round", "clip", "abs", "sort_values", "isin", "isna", "isnull")
FEWER = ("dropna", "head", "tail", "drop_duplicates", "sample")


@bind(*(f"{COLUMN}.{name}" for name in ALIKE))
def alike(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown(f"`{at.label}` of a column")
    found = table(at.m, self.shape, self)
    found.dtype = "bool" if at.label.startswith("is") else self.dtype if at.label == "copy" else None
    return found


@bind(*(f"{COLUMN}.{name}" for name in FEWER))
def fewer(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or at.open_arguments:
        return Unknown(f"`{at.label}` of a column")
    return table(at.m, (rows(at.m),), self)


@bind(f"{COLUMN}.reset_index")
def reset_index(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if in_place(at, self, kwargs) or not given(self) or kwargs.get("drop") is not True:
        return Unknown("a column with its labels")
    return table(at.m, self.shape, self)


@bind(f"{COLUMN}.astype")
def astype(at: At, self: Any, dtype: Any, *args: Any, **kwargs: Any) -> Any:
    if not given(self):
        return Unknown("a column")
    found = table(at.m, self.shape, self)
    found.dtype = dtype_of(dtype)
    return found


@bind(f"{COLUMN}.map", f"{COLUMN}.replace")
def mapped(at: At, self: Any, to: Any = None, *args: Any, **kwargs: Any) -> Any:
    """Another number or text for each; a function may give anything."""
    if in_place(at, self, kwargs) or not given(self):
        return Unknown("a column")
    found = table(at.m, self.shape, self)
    plain = isinstance(to, Dict) and all(isinstance(v, (str, int, float)) for v in to.values())
    found.facts["cells"] = plain and not to.open  # lists could not be looked up
    found.dtype = None
    return found


@bind(f"{COLUMN}.unique")
def unique(at: At, self: Any) -> Any:
    return made(at, (at.m.names.fresh("k", 0),), None)


@bind("pandas.iloc.__getitem__")
def by_place(at: At, self: Any, key: Any) -> Any:
    value = held(self)
    return Unknown("a part of a table") if value is None else located(at.m, value, key)


@bind("pandas.loc.__getitem__")
def by_label(at: At, self: Any, key: Any) -> Any:
    """`loc[:, "a"]`, `loc[mask]`, `loc[mask, ["a", "b"]]`; labels of rows may be of any kind."""
    value = held(self)
    if value is None:
        return Unknown("a part of a table")
    first, names = key if isinstance(key, tuple) and len(key) == 2 else (key, None)
    whole = isinstance(first, slice) and first.start is first.stop is first.step is None
    masked = isinstance(first, Value) and first.dtype == "bool" and first.rank == 1
    if not whole and not masked:
        return Unknown("a part of a table")
    some = value if whole else item(at.m, value, first)
    if names is None:
        return some
    known = is_frame(some) and isinstance(names, (str, List))
    return item(at.m, some, names) if known else Unknown("a part of a table")


def held(position: Any) -> Value | None:
    """The table that `.loc` or `.iloc` belongs to."""
    value = position.facts.get("of") if isinstance(position, Thing) else None
    return value if isinstance(value, Value) and value.shape is not None else None
