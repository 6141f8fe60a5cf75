"""What a call or an operator works on: the `x` of `f(x)`, `x.f()` and `layer(x)`, both sides of `a @ b`."""

from __future__ import annotations

import ast

from footgun.changes import Around
from footgun.findings import Edit, Span
from footgun.source.rewrite.names import imported
from footgun.source.rewrite.text import CannotChangeError, Text, end, start

ATOMS = (ast.Name, ast.Attribute, ast.Call, ast.Subscript, ast.Constant, ast.Tuple, ast.List)
# Methods of tensors whose first argument may be a variable or another tensor.
# fmt: off
METHODS = frozenset({
    "add", "bmm", "div", "expand", "matmul", "mm", "mul", "permute", "repeat", "reshape", "size", "squeeze",
    "sub", "sum", "to", "transpose", "unflatten", "unsqueeze", "view", "view_as",
})
# fmt: on
NAMES = ("input", "x", "inputs")


def taken(text: Text, call: ast.Call) -> ast.expr:
    """What a call is applied to: its first argument, or what it is a method of."""
    if is_method(text, call) and isinstance(call.func, ast.Attribute):
        return call.func.value
    if call.args and not isinstance(call.args[0], ast.Starred):
        return call.args[0]
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    for name in NAMES:
        if name in given:
            return given[name]
    raise CannotChangeError


def around(text: Text, change: Around) -> list[Edit]:
    """Text around one operand."""
    node = text.expression(change.call)
    found = _operand(text, node, change)
    words = atom(text, found) if change.after[:1] in (".", "[", " ") else text.written(found)
    words = f"{change.before}{words}{change.after}"
    if change.after.startswith(" ") and isinstance(text.parents[found], (ast.BinOp, ast.Attribute)):
        words = f"({words})"
    return [Edit(side(text, found), words)]


def side(text: Text, node: ast.expr) -> Span:
    """Where an operand stands, with the brackets that it has as one side of an operator."""
    (first, left), (last, right), cell = start(node), end(node), text.cells[node]
    bracketed = text.line(cell, first)[left - 1 : left] == "(" and text.line(cell, last)[right:][:1] == ")"
    if bracketed and left and isinstance(text.parents[node], (ast.BinOp, ast.Attribute)):
        return text.between((first, left - 1), (last, right + 1), cell)
    return text.span(node)


def atom(text: Text, node: ast.expr) -> str:
    """An expression as it may stand before a dot: in brackets where it needs them."""
    words = text.written(node)
    if isinstance(node, ast.Tuple) and not words.startswith("("):
        return f"({words})"
    return words if isinstance(node, ATOMS) and "\n" not in words else f"({words})"


def in_brackets(text: Text, node: ast.expr) -> bool:
    """Whether an argument has brackets of its own: `f(x=(8))`."""
    parent, cell = text.parents[node], text.cells[node]
    if isinstance(parent, ast.keyword):
        return "(" in text.of(text.between(start(parent), start(node), cell))
    if isinstance(parent, ast.Call) and node in parent.args[:1]:
        return text.of(text.between(end(parent.func), start(node), cell)).count("(") > 1
    return False


def is_method(text: Text, call: ast.Call) -> bool:
    """Whether it is called on its tensor: `x.softmax(1)`, not `F.softmax(x)` nor `self.softmax(x)`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    root = owner = call.func.value
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(root, ast.Name) and imported(text, root.id):
        return False
    if isinstance(owner, ast.Name) and owner.id == "self":
        return False
    if call.func.attr.rstrip("_") in METHODS:
        return True
    return not (call.args and _may_be_tensor(call.args[0]))


def _operand(text: Text, node: ast.expr, change: Around) -> ast.expr:
    if isinstance(node, ast.BinOp):
        return (node.left, node.right)[change.place]
    if isinstance(node, ast.Compare) and len(node.comparators) == 1:
        return (node.left, node.comparators[0])[change.place]
    if not isinstance(node, ast.Call):
        raise CannotChangeError
    for keyword in node.keywords:
        if keyword.arg == change.name and change.name:
            return keyword.value
    operands = list(node.args)
    if is_method(text, node) and isinstance(node.func, ast.Attribute):
        operands.insert(0, node.func.value)
    if change.place >= len(operands) or any(isinstance(o, ast.Starred) for o in operands[: change.place + 1]):
        raise CannotChangeError
    return operands[change.place]


def _may_be_tensor(argument: ast.expr) -> bool:
    """A number in the first place is a setting, as in `x.softmax(1)`."""
    number = argument.operand if isinstance(argument, ast.UnaryOp) else argument
    return not isinstance(number, ast.Constant)
