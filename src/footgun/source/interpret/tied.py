"""Conditions whose ways go with other values than the ones at hand: a fault on such a way proves nothing.

A guard ties two unknown values together: after `if turned(old) != turned(new): raise ValueError` not every
pair of later answers can happen. And where one pass stands for all, `if i == 2` asks for one that begins with
what earlier ones have left.
"""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.source.syntax import walk
from footgun.source.values import CONSTANTS, Instance, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

# A guard that counts, as `dim % heads`, leaves every single way open.
COUNTING = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
ORDER = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def tie(m: Machine, frame: Frame, test: ast.expr) -> None:
    """One way of this condition raises: note the unknown values that it relates to others."""
    held = [value for value in locals_of(frame, test) if isinstance(value, (Unknown, Instance, *CONSTANTS))]
    if len(held) > 1 and not counts(test):
        m.tied.update((id(value), value) for value in held if type(value) is Unknown)


def tied(m: Machine, frame: Frame, node: ast.If) -> bool:
    """Whether a condition asks for a value that a guard has tied, or for a pass with another state."""
    if m.tied and any(id(value) in m.tied for value in locals_of(frame, node.test)):
        return True
    passes = [(names(loop.target), changed) for running, loop, changed in m.abstract if running is frame]
    return any(counters & names(node.test) and changed & names(node) for counters, changed in passes)


def carried(m: Machine, frame: Frame, loop: ast.AST) -> set[str]:
    """The tensors from before a loop that it changes with each pass."""
    if not isinstance(loop, ast.For):
        return set()
    if loop not in m.stored:
        found = (node for node in walk(loop) if isinstance(node, ast.Name))
        m.stored[loop] = {node.id for node in found if isinstance(node.ctx, ast.Store)}
    return {name for name in m.stored[loop] if isinstance(frame.locals.get(name), Value)}


def names(node: ast.AST) -> set[str]:
    """The names in a piece of syntax, gathered once."""
    known: set[str] | None = getattr(node, "_names", None)
    if known is None:
        known = node._names = {item.id for item in walk(node) if isinstance(item, ast.Name)}  # type: ignore[attr-defined]
    return known


def locals_of(frame: Frame, test: ast.expr) -> list[Any]:
    """The values of the local names in a condition, but for `self`."""
    found = [frame.locals[name] for name in sorted(names(test)) if name in frame.locals]
    return [value for value in found if value is not frame.receiver]


def counts(test: ast.expr) -> bool:
    """Whether a condition is about amounts."""
    return any(isinstance(node, (*COUNTING, *ORDER)) for node in walk(test))


def hand_over(m: Machine, frame: Frame, log: dict[tuple[int, Any], tuple[Any, Any]]) -> None:
    """Note the tensors that a pass of a loop that trains leaves to the next one under the same name."""
    for (_, key), (holder, old) in log.items():
        if holder is not frame.locals:
            continue
        new = holder.get(key)
        pairs = zip(old, new, strict=False) if type(old) is tuple and type(new) is tuple else [(old, new)]
        for before, after in pairs:
            if isinstance(before, Value) and isinstance(after, Value) and before is not after:
                m.event("carried", (before, after), key)
