"""Edits inside the brackets of a call, and of the name it calls."""

from __future__ import annotations

import ast

from footgun.changes import Argument, Rename
from footgun.findings import Edit
from footgun.source.rewrite.text import CannotChangeError, Text, end, start


def argument(text: Text, change: Argument) -> list[Edit]:
    """Replace, add or take away one argument of a call."""
    call = text.call(change.call)
    given = next((k for k in call.keywords if k.arg == change.name), None)
    value = given.value if given is not None else None
    if value is None and change.place is not None and change.place < len(call.args):
        if any(isinstance(a, ast.Starred) for a in call.args[: change.place + 1]):
            raise CannotChangeError
        value = call.args[change.place]
    if change.text is not None:
        return [text.replaced(value, change.text)] if value is not None else [_added(text, call, change)]
    if value is None or (given is None and value is not call.args[-1]) or _starred(call):
        raise CannotChangeError  # those after it would move up
    return [without(text, call, given or value)]


def rename(text: Text, change: Rename) -> list[Edit]:
    """Another name of the same module; one imported by itself is imported too."""
    from footgun.source.rewrite.names import spelled

    call = text.call(change.call)
    name, edits = spelled(text, call.func, change.name)
    return [text.replaced(call.func, name), *edits]


def without(text: Text, call: ast.Call, item: ast.expr | ast.keyword) -> Edit:
    """One argument and its comma taken out of a call."""
    items = arguments(call)
    place = items.index(item)
    cell = text.cells[call]
    if len(items) == 1:
        return Edit(text.between(end(call.func), end(call), cell), "()")
    if place:
        return Edit(text.between(end(items[place - 1]), end(item), cell), "")
    return Edit(text.between(start(item), start(items[1]), cell), "")


def arguments(call: ast.Call) -> list[ast.expr | ast.keyword]:
    """All arguments in the order they are written."""
    items: list[ast.expr | ast.keyword] = [*call.args, *call.keywords]
    return sorted(items, key=start)


def _starred(call: ast.Call) -> bool:
    return any(isinstance(a, ast.Starred) for a in call.args)


def _added(text: Text, call: ast.Call, change: Argument) -> Edit:
    """A new argument by name, after the last and before a `**` of unknown content."""
    if any(k.arg is None for k in call.keywords) or _starred(call):
        raise CannotChangeError  # it may be in there
    words, cell = f"{change.name}={change.text}", text.cells[call]
    items = arguments(call)
    if not items:
        inside = text.of(text.between(end(call.func), end(call), cell))
        if "#" in inside or inside.count("(") != 1:
            raise CannotChangeError
        return Edit(text.between(end(call.func), end(call), cell), f"({words})")
    last = items[-1]
    line, column = end(last)
    after = text.of(text.between(end(last), end(call), cell))
    if last is not items[0] and start(last)[0] != start(items[-2])[0] and after.lstrip()[:1] in (",", ")"):
        # an argument a line
        front = text.line(cell, start(last)[0])[: start(last)[1]]
        if not front.strip():
            return text.inserted(line, column, cell, f",\n{front}{words}")
    if isinstance(last, ast.GeneratorExp):
        raise CannotChangeError
    return text.inserted(line, column + _closing(after), cell, f", {words}")


def _closing(after: str) -> int:
    """How many brackets of the last argument itself follow it: `((x))` ends before them."""
    closing = len(after) - len(after.lstrip(")"))
    return max(closing - 1, 0) if set(after.strip()) == {")"} else 0
