"""Modules that their owner does not know of: torch registers attributes, not what plain lists hold."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from footgun.network import Unregistered
from footgun.source.modules import all_layers
from footgun.source.namespaces import foreign
from footgun.source.values import Container, Dict, Instance, LayerObject, List, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

# What registers a module under a name that the text need not tell.
NAMING = ("add_module", "register_module")
# Methods of a class that handles its parts itself.
OWN_WAYS = ("parameters", "named_parameters", "_apply", "to", "state_dict")


def find_unregistered(m: Machine) -> None:
    """Lists of several modules with weights that no attribute and no container of modules holds as well."""
    lists = [
        (module, name, value)
        for module in m.modules
        if isinstance(module, Instance) and (module.base or "").startswith("torch.nn.")
        if not foreign(module.cls.frame)
        for name, value in module.attributes.items()
        if isinstance(value, (List, tuple, Dict)) and isinstance(name, str) and not name.startswith("__")
        if not (getattr(value, "open", False) and has_open_container(module))
    ]
    if not lists:
        return
    known: set[int] = set()
    for module in m.modules:
        register(module, known)
    told = set()
    for module, name, value in lists:
        parts = [part for part in held(value) if id(part) not in known and weighty(part)]
        parts = [part for part in parts if not trained_apart(m, part)]
        itself = any(way in module.cls.attributes for way in OWN_WAYS)
        if len(parts) < 2 or itself or (module.cls, name) in told:
            continue
        told.add((module.cls, name))
        kind = "dict" if isinstance(value, Dict) else "tuple" if isinstance(value, tuple) else "list"
        first = parts[0].layer.made if isinstance(parts[0], LayerObject) else parts[0].made
        items = value.values() if isinstance(value, Dict) else value
        flat = all(item is None or is_module(item) for item in items)
        m.program.unregistered.append(Unregistered(name, kind, len(parts), first, flat))


def has_open_container(module: Instance) -> bool:
    """Whether modules are registered that are not all known: perhaps those of an open list."""
    if any(isinstance(n, ast.Attribute) and n.attr in NAMING for n in ast.walk(module.cls.node)):
        return True
    return any(isinstance(value, Container) and value.items.open for value in module.attributes.values())


def register(module: Any, known: set[int]) -> None:
    """The modules that `.parameters()` of a module reaches."""
    values = dict(module.attributes)
    if isinstance(module, Container):
        values.update(module.items)
    for value in values.values():
        if is_module(value) and id(value) not in known:
            known.add(id(value))
            if isinstance(value, (Instance, Container)):
                register(value, known)


def held(value: Any) -> Iterator[Any]:
    """The modules in a list or dict, and in those inside it."""
    for item in value.values() if isinstance(value, Dict) else value:
        if is_module(item):
            yield item
        elif isinstance(item, (List, tuple, Dict)):
            yield from held(item)


def trained_apart(m: Machine, part: Any) -> bool:
    """Whether an optimiser holds the weights of a part by itself: each layer is trained on its own."""
    layers = [part.layer] if isinstance(part, LayerObject) else list(all_layers(part))
    own = {id(parameter) for layer in layers for parameter in layer.parameters}
    return any(id(p) in own for use in m.program.optimizers for p in use.parameters or ())


def weighty(part: Any) -> bool:
    """Whether a module has weights to register."""
    layers = [part.layer] if isinstance(part, LayerObject) else list(all_layers(part))
    return any(layer.op.mixes or layer.parameters for layer in layers)
