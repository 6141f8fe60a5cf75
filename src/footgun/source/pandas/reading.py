"""pandas: tables read from files. Nobody knows their rows; their columns only where the call lists them."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.pandas._tables import columns, rows, table
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

TEXTS = ("read_csv", "read_table", "read_excel")
# Arguments that make it something else: an iterator, or a column.
OTHERWISE = ("chunksize", "iterator", "squeeze")


@bind(*(f"pandas.{name}" for name in (*TEXTS, "read_parquet", "read_feather")))
def read(at: At, *args: Any, **kwargs: Any) -> Any:
    if at.open_arguments or not plain(at, args, kwargs):
        return Unknown(f"`{at.name}`")
    made = table(at.m, (rows(at.m), listed(kwargs) or columns(at.m)))
    made.facts["cells"] = at.label in TEXTS
    return made


def plain(at: At, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bool:
    """Whether it is one table, whose columns have one name each."""
    if any(kwargs.get(key) not in (None, False) for key in OTHERWISE):
        return False
    sheet = kwargs.get("sheet_name", args[1] if at.label == "read_excel" and len(args) > 1 else 0)
    return isinstance(sheet, (int, str)) and isinstance(kwargs.get("header"), (int, str, type(None)))


def listed(kwargs: dict[str, Any]) -> int | None:
    """How many columns the call names, None where it does not."""
    names = kwargs.get("usecols", kwargs.get("names"))
    if not isinstance(names, List) or names.open or "index_col" in kwargs:
        return None
    single = all(isinstance(name, (int, str)) for name in names) and len(set(names)) == len(names)
    return len(names) if single else None
