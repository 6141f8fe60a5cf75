"""Functions that set first weights and are never run, or run on a network that has nothing for them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from footgun.network import Unapplied
from footgun.source.modules import children
from footgun.source.namespaces import foreign
from footgun.source.syntax import walk
from footgun.source.values import Class, Container, Function, Instance, LayerObject, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

# What people call such functions; their bodies decide.
NAMES = ("init", "reset_param")
PLACES = ("init", "initializers")
METHODS = frozenset(("constant_", "fill_", "normal_", "uniform_", "xavier_uniform_", "zero_"))
BASE = "torch.nn.Module"


def sets_weights(function: Function) -> bool:
    """Whether the body calls `nn.init.x_(...)` or writes into the data of a weight."""
    for node in walk(function.node):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            word = getattr(holder, "attr", getattr(holder, "id", ""))
            if word in PLACES and node.func.attr.endswith("_"):
                return True
            if word == "data" and node.func.attr in METHODS:
                return True
    return False


def find_unapplied(m: Machine, parsed: list[tuple[Any, Parsed]]) -> None:
    """Only in files that train by themselves: other files may call a function of this one."""
    if not any(event.kind == "step" and event.run == 0 for event in m.program.events):
        return
    found = [f for f in m.functions if any(word in f.name for word in NAMES) and not f.name.startswith("__")]
    found = [f for f in found if not foreign(f.frame) and may_be_dropped(f.owner)]
    found = [f for f in found if isinstance(f.node, ast.FunctionDef) and sets_weights(f)]
    if not found:
        return
    from footgun.source.unused import names_read

    names, attributes = names_read(parsed)
    for function in found:
        decorated = isinstance(function.node, ast.FunctionDef) and function.node.decorator_list
        if function.name not in names | attributes and not decorated:
            place = m.span(function.node, function.frame)
            head = place._replace(end_line=place.line, end_column=place.column + len(f"def {function.name}"))
            m.program.unapplied.append(Unapplied(function.name, head, method=function.owner is not None))


def may_be_dropped(owner: Class | None) -> bool:
    """A plain function, or the method of a network in use that nothing of the library calls by itself."""
    if owner is None:
        return True
    libraries = [base.name for base in owner.ancestors() if isinstance(base, Library)]
    if owner.open_base or owner.subclassed or owner.instances == 0 or BASE not in libraries:
        return False
    return all(name in (BASE, "builtins.object") for name in libraries)


def note_unapplied(m: Machine, holder: Any, function: Any) -> None:
    """`holder.apply(function)` has run and set nothing: said where all of the module is known."""
    if isinstance(function, Function) and sets_weights(function) and followed(holder) and not m.maybe:
        label = holder.cls.name if isinstance(holder, Instance) else holder.label
        defined = m.span(function.node, function.frame)
        m.program.unapplied.append(Unapplied(function.name, m.here, network=label, defined=defined))


def followed(holder: Any, depth: int = 0) -> bool:
    """Whether all parts of a module are known, and one of them is a layer with weights."""
    return depth < 50 and all(known(part, depth) for part in parts_of(holder)) and has_weights(holder)


def known(part: Any, depth: int) -> bool:
    """Whether a part of a module, and all that it holds, is followed."""
    if isinstance(part, Unknown) or depth > 50:
        return False
    if isinstance(part, Instance) and part.cls.open_base:
        return False
    return all(known(inner, depth + 1) for inner in parts_of(part))


def parts_of(holder: Any) -> Iterator[Any]:
    """What a module holds: its layers, modules, and whatever is not followed."""
    if isinstance(holder, Container):
        yield from holder.items.values()
    if isinstance(holder, (Instance, Container)):
        own = (v for k, v in holder.attributes.items() if not str(k).startswith("__") and k != "training")
        yield from (v for v in own if isinstance(v, Unknown))
        yield from (child for _, child in children(holder))


def has_weights(holder: Any, depth: int = 0) -> bool:
    """Whether a module holds a layer that mixes features."""
    if isinstance(holder, LayerObject):
        return holder.layer.op.mixes
    return depth < 50 and any(has_weights(child, depth + 1) for _, child in children(holder))
