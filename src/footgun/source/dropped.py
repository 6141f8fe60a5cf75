"""Schedules that are made, kept under a name, and never stepped or handed on."""

from __future__ import annotations

import ast

from footgun.findings import Span
from footgun.network import ScheduleUse
from footgun.source.interpret.frame import Frame
from footgun.source.syntax import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

# Asking a schedule for its state does not move it.
ASKING = frozenset(("get_last_lr", "get_lr", "load_state_dict", "print_lr", "state_dict"))


def find_dropped(m: Machine, parsed: list[tuple[Any, Parsed]]) -> None:
    """Look only where schedules were made: `notes["schedules"]` has their places and labels."""
    made: dict[Span, str] = m.notes.get("schedules", {})
    if not made or not m.program.trains:
        return
    read = names_moved(parsed)
    for cell, result in parsed:
        frame = Frame(m.globals, cell=cell.number)
        for node in walk(result.tree):
            if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Call):
                continue
            place = m.span(node.value, frame)
            name = word(node.targets[0]) if len(node.targets) == 1 else ""
            if place in made and name and name not in read:
                known = [s for s in m.program.schedules if s.span == place]
                if not known:
                    known = [ScheduleUse(made[place], place, {}, None)]
                    m.program.schedules += known
                known[0].unused = name


def names_moved(parsed: list[tuple[Any, Parsed]]) -> set[str]:
    """Every name and attribute that is read for more than the state of what it holds."""
    found: set[str] = set()
    for _, result in parsed:
        asked: set[int] = set()
        for node in walk(result.tree):
            if isinstance(node, ast.Attribute) and node.attr in ASKING:
                asked.add(id(node.value))
        for node in walk(result.tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                if id(node) not in asked:
                    found.add(word(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 100:
                found.update(node.value.split("."))
    return found


def word(node: ast.expr) -> str:
    """The name of a variable or attribute."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
