"""What is built and never used: layers that no method reads, models that no line takes."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from footgun.findings import Span
from footgun.network import Layer, Unused
from footgun.source.interpret.frame import Frame
from footgun.source.modules import all_layers
from footgun.source.namespaces import foreign
from footgun.source.syntax import walk
from footgun.source.values import Class, Function, Instance, LayerObject, Library, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine
    from footgun.source.recover import Parsed

MODELS = ("torchvision.models.", "keras.applications.")


def find_unused(m: Machine, parsed: list[tuple[Any, Parsed]]) -> None:
    """Look only where something may be found: the names of the whole file are gathered once, then."""
    layers = list(unread_layers(m))
    models = list(unread_models(m, parsed)) if m.program.trains else []
    if layers or models:
        names, attributes = names_read(parsed)
        m.program.unused += [found for name, found in layers if name not in attributes]
        m.program.unused += [found for name, found in models if name not in names]


def names_read(parsed: list[tuple[Any, Parsed]]) -> tuple[set[str], set[str]]:
    """Every name and attribute that the file reads; words in texts count, for `getattr` and `__all__`."""
    return names_in(result.tree for _, result in parsed)


def names_in(trees: Iterable[ast.AST]) -> tuple[set[str], set[str]]:
    """Every name and attribute read in some trees."""
    names: set[str] = set()
    attributes: set[str] = set()
    for tree in trees:
        for node in walk(tree):
            kind = type(node)
            if kind is ast.Name:
                if type(node.ctx) is ast.Load:  # type: ignore[attr-defined]
                    names.add(node.id)  # type: ignore[attr-defined]
            elif kind is ast.Attribute:
                if type(node.ctx) is ast.Load:  # type: ignore[attr-defined]
                    attributes.add(node.attr)  # type: ignore[attr-defined]
            elif kind is ast.Constant:
                text = node.value  # type: ignore[attr-defined]
                if type(text) is str and len(text) < 100:
                    names.add(text)
                    attributes.update(text.split("."))
    return names, attributes


def read_elsewhere(cls: Class) -> set[str]:
    """The attributes that methods read which a class has from classes of other files."""
    bases = [base for base in cls.ancestors() if isinstance(base, Class) and foreign(base.frame)]
    return names_in(base.node for base in bases)[1]


def unread_layers(m: Machine) -> Iterator[tuple[str, Unused]]:
    """Parts with weights of modules that ran to their end, none of whose layers was applied."""
    if not all(network.complete for network in m.program.networks):
        return
    applied = {id(node.layer) for node in m.program.nodes if node.layer is not None}
    told: set[Span] = set()
    for module in m.modules:
        if not isinstance(module, Instance) or not module.called:
            continue
        if module.base is None or module.cls.open_base or foreign(module.cls.frame):
            continue
        forwards = [module.cls.attributes.get(name) for name in ("forward", "call")]
        if not any(isinstance(own, Function) and not left_to_others(own) for own in forwards):
            continue
        for name, part in module.attributes.items():
            layers = layers_of(part)
            own = isinstance(name, str) and not name.startswith("__")
            if not layers or not own or any(id(layer) in applied for layer in layers):
                continue
            made = part.layer.made if isinstance(part, LayerObject) else part.made
            if made in told or not any(layer.op.mixes or layer.parameters for layer in layers):
                continue
            if name not in read_elsewhere(module.cls):
                told.add(made)
                yield name, Unused("layer", name, label_of(part), made)


def left_to_others(function: Function) -> bool:
    """Whether it is there for subclasses to write: nothing but a docstring, `pass` or an exception."""
    body = function.node.body if isinstance(function.node, ast.FunctionDef) else ()
    return bool(body) and all(
        isinstance(one, (ast.Pass, ast.Raise))
        or (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))
        for one in body
    )


def layers_of(part: Any) -> list[Layer]:
    """The layers of a module that an attribute holds."""
    if isinstance(part, LayerObject):
        return [part.layer]
    return list(all_layers(part)) if is_module(part) else []


def label_of(part: Any) -> str:
    """What a module is called."""
    return str(part.layer.label if isinstance(part, LayerObject) else part.label)


def _statements(tree: ast.Module) -> list[ast.stmt]:
    """Those of the script and of its functions."""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [*tree.body, *(statement for function in functions for statement in function.body)]


def unread_models(m: Machine, parsed: list[tuple[Any, Parsed]]) -> Iterator[tuple[str, Unused]]:
    """The last place where a name of the script is given a library's model."""
    called = {use.span: use.name for use in m.program.uses if not use.keyword and use.name.startswith(MODELS)}
    found: dict[str, Unused] = {}
    for cell, result in parsed:
        frame = Frame(m.globals, cell=cell.number)
        for statement in _statements(result.tree):
            if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Call):
                continue
            function, target = statement.value.func, statement.targets[0]
            name = called.get(m.span(function, frame))
            if isinstance(function, ast.Name):
                held = m.globals.get(function.id)
                name = held.name if isinstance(held, Library) and held.name.startswith(MODELS) else None
            if name is not None and isinstance(target, ast.Name) and len(statement.targets) == 1:
                label = name.rsplit(".", 1)[-1]
                if not label.startswith("get_"):
                    found[target.id] = Unused("model", target.id, label, m.span(statement.value, frame))
    yield from found.items()
