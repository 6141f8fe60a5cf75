"""A line that imports, put below the imports that a file has."""

from __future__ import annotations

import ast

from footgun.changes import Import, Module
from footgun.findings import Edit
from footgun.source.rewrite.text import CannotChangeError, Text, end

IMPORTS = (ast.Import, ast.ImportFrom)


def import_line(text: Text, change: Import) -> list[Edit]:
    """Below the first run of imports; above all else in a file that has none before the place."""
    for tree in text.trees:
        found: ast.stmt | None = None
        for statement in tree.body:
            if isinstance(statement, IMPORTS):
                found = statement
            elif found is not None:
                break
        if found is not None and _before(text, found, change):
            line, cell = end(found)[0], text.cells[found]
            rest = text.line(cell, line)[end(found)[1] :].strip()
            if rest and not rest.startswith("#"):
                raise CannotChangeError
            words = f"\n{text.front(found)}{change.text}"
            return [text.inserted(line, len(text.line(cell, line)), cell, words)]
    body = next((tree.body for tree in text.trees if tree.body), None)
    if body is None:
        raise CannotChangeError
    first = body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    if docstring and len(body) > 1:
        first = body[1]
    return [text.inserted(text.span(first).line, 0, text.cells[first], f"{text.front(first)}{change.text}\n")]


def module_of(text: Text, change: Module) -> list[Edit]:
    """`from keras.layers.core import Dense` becomes `from keras.layers import Dense`."""
    node = text.statement(change.place)
    if text.alias(change.place) is not None:
        return _itself(text, node, change)
    if not isinstance(node, ast.ImportFrom) or node.module is None or not node.module.endswith(change.old):
        raise CannotChangeError
    cell, row = text.cells[node], text.line(text.cells[node], node.lineno)
    column = row.find(node.module, node.col_offset)
    if column < 0:
        raise CannotChangeError
    span = text.between((node.lineno, column), (node.lineno, column + len(node.module)), cell)
    return [Edit(span, node.module.removesuffix(change.old) + change.new)]


def _itself(text: Text, node: ast.stmt, change: Module) -> list[Edit]:
    """`from keras.utils import np_utils` becomes `from keras import utils as np_utils`."""
    owner, _, name = change.old.rpartition(".")
    above, _, new = change.new.rpartition(".")
    if not isinstance(node, ast.ImportFrom) or len(node.names) != 1 or not above:
        raise CannotChangeError
    alias, source = node.names[0], node.module or ""
    if alias.name != name or not source.endswith(owner):
        raise CannotChangeError
    source = source.removesuffix(owner) + above
    return [text.replaced(node, f"from {source} import {new} as {alias.asname or name}")]


def _before(text: Text, statement: ast.stmt, change: Import) -> bool:
    """Whether a statement runs before the place that needs the name."""
    return (text.cells[statement] or 0, end(statement)[0]) < (change.place.cell or 0, change.place.line)
