"""`import`: library names become canonical; nothing is ever imported for real."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from footgun.source import bindings
from footgun.source.interpret.assign import bind
from footgun.source.names import CONSTANT_VALUES, canonical, canonical_module, known_library, star_names
from footgun.source.uses import note
from footgun.source.values import Library, Unknown

if TYPE_CHECKING:
    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def run_import(m: Machine, frame: Frame, node: ast.Import) -> None:
    for alias in node.names:
        bindings.load(alias.name)
        m.notes.setdefault("imports", set()).add(alias.name)
        if alias.asname:
            bind(m, frame, alias.asname, library(alias.name))
        else:
            bind(m, frame, alias.name.split(".")[0], library(alias.name.split(".")[0]))


def run_import_from(m: Machine, frame: Frame, node: ast.ImportFrom) -> None:
    name = node.module or ""
    bindings.load(name)
    m.notes.setdefault("imports", set()).add(name)
    if known_library(name) and not node.level:
        note(m, canonical_module(name), m.span(node, frame))
    for alias in node.names:
        if alias.name == "*":
            m.star_imports = True  # only the names that have a binding are known
            for item in star_names(name) if not node.level else ():
                bind(m, frame, item, library(f"{name}.{item}"))
        elif node.level or not known_library(name):
            bind(
                m,
                frame,
                alias.asname or alias.name,
                Unknown(f"`{alias.name}` from `{'.' * node.level}{name}`"),
            )
        else:
            found = library(f"{name}.{alias.name}")
            bind(m, frame, alias.asname or alias.name, found)
            if isinstance(found, Library):
                note(m, found.name, m.span(alias, frame))


def library(name: str) -> Any:
    """A reference to a library's module, class or function; the value of a constant."""
    if canonical(name) in CONSTANT_VALUES:
        return CONSTANT_VALUES[canonical(name)]
    return Library(canonical(name)) if known_library(name) else Unknown(f"`{name}`")
