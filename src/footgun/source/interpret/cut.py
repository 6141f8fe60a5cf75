"""A call that is not followed to its end: what it would have changed is not known from then on."""

from __future__ import annotations

from footgun.source.namespaces import Globals
from footgun.source.values import Dict, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.values import Function


def open_tables(m: Machine, tables: Iterable[Any]) -> None:
    """Lists and dicts among these may hold more than is known."""
    for table in tables:
        if isinstance(table, (List, Dict)) and not table.open:
            m.journal.touch(table)
            table.open = True


def cut_off(m: Machine, function: Function, args: list[Any], log: dict[Any, tuple[Any, Any]]) -> None:
    """The tables that a call began to fill, those that it was given, and those that its text changes."""
    names = function.frame.globals
    text = names.script.changes(function.node) if type(names) is Globals else ()
    open_tables(m, [holder for holder, _ in list(log.values())])
    open_tables(m, [*args, *(names.get(name) for name in text)])
