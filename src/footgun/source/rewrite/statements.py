"""Edits that put, move and take away whole lines by what the statements around them say."""

from __future__ import annotations

import ast

from footgun.changes import Beside, Insert, Move, Start, Unassign, Unmade
from footgun.findings import Edit
from footgun.source.rewrite.lines import insert, is_long, without_statement
from footgun.source.rewrite.text import CannotChangeError, Text, end
from footgun.source.syntax import walk

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.Module)
TARGETS = (ast.Name, ast.Attribute)


def beside(text: Text, change: Beside) -> list[Edit]:
    """A call of another method of an object, by the name that another call has for it."""
    call = text.call(change.call)
    owner: ast.expr | None = None
    if change.owner == "function":
        owner = call.func
        if isinstance(owner, ast.Attribute) and owner.attr == "forward":
            owner = owner.value  # `model.forward(x)` is a call of the model
    elif change.owner == "receiver" and isinstance(call.func, ast.Attribute):
        owner = call.func.value
    elif change.owner == "result":
        made = text.parents[call]
        if isinstance(made, ast.Assign) and made.value is call and len(made.targets) == 1:
            owner = made.targets[0]
    if owner is None or not _is_path(owner):
        raise CannotChangeError
    here, there = scope(text, call), scope(text, text.statement(change.place))
    if here is not there and (not isinstance(here, ast.Module) or _sets(there, text.written(owner))):
        raise CannotChangeError  # the name may be another's there
    words = f"{text.written(owner)}.{change.method}"
    return insert(text, Insert(change.place, words, change.after, change.inside))


def move(text: Text, change: Move) -> list[Edit]:
    """A statement taken out and put in elsewhere, as deep as what is there."""
    statement, target = text.statement(change.place), text.statement(change.to)
    if statement is target or scope(text, statement) is not scope(text, target):
        raise CannotChangeError
    front, rows = text.front(statement), text.written(statement).split("\n")
    if any(row.strip() and not row.startswith(front) for row in rows[1:]) or any(
        map(is_long, walk(statement))
    ):
        raise CannotChangeError
    words = "\n".join([rows[0], *(row.removeprefix(front) for row in rows[1:])])
    if change.after and end(target) == end(statement):
        return [_out(text, statement, target, words)]
    if any(parent is target for parent in text.around(statement)) and change.inside:
        first = getattr(target, "body", [])[:1]
        if first == [statement]:
            raise CannotChangeError  # it is there already
    return [
        without_statement(text, statement),
        *insert(text, Insert(change.to, words, change.after, change.inside)),
    ]


def _out(text: Text, statement: ast.stmt, target: ast.stmt, words: str) -> Edit:
    """The last statement of a block becomes the first after what the block belongs to."""
    if len(text.block_of(statement)) == 1:
        raise CannotChangeError
    span, front = text.span(statement), text.front(target)
    return Edit(span._replace(column=1), front + words.replace("\n", f"\n{front}"))


def start(text: Text, change: Start) -> list[Edit]:
    """A line of its own behind the first imports."""
    for tree in text.trees:
        last = None
        for statement in tree.body:
            if isinstance(statement, (ast.Import, ast.ImportFrom)):
                last = statement
            elif not _is_docstring(statement):
                break
        if last is None:
            continue
        front, cell, line = text.front(last), text.cells[last], end(last)[0]
        if text.line(cell, line)[end(last)[1] :].partition("#")[0].strip():
            raise CannotChangeError
        blank = "" if front.strip() else "\n"  # none between prompts
        return [text.inserted(line, len(text.line(cell, line)), cell, f"{blank}\n{front}{change.text}")]
    raise CannotChangeError


def unmade(text: Text, change: Unmade) -> list[Edit]:
    """The statement that makes a layer goes, unless other code reads the layer."""
    call = text.call(change.made)
    statement = text.parents[call]
    if not isinstance(statement, ast.Assign) or len(statement.targets) != 1:
        return []
    target = statement.targets[0]
    kind, name = (ast.Name, "id") if isinstance(target, ast.Name) else (ast.Attribute, "attr")
    if not isinstance(target, TARGETS):
        return []
    named = getattr(target, name)
    reads = [
        node
        for tree in text.trees
        for node in walk(tree)
        if isinstance(node, kind) and getattr(node, name) == named and node is not target
    ]
    if len(reads) > 1 and change.weights:
        raise CannotChangeError
    return [without_statement(text, statement)] if len(reads) <= 1 else []


def unassign(text: Text, change: Unassign) -> list[Edit]:
    """The call of an assignment as a statement of its own."""
    statement = text.statement(change.call)
    if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
        raise CannotChangeError
    return [text.replaced(statement, text.written(statement.value))]


def scope(text: Text, node: ast.AST) -> ast.AST:
    """The function or file in which the names of a piece of syntax are looked up."""
    return next(parent for parent in text.around(node) if isinstance(parent, FUNCTIONS))


def _sets(function: ast.AST, name: str) -> bool:
    """Whether a function has a name of its own for another thing."""
    first = name.partition(".")[0]
    return any(
        (isinstance(node, ast.arg) and node.arg == first)
        or (isinstance(node, ast.Name) and node.id == first and isinstance(node.ctx, ast.Store))
        for node in walk(function)
    )


def _is_path(node: ast.expr) -> bool:
    """A name, or attributes of one."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
