"""Edits of what stands in a list: a layer of a `Sequential`, a step of a pipeline."""

from __future__ import annotations

import ast

from footgun.changes import Erase, Follow, Reorder, Swap
from footgun.findings import Edit
from footgun.source.rewrite.applications import erase_application, exchange, follow_application
from footgun.source.rewrite.lines import without_statement
from footgun.source.rewrite.names import spelled
from footgun.source.rewrite.places import functions
from footgun.source.rewrite.text import CannotChangeError, Text, end, start

Element = ast.expr | ast.keyword


def erase(text: Text, change: Erase) -> list[Edit]:
    """Take a layer out of where it stands."""
    if change.applied:
        return erase_application(text, text.call(change.place))
    item = text.expression(change.place)
    statement = _adding(text, item)
    if statement is not None:
        _not_counted(text, item)
        return [without_statement(text, statement)]
    items, place = _siblings(text, item)
    _not_counted(text, item, place)
    return [_without(text, items, place)]


def follow(text: Text, change: Follow) -> list[Edit]:
    """Put an activation or another layer beside a layer."""
    if change.applied:
        return follow_application(text, text.call(change.place), change)
    item = text.expression(change.place)
    if not isinstance(item, ast.Call):
        raise CannotChangeError
    name, edits = spelled(text, item.func, change.kind)
    statement = _adding(text, item)
    if statement is not None:
        _not_counted(text, item)
        front, (line, column) = text.front(statement), end(statement)
        written, cell = text.written(statement), text.cells[statement]
        if "\n" in written or text.line(cell, line)[column:].lstrip()[:1] == ";":
            raise CannotChangeError
        added = written.replace(text.written(item), f"{name}({change.arguments})")
        if change.before:
            return [text.inserted(statement.lineno, 0, cell, f"{front}{added}\n"), *edits]
        rest = len(text.line(cell, line))
        return [text.inserted(line, rest, cell, f"\n{front}{added}"), *edits]
    items, place = _siblings(text, item)
    _not_counted(text, item, place if change.before else place + 1)
    here, words = items[place], f"{name}({change.arguments})"
    if here is not item and isinstance(here, ast.Tuple):  # a pair of name and layer
        label = here.elts[0]
        if not isinstance(label, ast.Constant) or not isinstance(label.value, str):
            raise CannotChangeError
        words = f'("{label.value}_{change.function}", {words})'
    return [(_before if change.before else _after)(text, items, place, words), *edits]


def _not_counted(text: Text, item: ast.expr, place: int = 0) -> None:
    """Refuse where code takes elements by their number: of this list from its end or from `place` on."""
    holder = _holder(text, item)
    for node in text.indices:
        owner = node.value
        if isinstance(owner, ast.Attribute) and owner.attr == "layers":
            counted = _numbered(node.slice, place - 1)  # an `Input` is none of them
        else:
            counted = bool(holder) and text.written(owner) == holder and _numbered(node.slice, place)
        if counted:
            raise CannotChangeError


def _holder(text: Text, item: ast.expr) -> str:
    """The name that a list is kept by: `self.body` of `self.body = Sequential(...)`, `m` of `m.add(x)`."""
    for parent in text.around(item):
        if isinstance(parent, ast.Assign):
            return text.written(parent.targets[0])
        if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute) and not _builds(parent):
            return text.written(parent.func.value)
        if isinstance(parent, ast.stmt):
            break
    return ""


def _numbered(index: ast.expr, place: int) -> bool:
    """Whether it names an element behind `place`, or one counted from the end."""
    if isinstance(index, ast.Constant) and isinstance(index.value, int):
        return index.value >= place
    return not (isinstance(index, ast.Constant) and isinstance(index.value, str))


def swap(text: Text, change: Swap) -> list[Edit]:
    """Exchange the texts of two expressions."""
    if change.functions:
        return functions(text, change.first, change.second)
    first, second = text.expression(change.first), text.expression(change.second)
    if start(second) < end(first) and start(first) < end(second):
        raise CannotChangeError
    return [text.replaced(first, text.written(second)), text.replaced(second, text.written(first))]


def reorder(text: Text, change: Reorder) -> list[Edit]:
    """The order of two elements of a list, or of two applications."""
    if change.applied:
        return exchange(text, text.call(change.inner), text.call(change.outer))
    first, second = text.expression(change.inner), text.expression(change.outer)
    if _adding(text, first) is None or _adding(text, second) is None:
        items, place = _siblings(text, first)
        if place + 1 >= len(items) or items[place + 1] is not second:
            raise CannotChangeError
    return [text.replaced(first, text.written(second)), text.replaced(second, text.written(first))]


def _adding(text: Text, item: ast.expr) -> ast.stmt | None:
    """The statement that does nothing but add this one layer: `model.add(x)`, `layers += [x]`."""
    parent = text.parents[item]
    if isinstance(parent, (ast.List, ast.Tuple)) and len(parent.elts) == 1:
        statement = text.parents[parent]
        return statement if isinstance(statement, ast.AugAssign) else None
    if isinstance(parent, ast.Call) and isinstance(parent.func, ast.Attribute):
        statement = text.parents[parent]
        adds = parent.func.attr in ("add", "append", "add_module", "insert") and item in parent.args
        return statement if adds and isinstance(statement, ast.Expr) else None
    return None


def _siblings(text: Text, item: ast.expr) -> tuple[list[Element], int]:
    """The elements among which one stands, and its place there."""
    here: ast.AST = item
    for parent in text.around(item):
        if isinstance(parent, ast.Tuple) and _is_pair(parent, here):
            here = parent  # the pair of a name and a layer
            continue
        if isinstance(parent, ast.Call) and here in parent.args:
            items: list[Element] = sorted((*parent.args, *parent.keywords), key=start)
            if len(items) < 2 or not _builds(parent):
                break
        elif isinstance(parent, (ast.List, ast.Tuple)):
            items = list(parent.elts)
        else:
            break
        return items, next(i for i, element in enumerate(items) if element is here)
    raise CannotChangeError


def _is_pair(pair: ast.Tuple, item: ast.AST) -> bool:
    return len(pair.elts) == 2 and pair.elts[1] is item and isinstance(pair.elts[0], ast.Constant)


def _builds(call: ast.Call) -> bool:
    """Whether a call takes any number of layers: its class says so by its name."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in ("Sequential", "ModuleList", "Compose")


def _without(text: Text, items: list[Element], place: int) -> Edit:
    item, cell = items[place], text.cells[items[place]]
    (first, left), (last, right) = start(item), end(item)
    before, after = text.line(cell, first)[:left], text.line(cell, last)[right:]
    code = after.partition("#")[0].strip()
    if not before.strip() and code in (",", "") and _own_lines(text, items, place):
        return Edit(text.between((first, 0), (last + 1, 0), cell), "")
    if place + 1 < len(items):
        return Edit(text.between(start(item), start(items[place + 1]), cell), "")
    if place:
        return Edit(text.between(end(items[place - 1]), end(item), cell), "")
    raise CannotChangeError  # nothing would be left


def _own_lines(text: Text, items: list[Element], place: int) -> bool:
    """Whether the lines of an element hold nothing else, and the one before it ends with a comma."""
    (first, _), (last, _) = start(items[place]), end(items[place])
    others = [i for i in items if i is not items[place]]
    if not others or any(end(i)[0] == first or start(i)[0] == last for i in others):
        return False
    cell = text.cells[items[place]]
    return last < len(text.lines[cell])


def _after(text: Text, items: list[Element], place: int, words: str) -> Edit:
    """`words` as one more element behind another: on a line of its own where elements are."""
    item, cell = items[place], text.cells[items[place]]
    (first, left), (last, right) = start(item), end(item)
    front, rest = text.line(cell, first)[:left], text.line(cell, last)[right:]
    code = rest.partition("#")[0].strip()
    if not front.strip() and code in (",", ""):
        if code == ",":
            return text.inserted(last, len(text.line(cell, last)), cell, f"\n{front}{words},")
        return text.inserted(last, right, cell, f",\n{front}{words}")
    return text.inserted(last, right, cell, f", {words}")


def _before(text: Text, items: list[Element], place: int, words: str) -> Edit:
    """`words` as one more element before another."""
    item, cell = items[place], text.cells[items[place]]
    first, left = start(item)
    front = text.line(cell, first)[:left]
    if front.strip():
        return text.inserted(first, left, cell, f"{words}, ")
    return text.inserted(first, 0, cell, f"{front}{words},\n")
