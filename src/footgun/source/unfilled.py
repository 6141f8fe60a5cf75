"""Weights made of memory that nothing was written to: `nn.Parameter(torch.empty(3, 4))` and no more."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from footgun.network import Unfilled, Value
from footgun.source.namespaces import foreign
from footgun.source.syntax import walk
from footgun.source.values import Class, Instance, Library

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

BASE = "torch.nn.Module"
# Calls that may reach weights by their names alone.
LOADING = frozenset(("from_pretrained", "load_checkpoint", "load_state_dict", "load_weights"))
WRITING = ("init", "copy", "fill", "load", "reset", "normal", "uniform", "set")


def find_unfilled(m: Machine, parsed: list[tuple[Any, Parsed]], ran: set[int]) -> None:
    """Attributes of modules that the script `ran`, but for those that other code may fill, by their names."""
    empty = {id(value) for value in m.notes["empty"] if is_empty(value)}
    kept = list(holders(m, empty, ran)) if empty else []
    if not kept or any("__escaped__" in module.attributes for module in m.modules):
        return
    filled = names_filled(parsed)
    told = set()
    for name, value in kept:
        if filled is not None and name not in filled and value.span is not None and value.span not in told:
            told.add(value.span)
            m.program.unfilled.append(Unfilled(name, value.facts["parameter"].shape, value.span))


def is_empty(value: Value) -> bool:
    """Whether a weight still holds what its memory held."""
    return "changed" not in value.facts and value.facts["parameter"].initializer is None


def holders(m: Machine, empty: set[int], ran: set[int]) -> Iterator[tuple[str, Value]]:
    """The attributes of plain modules of this file that hold such weights."""
    for module in m.modules:
        if not isinstance(module, Instance) or id(module) not in ran or foreign(module.cls.frame):
            continue
        if not plain(module.cls) or module.cls.subclassed:
            continue
        for name, value in module.attributes.items():
            if isinstance(name, str) and isinstance(value, Value) and id(value) in empty:
                yield name, value


def plain(cls: Class) -> bool:
    """Whether all that a class derives from is known, and nothing of it fills weights later."""
    libraries = [base for base in cls.ancestors() if isinstance(base, Library)]
    return not cls.open_base and all(base.name in (BASE, "builtins.object") for base in libraries)


def names_filled(parsed: list[tuple[Any, Parsed]]) -> set[str] | None:
    """Attributes that some code may write numbers to; None where whole models are loaded."""
    found: set[str] = set()
    for _, result in parsed:
        for node in walk(result.tree):
            if isinstance(node, ast.Call):
                called: str = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if called in LOADING:
                    return None
                if called.endswith("_") or any(word in called.lower() for word in WRITING):
                    found.update(part.attr for part in walk(node) if isinstance(part, ast.Attribute))
            elif isinstance(node, (ast.Assign, ast.AugAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                inner = [t.value for t in targets if isinstance(t, (ast.Attribute, ast.Subscript))]
                # `self.weight[0] = 1`, `self.weight.data = x`
                found.update(p.attr for part in inner for p in walk(part) if isinstance(p, ast.Attribute))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 100:
                found.update(node.value.split("."))
    return found
