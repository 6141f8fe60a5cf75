"""Calls of the checked code's own modules that only compute: no state changes, nothing happens in place."""

from __future__ import annotations

import ast

from footgun.source.interpret.attributes import find_method
from footgun.source.states import CHANGING
from footgun.source.syntax import walk
from footgun.source.values import Container, Function, Instance, LayerObject, Library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

DEEPEST = 8  # modules in modules
BUILTINS = {"enumerate", "float", "int", "len", "list", "max", "min", "range", "reversed", "tuple", "zip"}
CALLS = CHANGING | {"backward", "register_buffer", "step", "write"}
STATES = (ast.AugAssign, ast.Delete, ast.Global, ast.Nonlocal, ast.Raise, ast.Yield, ast.YieldFrom, ast.With)


def module_called(m: Machine, frame: Frame, call: ast.Call) -> str:
    """The class of the module that `self.block(x)` calls, if it is the code's own and only computes."""
    func = call.func
    if not isinstance(func, ast.Attribute) or not isinstance(func.value, ast.Name):
        return ""
    holder = (frame.locals or {}).get(func.value.id)
    module = holder.attributes.get(func.attr) if isinstance(holder, Instance) else None
    return module.cls.name if isinstance(module, Instance) and only_computes(m, module) else ""


def only_computes(m: Machine, module: Any, depth: int = 0) -> bool:
    """Whether a module, and those in it, leave everything as it was."""
    if isinstance(module, LayerObject):
        return not module.layer.settings.get("inplace")
    if isinstance(module, Container):
        return all(only_computes(m, part, depth + 1) for part in module.items.values())
    if not isinstance(module, Instance) or depth > DEEPEST:
        return False
    forward = find_method(m, module, "forward")
    forward = getattr(forward, "function", forward)
    if not isinstance(forward, Function) or isinstance(forward.node, ast.Lambda):
        return False
    return all(_harmless(m, module, forward, part, depth) for part in walk(forward.node))


def _harmless(m: Machine, module: Instance, forward: Function, part: ast.AST, depth: int) -> bool:
    if isinstance(part, STATES):
        return False
    if isinstance(part, (ast.Attribute, ast.Subscript)):
        return isinstance(part.ctx, ast.Load)
    if not isinstance(part, ast.Call):
        return True
    if any(keyword.arg in ("inplace", "out", None) for keyword in part.keywords):
        return False
    func = part.func
    if isinstance(func, ast.Name):
        return func.id in BUILTINS
    if not isinstance(func, ast.Attribute) or func.attr.endswith("_") or func.attr in CALLS:
        return False
    if isinstance(func.value, ast.Name) and func.value.id == "self":
        return only_computes(m, module.attributes.get(func.attr), depth + 1)
    root: ast.expr = func
    while isinstance(root, ast.Attribute):
        root = root.value
    if not isinstance(root, ast.Name) or root.id in _own_names(forward.node):
        return True
    return isinstance(forward.frame.globals.get(root.id), Library)


def _own_names(function: ast.AST) -> set[str]:
    """The arguments and variables of a function."""
    names = {part.arg for part in walk(function) if isinstance(part, ast.arg)}
    stored = (part for part in walk(function) if isinstance(part, ast.Name))
    return names | {part.id for part in stored if isinstance(part.ctx, ast.Store)}
