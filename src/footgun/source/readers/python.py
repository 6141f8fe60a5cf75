"""Python files: one cell, the whole text."""

from __future__ import annotations

from footgun.source.document import Cell, Document


def read_python(path: str, text: str) -> Document:
    """A Python file as one cell."""
    return Document(path, "python", (Cell(text),), True, {None: text.split("\n")})


def read_pasted(path: str, text: str) -> Document:
    """Python in a file of another name: the cells of a notebook one after another, say, with their magics."""
    from footgun.source.magics import plain

    return Document(path, "python", (Cell(plain(text)),), True, {None: text.split("\n")})
