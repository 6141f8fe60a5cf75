"""pandas: tables joined to one. How many rows that gives depends on the labels, which nobody knows."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.pandas._tables import columns, rows, table
from footgun.source.pandas.frames import given
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("pandas.concat")
def concat(at: At, objs: Any, *args: Any, **kwargs: Any) -> Any:
    """A table if any of them is one or they stand side by side, else a longer column."""
    parts = objs if isinstance(objs, (List, tuple)) else ()
    axis = kwargs.get("axis", args[0] if args else 0)
    known = all(given(part) for part in parts) and not at.open_arguments and "keys" not in kwargs
    if not parts or not known or axis not in (0, 1, "index", "columns"):
        return Unknown("`pandas.concat`")
    wide = axis in (1, "columns") or any(len(part.shape) == 2 for part in parts)
    return table(at.m, (rows(at.m), columns(at.m)) if wide else (rows(at.m),))


@bind("pandas.merge")
def merge(at: At, left: Any, right: Any, *args: Any, **kwargs: Any) -> Any:
    """A table, whatever is joined."""
    return table(at.m, (rows(at.m), columns(at.m)))


@bind("pandas.get_dummies")
def get_dummies(at: At, data: Any, *args: Any, **kwargs: Any) -> Any:
    """As many columns as there are kinds."""
    known = given(data) and not at.open_arguments
    return table(at.m, (data.shape[0], columns(at.m))) if known else Unknown("`pandas.get_dummies`")
