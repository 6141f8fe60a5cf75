"""How a name of a library is spelled in a file, as its imports are."""

from __future__ import annotations

import ast
import re

from footgun.findings import Edit
from footgun.source.rewrite.text import CannotChangeError, Text, end
from footgun.source.syntax import walk

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MODULE = re.compile(r"\{((?:torch|keras)[a-z.]*)\}")
# How the modules are imported that a text may lack.
USUAL = {"torch": "import torch", "torch.nn": "from torch import nn", "keras": "import keras"}


def spelled(text: Text, beside: ast.expr, name: str) -> tuple[str, list[Edit]]:
    """`name` from where `beside` (`nn.Linear`, `Linear`) comes from, with an import where it lacks one."""
    if isinstance(beside, ast.Attribute):
        return f"{text.written(beside.value)}.{name}", []
    if not isinstance(beside, ast.Name):
        raise CannotChangeError
    for node in _imports(text):
        for alias in node.names:
            if alias.name == "*":
                return name, []  # it comes with all the others
            if (alias.asname or alias.name) == beside.id and alias.name == beside.id:
                return name, [] if _binds(text, name) else [_imported(text, node, alias, name)]
    raise CannotChangeError


def module(text: Text, *names: str) -> str | None:
    """What the file calls the first of these modules that it imports: "F" for `torch.nn.functional`."""
    for name in names:
        for tree in text.trees:
            for node in tree.body:
                if isinstance(node, ast.Import):
                    for alias in node.names:
                        if alias.name == name and (alias.asname or "." not in name):
                            return alias.asname or alias.name
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    for alias in node.names:
                        if f"{node.module}.{alias.name}" == name:
                            return alias.asname or alias.name
    return None


def worded(text: Text, change: Any) -> tuple[Any, list[Edit]]:
    """A change with what the file calls the modules named in its texts, and the imports that it lacks."""
    edits: list[Edit] = []

    def name(match: re.Match[str]) -> str:
        found = _called(text, match[1])
        if found is None:
            edits.append(_import(text, match[1]))
        return found or match[1].rpartition(".")[2]

    fields = [MODULE.sub(name, held) if isinstance(held, str) else held for held in change]
    return (type(change)(*fields) if edits or fields != list(change) else change), edits


def _called(text: Text, name: str) -> str | None:
    if imported(text, name):
        return name
    if name == "torch.nn":
        torch = module(text, "torch")
        return module(text, name) or (f"{torch}.nn" if torch else None)
    if name == "keras":
        tensorflow = module(text, "tensorflow")
        return module(text, name, "tensorflow.keras") or (f"{tensorflow}.keras" if tensorflow else None)
    return module(text, name)


def _import(text: Text, name: str) -> Edit:
    """A line that imports a module, above the first import."""
    if name not in USUAL or any((node.module or "").startswith("tensorflow") for node in _imports(text)):
        raise CannotChangeError
    if not _from_library(text, name.partition(".")[0]):
        raise CannotChangeError  # what the file has of it comes through a module of its own
    if any(isinstance(n, ast.Name) and n.id == name.rpartition(".")[2] for t in text.trees for n in walk(t)):
        raise CannotChangeError  # another thing has this name
    for tree in text.trees:
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", "") != "__future__":
                line, _ = node.lineno, node.col_offset
                return text.inserted(line, 0, text.cells[node], f"{text.front(node)}{USUAL[name]}\n")
    raise CannotChangeError


def imported_as(text: Text, alias: ast.alias, name: str) -> list[Edit]:
    """Another name in an import; without an `as` it changes wherever it is used."""
    if not all(part.isidentifier() for part in (alias.name, name)) or alias.name == "*":
        raise CannotChangeError
    line, column, cell = alias.lineno, alias.col_offset, text.cells[alias]
    edits = [Edit(text.between((line, column), (line, column + len(alias.name)), cell), name)]
    if alias.asname is None:
        edits += [text.replaced(node, name) for node in text.names if node.id == alias.name]
    return edits


def imported(text: Text, name: str) -> bool:
    """Whether an import binds a name."""
    return name in text.imports


def _from_library(text: Text, library: str) -> bool:
    """Whether the file imports anything of a library itself."""
    nodes = (node for tree in text.trees for node in walk(tree))
    plain = [alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names]
    modules = (*plain, *(node.module or "" for node in _imports(text) if not node.level))
    return any(name.partition(".")[0] == library for name in modules)


def _imports(text: Text) -> list[ast.ImportFrom]:
    return [n for tree in text.trees for n in walk(tree) if isinstance(n, ast.ImportFrom) and n.module]


def _binds(text: Text, name: str) -> bool:
    return any((alias.asname or alias.name) == name for node in _imports(text) for alias in node.names)


def _imported(text: Text, node: ast.ImportFrom, alias: ast.alias, name: str) -> Edit:
    line, column = alias.end_lineno or node.lineno, alias.end_col_offset or end(node)[1]
    return text.inserted(line, column, text.cells[node], f", {name}")
