"""How a name of a library is spelled in a file, as its imports are."""

from __future__ import annotations

import ast

from footgun.findings import Edit
from footgun.source.rewrite.text import CannotChangeError, Text, end
from footgun.source.syntax import walk


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


def _imports(text: Text) -> list[ast.ImportFrom]:
    return [n for tree in text.trees for n in walk(tree) if isinstance(n, ast.ImportFrom) and n.module]


def _binds(text: Text, name: str) -> bool:
    return any((alias.asname or alias.name) == name for node in _imports(text) for alias in node.names)


def _imported(text: Text, node: ast.ImportFrom, alias: ast.alias, name: str) -> Edit:
    line, column = alias.end_lineno or node.lineno, alias.end_col_offset or end(node)[1]
    return text.inserted(line, column, text.cells[node], f", {name}")
