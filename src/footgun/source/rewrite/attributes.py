"""Edits of the layers that a network keeps: one more of a kind, and one that a method built for each call."""

from __future__ import annotations

import ast
import re

from footgun.changes import Hoist, Hold, Insert, Own, Super
from footgun.findings import Edit
from footgun.source.rewrite.lines import insert, without_statement
from footgun.source.rewrite.names import module
from footgun.source.rewrite.text import CannotChangeError, Text, end
from footgun.source.syntax import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeGuard

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
PLAIN_METHODS = frozenset(
    ("clear", "copy", "count", "get", "index", "popitem", "remove", "reverse", "setdefault", "sort")
)
REPEATS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def own(text: Text, change: Own) -> list[Edit]:
    """`self.bn = BatchNorm2d(8)` twice, the second time as `self.bn2`, which the call takes."""
    made, call = text.call(change.made), text.call(change.call)
    statement = text.parents[made]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        raise CannotChangeError
    target = statement.targets[0]
    if ast.dump(target).replace("Store()", "Load()") != ast.dump(call.func):
        raise CannotChangeError
    _once(text, statement)
    _once(text, call)
    name = _free(text, target.attr if isinstance(target, ast.Attribute) else text.written(target))
    owner = f"{text.written(target.value)}." if isinstance(target, ast.Attribute) else ""
    line = f"{owner}{name} = {text.written(made)}"
    return [_below(text, statement, line), text.replaced(call.func, owner + name)]


def hoist(text: Text, change: Hoist) -> list[Edit]:
    """The layer as an attribute that `__init__` makes, and the attribute in its place."""
    made = text.call(change.made)
    _once(text, made)
    holders = [node for node in text.around(made) if isinstance(node, (*FUNCTIONS, ast.ClassDef))]
    if len(holders) < 2 or not isinstance(holders[0], ast.FunctionDef):
        raise CannotChangeError
    method, cls = holders[0], holders[1]
    init = next((n for n in getattr(cls, "body", ()) if getattr(n, "name", "") == "__init__"), None)
    if not isinstance(cls, ast.ClassDef) or not isinstance(init, ast.FunctionDef) or init is method:
        raise CannotChangeError
    local = {n.id for n in walk(method) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    local |= {n.arg for n in walk(method) if isinstance(n, ast.arg)} - {"self"}
    if (
        any(isinstance(n, ast.Name) and n.id in local for n in walk(made))
        or method.args.args[0].arg != "self"
    ):
        raise CannotChangeError  # it depends on what only the method knows
    mine = {n.attr for n in walk(init) if _is_own(n) and isinstance(n.ctx, ast.Store)}
    if any(_is_own(n) and n.attr not in mine for n in walk(made)):
        raise CannotChangeError  # or on what is there later
    last = init.body[-1]
    if isinstance(last, (ast.Return, ast.Raise)) or not init.args.args or init.args.args[0].arg != "self":
        raise CannotChangeError
    kind = made.func.attr if isinstance(made.func, ast.Attribute) else getattr(made.func, "id", "")
    name = _free(text, re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", kind).lower())
    return [_below(text, last, f"self.{name} = {text.written(made)}"), text.replaced(made, f"self.{name}")]


def _is_own(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Whether it is an attribute of `self`."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self"


def hold(text: Text, change: Hold) -> list[Edit]:
    """`self.layers = [...]` becomes `self.layers = nn.ModuleList([...])`."""
    cls = next((n for n in text.around(text.statement(change.place)) if isinstance(n, ast.ClassDef)), None)
    set_here = [
        node
        for node in (walk(cls) if cls is not None else ())
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Attribute) and target.attr == change.name
    ]
    if len(set_here) != 1 or len(set_here[0].targets) != 1:
        raise CannotChangeError
    value = set_here[0].value
    if change.kind == "dict" and not (isinstance(value, ast.Dict) and all(map(_is_name, value.keys))):
        raise CannotChangeError  # `ModuleDict` takes names alone
    if any(_as_list(text, node) for tree in text.trees for node in walk(tree) if _reads(node, change.name)):
        raise CannotChangeError
    nn, torch = module(text, "torch.nn"), module(text, "torch")
    if nn is None and torch is None:
        raise CannotChangeError
    holder = f"{nn or f'{torch}.nn'}.{'ModuleDict' if change.kind == 'dict' else 'ModuleList'}"
    empty = isinstance(value, (ast.List, ast.Dict)) and len(text.written(value)) == 2
    return [text.replaced(value, f"{holder}({'' if empty else text.written(value)})")]


def _reads(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name and isinstance(node.ctx, ast.Load)


def _as_list(text: Text, node: ast.AST) -> bool:
    """Whether code does with it what a list or dict can, and no container of modules: `sort`, `[a] + it`."""
    parent = text.parents[node]
    if isinstance(parent, ast.Attribute):
        return parent.attr in PLAIN_METHODS
    if isinstance(parent, ast.BinOp):
        return parent.right is node or not isinstance(parent.op, ast.Add)
    called = parent.func if isinstance(parent, ast.Call) else None
    return isinstance(called, ast.Name) and called.id == "isinstance"


def super_first(text: Text, change: Super) -> list[Edit]:
    """The call put in, or moved up from where it came too late."""
    statement = text.statement(change.place)
    init = next((n for n in (statement, *text.around(statement)) if isinstance(n, ast.FunctionDef)), None)
    if init is None or init.name != "__init__":
        raise CannotChangeError
    late = [s for s in init.body if isinstance(s, ast.Expr) and "__init__(" in text.written(s)]
    calls = [n for n in walk(init) if isinstance(n, ast.Attribute) and n.attr == "__init__"]
    if len(calls) > 1 or len(late) != len(calls):
        raise CannotChangeError  # under a condition, or of several classes
    if not late:
        return insert(text, Insert(text.span(init), "super().__init__()", inside=True))
    words = text.written(late[0])
    if not words.startswith("super(") or not words.endswith("__init__()"):
        raise CannotChangeError
    return [without_statement(text, late[0]), *insert(text, Insert(text.span(init), words, inside=True))]


def _is_name(key: ast.expr | None) -> bool:
    return isinstance(key, ast.Constant) and isinstance(key.value, str)


def _below(text: Text, statement: ast.stmt, line: str) -> Edit:
    """A line after a statement, as deep as it is."""
    row, cell = end(statement)[0], text.cells[statement]
    rest = text.line(cell, row)[end(statement)[1] :].strip()
    if rest and not rest.startswith("#"):
        raise CannotChangeError
    return text.inserted(row, len(text.line(cell, row)), cell, f"\n{text.front(statement)}{line}")


def _free(text: Text, name: str) -> str:
    """A name like this one that the text does not have: `bn2` after `bn` and `bn1`."""
    used = {n.id for n in text.names} | text.attributes
    if not name.isidentifier():
        raise CannotChangeError
    if name not in used:
        return name
    stem = name.rstrip("0123456789") or name
    return next(f"{stem}{i}" for i in range(2, len(used) + 3) if f"{stem}{i}" not in used)


def _once(text: Text, node: ast.AST) -> None:
    """Refuse what a loop runs several times."""
    for outer in text.around(node):
        if isinstance(outer, REPEATS):
            raise CannotChangeError
        if isinstance(outer, FUNCTIONS):
            return
