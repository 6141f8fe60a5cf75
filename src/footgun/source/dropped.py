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
    """Names and attributes read for more than their state; a function that ignores them does not read."""
    found: set[str] = set()
    idle = idle_parameters(parsed)
    for _, result in parsed:
        asked: set[int] = set()
        for node in walk(result.tree):
            if isinstance(node, ast.Attribute) and node.attr in ASKING:
                asked.add(id(node.value))
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in idle:
                places, names = idle[node.func.id]
                if not any(isinstance(value, ast.Starred) for value in node.args):
                    asked.update(id(value) for i, value in enumerate(node.args) if i in places)
                asked.update(id(keyword.value) for keyword in node.keywords if keyword.arg in names)
        for node in walk(result.tree):
            if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
                if id(node) not in asked:
                    found.add(word(node))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 100:
                found.update(node.value.split("."))
    return found


def idle_parameters(parsed: list[tuple[Any, Parsed]]) -> dict[str, tuple[set[int], set[str]]]:
    """Of each function the parameters, by place and by name, that it takes and never reads."""
    functions: dict[str, ast.FunctionDef | None] = {}
    for _, result in parsed:
        for node in result.tree.body:
            if isinstance(node, ast.FunctionDef):
                functions[node.name] = None if node.name in functions else node
    found: dict[str, tuple[set[int], set[str]]] = {}
    for name, function in functions.items():
        if function is None or function.decorator_list:
            continue
        read = {n.id for n in walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        if "locals" in read:
            continue
        ordered = [a.arg for a in (*function.args.posonlyargs, *function.args.args)]
        named = {*ordered, *(a.arg for a in function.args.kwonlyargs)} - read
        if named:
            found[name] = {i for i, a in enumerate(ordered) if a in named}, named
    return found


def word(node: ast.expr) -> str:
    """The name of a variable or attribute."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
