"""Tables and columns of pandas as arrays that know they are such: what they hold, and how they change.

A table changed in place gets a new name for each size: whichever branch did it, none is claimed.
"""

from __future__ import annotations

from footgun.network import Value
from footgun.source.given import Cell
from footgun.source.tensors import index_kinds, part, plain
from footgun.source.values import List, Thing, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

FRAME, COLUMN = "DataFrame", "Series"
POSITIONS = ("at", "iat", "iloc", "loc")
COMPARISONS = frozenset(("eq", "ge", "gt", "le", "lt", "ne"))


def table(m: Machine, shape: Any, of: Value | None = None, dtype: str | None = None) -> Value:
    """A table or a column, by its rank; its cells are single numbers and texts if those of `of` are.

    `named` are the columns that the code has put in, and whether this holds of them.
    """
    made = Value(shape, dtype or (of.dtype if of is not None else None), span=m.here)
    made.facts.update({"array": True, "pandas": FRAME if len(shape) == 2 else COLUMN, "cells": False})
    if of is not None:
        made.facts.update({"cells": of.facts.get("cells", False), "from": of})
    return made


def is_frame(value: Any) -> bool:
    """Whether it is a table."""
    return isinstance(value, Value) and value.facts.get("pandas") == FRAME


def rows(m: Machine) -> Any:
    """A number of rows that nobody knows."""
    return m.names.fresh("rows", 0)


def columns(m: Machine) -> Any:
    """A number of columns that nobody knows."""
    return m.names.fresh("columns", 0)


def changed(m: Machine, value: Any) -> None:
    """Something is done to a table or column in place."""
    if not isinstance(value, Value) or value.shape is None:
        return
    value.shape = (rows(m), columns(m))[: len(value.shape)]
    value.dtype = None
    value.facts["cells"] = False
    value.facts.pop("named", None)


def assigned(m: Machine, holder: Value, key: Any, value: Any) -> None:
    """`table["a"] = ...`: perhaps one column more; `column[key] = ...` perhaps one row more."""
    kept = holder.facts.get("cells") and single(value)
    size = holder.shape[:1] if is_frame(holder) and holder.shape else None
    named = {**holder.facts.get("named", {}), key: bool(single(value))} if isinstance(key, str) else {}
    changed(m, holder)
    if size and holder.shape:
        holder.shape = (*size, *holder.shape[1:])  # a table that has rows keeps their number
    holder.facts["cells"] = bool(kept)
    if size:
        holder.facts["named"] = named


def single(value: Any) -> bool:
    """Whether what goes into a column is one number or text for each row."""
    return isinstance(value, (int, float, str)) or (
        isinstance(value, Value) and value.facts.get("cells") is True
    )


def attribute(m: Machine, value: Value, name: str) -> Any:
    """What is no method; None for the rest."""
    if name == "values":
        made = Value(value.shape, value.dtype, span=m.here)
        made.facts.update({"array": True, "cells": value.facts.get("cells", False), "from": value})
        return made
    if name in POSITIONS:
        return Thing(f"pandas.{name}", f"pandas.{name}", m.here, of=value)
    return Unknown(f"`.{name}` of a table") if name in ("T", "real", "imag", "data") else None


def item(m: Machine, value: Value, key: Any) -> Any:
    """`table[key]`: a column, several of them, or some rows; `column[key]`."""
    if value.shape is None:
        return Unknown("a part of a table")
    mask = isinstance(key, Value) and (key.dtype == "bool" or "pandas" in key.facts) and key.shape is not None
    if mask and len(key.shape) == 1 and key.dtype == "bool":
        return table(m, (rows(m), *value.shape[1:]), value)
    if not is_frame(value):
        return entry(m, value, key)
    if isinstance(key, str):
        column = table(m, value.shape[:1], value)
        column.facts["cells"] = value.facts.get("named", {}).get(key, column.facts["cells"])
        return column
    if isinstance(key, slice):
        return table(m, (rows(m), value.shape[1]), value)
    if isinstance(key, List) and key and all(isinstance(name, str) for name in key):
        return table(m, (value.shape[0], columns(m) if key.open else len(key)), value)
    return Unknown("a part of a table")


def entry(m: Machine, value: Value, key: Any) -> Any:
    """`column[key]`: one cell under its label, or a slice by places."""
    if isinstance(key, slice):
        return located(m, value, key)
    held = value.facts.get("named", {}).get(key) if isinstance(key, str) else None
    known = value.facts.get("cells") if held is None else held
    return (
        cell(m, value) if known and (isinstance(key, str) or is_size(key)) else Unknown("a part of a column")
    )


def cell(m: Machine, value: Value) -> Any:
    """One number or text."""
    if value.dtype is None:
        return Cell()
    made = Value((), value.dtype, span=m.here)
    made.facts["array"] = True
    return made


def located(m: Machine, value: Value, key: Any) -> Any:
    """`table.iloc[key]`: as numpy does it, but for two lists, which cross."""
    from footgun.ops.indexing import Index

    kinds = index_kinds(m, key)
    if kinds is None or any(kind[0] not in ("int", "slice", "tensor") for kind in kinds):
        return Unknown("a part of a table")
    tensors = tuple(k for k in (key if isinstance(key, tuple) else (key,)) if isinstance(k, Value))
    if sum(kind[0] == "tensor" for kind in kinds) > 1 or len(kinds) > len(value.shape or ()):
        return Unknown("a part of a table")
    made = m.apply(Index(kinds, reverse=True), (value, *tensors), "[]", dtype=value.dtype)
    if not isinstance(made, Value) or made.shape is None:
        return part(m, value)
    return table(m, made.shape, value) if made.shape else plain(made)


def combined(m: Machine, name: str, a: Any, b: Any) -> Any:
    """An operator: with a number all stays in its place; two tables or columns meet by their labels."""
    held, other = (a, b) if isinstance(a, Value) and "pandas" in a.facts else (b, a)
    if isinstance(other, Value) and "array" not in other.facts:
        return Unknown("a table and a tensor")
    if held.shape is None or name == "matmul":
        return Unknown("a product of tables")
    shape, met = held.shape, other.shape if isinstance(other, Value) else ()
    if is_frame(other) or (is_frame(held) and met != ()):
        shape = (rows(m), columns(m))
    elif met not in ((), shape):
        shape = (rows(m),)
    made = table(m, shape, held)
    made.dtype = "bool" if name in COMPARISONS or name.startswith("bitwise") else None
    if made.dtype is None and not isinstance(other, (int, float)):
        made.facts["cells"] = (
            held.facts.get("cells") and isinstance(other, Value) and other.facts.get("cells")
        )
    return made
