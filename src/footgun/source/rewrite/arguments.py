"""Edits inside the brackets of a call or of indices, and of the name that is called."""

from __future__ import annotations

import ast

from footgun.changes import Argument, Index, Keyword, Rename
from footgun.findings import Edit
from footgun.source.rewrite.operands import atom, is_method, taken
from footgun.source.rewrite.text import CannotChangeError, Text, end, start
from footgun.source.syntax import walk


def argument(text: Text, change: Argument) -> list[Edit]:
    """Replace, add or take away one argument of a call."""
    call = text.call(change.call)
    change = _fitted(text, call, change)
    given = next((k for k in call.keywords if k.arg == change.name), None)
    value = given.value if given is not None else None
    if value is None and change.place is not None and change.place < len(call.args):
        if any(isinstance(a, ast.Starred) for a in call.args[: change.place + 1]):
            raise CannotChangeError
        value = call.args[change.place]
    if isinstance(value, (ast.Tuple, ast.List)) and not change.name:
        raise CannotChangeError  # all sizes in one
    if change.text is not None:
        return [_set(text, value, change.text)] if value is not None else [_added(text, call, change)]
    if value is None or (given is None and value is not call.args[-1]) or _starred(call):
        raise CannotChangeError  # those after it would move up
    return [without(text, call, given or value)]


def _fitted(text: Text, call: ast.Call, change: Argument) -> Argument:
    """The change in the words and places of this call."""
    names = change.name.split("|")
    name = next((k.arg for k in call.keywords if k.arg in names and k.arg), names[0])
    place, words = change.place, change.text
    if change.tensor and place and is_method(text, call):
        place -= 1
    if words is not None and "{}" in words:
        words = words.replace("{}", atom(text, taken(text, call)))
    return change._replace(name=name, place=place, text=words)


def rename(text: Text, change: Rename) -> list[Edit]:
    """Another name of the same module; one imported by itself is imported too."""
    from footgun.source.rewrite.names import imported_as, spelled

    alias = text.alias(change.call)
    if alias is not None:
        return imported_as(text, alias, change.name)
    node = text.expression(change.call)
    func = node.func if isinstance(node, ast.Call) else node
    name, edits = spelled(text, func, change.name)
    if change.arguments is not None:
        return [text.replaced(text.call(change.call), f"{name}({change.arguments})"), *edits]
    return [text.replaced(func, name), *edits]


def keyword(text: Text, change: Keyword) -> list[Edit]:
    """Another name for `lr` in `lr=0.1`, perhaps another value."""
    place = change.place
    for node in walk(text.statement(place)):
        here = (place.line, place.column - 1)
        if isinstance(node, ast.keyword) and node.arg and here in (start(node), start(node.value)):
            cell, (line, column) = place.cell, start(node)
            call = text.parents[node]
            if not isinstance(call, ast.Call):
                raise CannotChangeError
            if not change.name:
                return [without(text, call, node)]
            if any(k.arg == change.name for k in call.keywords):
                raise CannotChangeError  # it has both
            name = Edit(text.between((line, column), (line, column + len(node.arg)), cell), change.name)
            return [name] if change.text is None else [name, _set(text, node.value, change.text)]
    raise CannotChangeError


def index(text: Text, change: Index) -> list[Edit]:
    """Other indices."""
    node = text.expression(change.place)
    if not isinstance(node, ast.Subscript):
        raise CannotChangeError
    span = text.between(end(node.value), end(node), text.cells[node])
    if not text.of(span).startswith("["):
        raise CannotChangeError
    return [Edit(span, f"[{change.text}]")]


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


def _set(text: Text, value: ast.expr, words: str) -> Edit:
    """Another value; where a name holds it, the value of the name, if nothing else uses that."""
    names = [n for n in walk(value) if isinstance(n, (ast.Name, ast.Attribute))]
    number = words.strip("-").replace(" * ", "").isdecimal()
    if not names or not (number or words[:1] in "\"'"):
        return text.replaced(value, words)
    if not isinstance(value, ast.Name):
        if number:
            raise CannotChangeError
        return text.replaced(value, words)
    uses = [n for n in text.names if n.id == value.id]
    stored = [text.parents[n] for n in uses if isinstance(n.ctx, ast.Store)]
    if len(uses) != 2 or len(stored) != 1 or text.binds_argument(value.id):
        raise CannotChangeError
    (definition,) = stored
    if not isinstance(definition, ast.Assign) or any(isinstance(n, ast.Name) for n in walk(definition.value)):
        raise CannotChangeError
    return text.replaced(definition.value, words)


def _starred(call: ast.Call) -> bool:
    return any(isinstance(a, ast.Starred) for a in call.args)


def _added(text: Text, call: ast.Call, change: Argument) -> Edit:
    """A new argument by name, after the last and before a `**` of unknown content."""
    if not change.name or any(k.arg is None for k in call.keywords) or _starred(call):
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
