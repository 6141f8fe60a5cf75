"""Edits where a layer or function is applied: a call taken away from around its tensor, or put around it."""

from __future__ import annotations

import ast

from footgun.changes import Assign, Follow, Instead, Outplace, Reapply
from footgun.findings import Edit
from footgun.source.rewrite.lines import without_statement
from footgun.source.rewrite.names import imported, module, spelled
from footgun.source.rewrite.operands import atom, is_method, taken
from footgun.source.rewrite.text import CannotChangeError, Text, end, start
from footgun.source.syntax import walk


def erase_application(text: Text, call: ast.Call) -> list[Edit]:
    """`f(x)` becomes `x`; a statement that then does nothing goes."""
    tensor = taken(text, call)
    parent = text.parents[call]
    if (
        isinstance(parent, ast.Assign)
        and len(parent.targets) == 1
        and ast.dump(parent.targets[0]).replace("Store()", "Load()") == ast.dump(tensor)
    ):
        return [without_statement(text, parent)]
    return [text.replaced(call, _in_place(text, call, tensor))]


def follow_application(text: Text, call: ast.Call, change: Follow) -> list[Edit]:
    """`self.fc(x)` becomes `F.relu(self.fc(x))`, in the words of the file's own imports."""
    place = taken(text, call) if change.before else call
    written = text.written(place)
    if isinstance(call.func, ast.Call):  # a layer made where it is applied, as in Keras
        name, edits = spelled(text, call.func.func, change.kind)
        return [text.replaced(place, f"{name}({change.arguments})({written})"), *edits]
    words = f"{written}, {change.arguments}" if change.arguments else written
    functional = module(text, "torch.nn.functional")
    if functional is not None:
        return [text.replaced(place, f"{functional}.{change.function}({words})")]
    nn, torch = module(text, "torch.nn"), module(text, "torch")
    if change.arguments or torch is None:
        whole = f"{nn}.functional" if nn is not None else f"{torch}.nn.functional" if torch else ""
        if whole:
            return [text.replaced(place, f"{whole}.{change.function}({words})")]
        if change.arguments:
            raise CannotChangeError
        return [text.replaced(place, f"{atom(text, place)}.{change.function}()")]
    return [text.replaced(place, f"{torch}.{change.function}({words})")]


def instead(text: Text, change: Instead) -> list[Edit]:
    """Another layer where one is made, or another function where one is applied."""
    call = text.call(change.place)
    func = call.func
    if not change.applied or isinstance(func, ast.Call):
        made = func if isinstance(func, ast.Call) and change.applied else call
        name, edits = spelled(text, made.func, change.kind)
        return [text.replaced(made, f"{name}()"), *edits]
    tensor = taken(text, call)
    words = text.written(tensor)
    if isinstance(func, ast.Attribute):
        if func.value is tensor:
            return [text.replaced(call, f"{text.written(func.value)}.{change.function}()")]
        if isinstance(func.value, ast.Name) and not imported(text, func.value.id):
            raise CannotChangeError  # `self.softmax(x)`: what it is stands elsewhere
    name, edits = spelled(text, func, change.function)
    return [text.replaced(call, f"{name}({words})"), *edits]


def reapply(text: Text, change: Reapply) -> list[Edit]:
    """The tensor of a call in another expression."""
    call = text.call(change.call)
    if not is_method(text, call) and not _of_torch(text, call.func):
        raise CannotChangeError  # what the new text calls is a method of torch's tensors, or of arrays
    tensor = taken(text, call)
    words = atom(text, tensor) if change.text.startswith("{}") else text.written(tensor)
    return [text.replaced(call, change.text.replace("{}", words))]


def _of_torch(text: Text, func: ast.expr) -> bool:
    """Whether a function is called by a name that an import from torch gives."""
    while isinstance(func, ast.Attribute):
        func = func.value
    name = getattr(func, "id", "")
    for tree in text.trees:
        for node in walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                source = getattr(node, "module", "") or ""
                for alias in node.names:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        return f"{source}.{alias.name}".lstrip(".").partition(".")[0] == "torch"
    return False


def assign(text: Text, change: Assign) -> list[Edit]:
    """`relu(x)` by itself becomes `x = relu(x)`."""
    call = text.call(change.call)
    tensor, statement = taken(text, call), text.parents[call]
    if not isinstance(statement, ast.Expr) or not isinstance(tensor, (ast.Name, ast.Attribute)):
        raise CannotChangeError
    line, column = start(call)
    return [text.inserted(line, column, text.cells[call], f"{text.written(tensor)} = ")]


def outplace(text: Text, change: Outplace) -> list[Edit]:
    """`x += y`, `x.add_(y)` and `F.relu_(x)` as functions that give a new tensor."""
    statement = text.statement(change.place)
    if isinstance(statement, ast.AugAssign) and isinstance(statement.target, (ast.Name, ast.Attribute)):
        target, value, cell = statement.target, statement.value, text.cells[statement]
        sign = text.of(text.between(end(target), start(value), cell)).strip()
        if not sign.endswith("="):
            raise CannotChangeError  # the value is in brackets
        words = text.written(target)
        return [text.replaced(statement, f"{words} = {words} {sign[:-1]} {atom(text, value)}")]
    call = text.call(change.place)
    name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
    tensor, parent = taken(text, call), text.parents[call]
    if not name.endswith("_") or name.endswith("__") or not isinstance(call.func, ast.Attribute):
        raise CannotChangeError
    line, column = end(call.func)
    edits = [Edit(text.between((line, column - 1), (line, column), text.cells[call]), "")]
    if isinstance(parent, ast.Expr):
        edits += assign(text, Assign(change.place))
    elif not isinstance(parent, ast.Assign) or text.written(parent.targets[0]) != text.written(tensor):
        raise CannotChangeError  # the tensor itself may be used again
    return edits


def exchange(text: Text, inner: ast.Call, outer: ast.Call) -> list[Edit]:
    """`pool(relu(x))` becomes `relu(pool(x))`, in one expression or in two statements."""
    tensor, cell = taken(text, inner), text.cells[inner]
    if cell != text.cells[outer]:
        raise CannotChangeError
    before = text.of(text.between(start(inner), start(tensor), cell))
    after = text.of(text.between(end(tensor), end(inner), cell))
    if taken(text, outer) is inner:
        opened = text.of(text.between(start(outer), start(inner), cell))
        closed = text.of(text.between(end(inner), end(outer), cell))
        return [text.replaced(outer, f"{before}{opened}{text.written(tensor)}{closed}{after}")]
    if start(outer) < end(inner):
        raise CannotChangeError
    return [*erase_application(text, inner), text.replaced(outer, before + text.written(outer) + after)]


def _in_place(text: Text, call: ast.Call, tensor: ast.expr) -> str:
    """The tensor as it is written where the call stood."""
    parent = text.parents[call]
    inside = isinstance(parent, (ast.Assign, ast.Return, ast.Call, ast.keyword))
    words = text.written(tensor)
    return words if inside and "\n" not in words else atom(text, tensor)
