"""Edits that let pieces of the text change places: elements of a list, arguments, what two calls call."""

from __future__ import annotations

import ast

from footgun.changes import Added, Exchange, Given, Ignored, Itself, Left, Shift, Without
from footgun.findings import Edit, Span
from footgun.source.rewrite.arguments import without
from footgun.source.rewrite.lines import without_statement
from footgun.source.rewrite.names import imported
from footgun.source.rewrite.operands import atom, side
from footgun.source.rewrite.text import CannotChangeError, Text, end, start

# What asks for no gradient.
PLAIN = frozenset({"float", "len", "list", "max", "min", "print", "round", "str", "sum"})
# What puts its argument into a list.
KEEPS = frozenset({"add", "append", "appendleft"})


def shift(text: Text, change: Shift) -> list[Edit]:
    """Lines of their own move with their comments; else each element takes the place of the one before it."""
    first, last = text.expression(change.place), text.expression(change.after)
    parent = text.parents[first]
    items = getattr(parent, "elts", None) or getattr(parent, "args", None)
    if not isinstance(items, list) or text.parents[last] is not parent or last not in items:
        raise CannotChangeError
    here, there = items.index(first), items.index(last)
    if here > there:
        raise CannotChangeError
    places = items[here : there + 1]
    if all(_has_line(text, item) for item in places):
        cell, top, bottom = text.cells[first], start(first)[0], end(last)[0]
        rows = [text.line(cell, row) for row in range(top, end(first)[0] + 1)]
        gone = Edit(text.between((top, 0), (end(first)[0] + 1, 0), cell), "")
        return [
            gone,
            text.inserted(bottom, len(text.line(cell, bottom)), cell, "".join(f"\n{r}" for r in rows)),
        ]
    if "#" in text.of(text.between(start(first), end(last), text.cells[first])):
        raise CannotChangeError
    words = [text.written(item) for item in (*places[1:], first)]
    return [text.replaced(item, new) for item, new in zip(places, words, strict=True)]


def _has_line(text: Text, item: ast.expr) -> bool:
    """Whether nothing but an element, its comma and a comment stands on its lines."""
    (first, left), (last, right), cell = start(item), end(item), text.cells[item]
    after = text.line(cell, last)[right:].partition("#")[0]
    return not text.line(cell, first)[:left].strip() and after.strip() == ","


def exchange(text: Text, change: Exchange) -> list[Edit]:
    """The values of the first two arguments, or the sides of an operator, change places."""
    operator = text.expression(change.call)
    if isinstance(operator, ast.BinOp):
        left, right = operator.left, operator.right
        return [Edit(side(text, left), atom(text, right)), Edit(side(text, right), atom(text, left))]
    call = text.call(change.call)
    given = call.args if len(call.args) > 1 else [*call.args, *(k.value for k in call.keywords if k.arg)]
    if len(given) < 2 or (given is not call.args and len(given) > 2):
        raise CannotChangeError
    if any(isinstance(value, ast.Starred) for value in call.args):
        raise CannotChangeError
    first, second = given[:2]
    return [text.replaced(first, text.written(second)), text.replaced(second, text.written(first))]


def functions(text: Text, first: Span, second: Span) -> list[Edit]:
    """`a(x)` and `b(x)` become `b(x)` and `a(x)`."""
    one, other = text.call(first).func, text.call(second).func
    return [text.replaced(one, text.written(other)), text.replaced(other, text.written(one))]


def ignored(text: Text, change: Ignored) -> list[Edit]:
    """No edit: the call is a statement of its own."""
    if not isinstance(text.parents[text.call(change.call)], ast.Expr):
        raise CannotChangeError
    return []


def drop(text: Text, change: Without) -> list[Edit]:
    """Those of the named arguments that are given are taken out."""
    call = text.call(change.call)
    if any(keyword.arg is None for keyword in call.keywords) or len(call.args) > change.most:
        raise CannotChangeError
    given = [keyword for keyword in call.keywords if keyword.arg in change.names]
    return [without(text, call, keyword) for keyword in given]


def given(text: Text, change: Given) -> list[Edit]:
    """No edits, or a refusal."""
    call = text.call(change.call)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    value = named.get(change.name, call.args[change.place] if change.place < len(call.args) else None)
    if change.kind == "number":
        plain = value.operand if isinstance(value, ast.UnaryOp) else value
        right = isinstance(plain, ast.Constant) and isinstance(plain.value, (int, float))
    else:
        func = value.func if isinstance(value, ast.Call) and not value.args else None
        right = isinstance(func, ast.Attribute) and func.attr == change.kind
    if not right:
        raise CannotChangeError
    return []


def added(text: Text, change: Added) -> list[Edit]:
    """`total += x`, `total = total + x`, `kept.append(x)`, `kept += [x]`."""
    statement = text.statement(change.place)
    target: ast.expr | None = None
    value: ast.expr | None = None
    if isinstance(statement, ast.AugAssign):
        target, value = statement.target, statement.value
    elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.BinOp):
        target, value = statement.targets[0], statement.value.right
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        if isinstance(call.func, ast.Attribute) and call.func.attr in KEEPS and len(call.args) == 1:
            target, value = call.func.value, call.args[0]
    if isinstance(value, ast.List) and len(value.elts) == 1:
        value = value.elts[0]
    if target is None or value is None or isinstance(value, (ast.Starred, ast.Tuple, ast.List, ast.Dict)):
        raise CannotChangeError
    loads = _loads(text, target)
    if not all(_stays(text, load) for load in loads):
        raise CannotChangeError
    after = change.after if all(_shows(text, load) for load in loads) else change.other
    return [text.replaced(value, f"{atom(text, value)}{after}")]


def itself(text: Text, change: Itself) -> list[Edit]:
    """The method's name taken off."""
    func = text.call(change.call).func
    if not isinstance(func, ast.Attribute):
        raise CannotChangeError
    return [text.replaced(func, text.written(func.value))]


def left(text: Text, change: Left) -> list[Edit]:
    """An operator and its right side taken out."""
    try:
        node = text.expression(change.place)
    except CannotChangeError:
        statement = text.statement(change.place)
        if not isinstance(statement, ast.AugAssign) or text.span(statement) != change.place:
            raise
        return [without_statement(text, statement)]
    if not isinstance(node, ast.BinOp):
        raise CannotChangeError
    parent = text.parents[node]
    if isinstance(parent, ast.Assign) and [text.written(t) for t in parent.targets] == [
        text.written(node.left)
    ]:
        return [without_statement(text, parent)]
    inside = isinstance(parent, (ast.Assign, ast.Return, ast.keyword))
    return [text.replaced(node, text.written(node.left) if inside else atom(text, node.left))]


def _loads(text: Text, target: ast.expr) -> list[ast.Name]:
    """Where a variable is read; an attribute may be read wherever its object goes."""
    if not isinstance(target, ast.Name):
        raise CannotChangeError
    return [n for n in text.names if n.id == target.id and isinstance(n.ctx, ast.Load)]


def _shows(text: Text, load: ast.Name) -> bool:
    """Whether a sum is printed or added to, so that a number does for a tensor."""
    if isinstance(text.parents[load], ast.Attribute):
        return False
    for node in text.around(load):
        if isinstance(node, (ast.JoinedStr, ast.Call)):
            return isinstance(node, ast.JoinedStr) or getattr(node.func, "id", "") == "print"
        if isinstance(node, ast.Assign):
            return [text.written(t) for t in node.targets] == [load.id]
        if isinstance(node, ast.stmt):
            return False
    return False


def _stays(text: Text, load: ast.Name) -> bool:
    """Whether it goes to no other function of the file, which could ask for its gradient."""
    here: ast.AST = load
    for node in text.around(load):
        if isinstance(node, ast.Call) and here is not node.func:
            root = node.func
            while isinstance(root, ast.Attribute):
                root = root.value
            if not isinstance(root, ast.Name) or not (root.id in PLAIN or imported(text, root.id)):
                return False
        if isinstance(node, (ast.Return, ast.Yield, ast.Lambda)):
            return False
        if isinstance(node, ast.stmt):
            return True
        here = node
    return False
