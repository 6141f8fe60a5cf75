"""What an object may hold by the time that one of its methods is called alone."""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.source.syntax import walk
from footgun.source.values import Class, Dict, Instance, List, Unknown

# Methods of lists, dicts and sets that change them.
CHANGING = frozenset((
    "add", "append", "appendleft", "clear", "extend", "insert", "pop", "popleft", "remove", "setdefault",
    "update",
))  # fmt: skip


def forget_state(made: Instance) -> None:
    """What `__init__` leaves zero, and what a list holds, is not known where another method sets it."""
    changed: set[str] = set()
    for cls in made.cls.ancestors():
        if isinstance(cls, Class):
            changed |= changed_later(cls)
    for name in changed & made.attributes.keys():
        value = made.attributes[name]
        if isinstance(value, (List, Dict)):
            value.open = True
        elif isinstance(value, Value):
            if value.shape and 0 in value.shape:
                made.attributes[name] = Unknown(f"`self.{name}`, which another method sets")
        elif isinstance(value, (bool, int, float, str, tuple, type(None))) and not value:
            made.attributes[name] = Unknown(f"`self.{name}`, which another method sets")


def changed_later(cls: Class) -> set[str]:
    """The attributes that methods other than `__init__` set or change in place."""
    found: set[str] = set()
    for method in cls.node.body:
        if not isinstance(method, ast.FunctionDef) or method.name == "__init__" or not method.args.args:
            continue
        own = method.args.args[0].arg
        for node in walk(method):
            target: ast.AST | None = None
            if isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                target = node
            elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
                target = node.value
            elif (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CHANGING
            ):
                target = node.func.value
            if (
                isinstance(target, ast.Attribute)
                and isinstance(target.value, ast.Name)
                and target.value.id == own
            ):
                found.add(target.attr)
    return found
