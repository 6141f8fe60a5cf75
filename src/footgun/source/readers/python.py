"""Python files: one cell, the whole text."""

from __future__ import annotations

from footgun.source.document import Cell, Document


def read_python(path: str, text: str) -> Document:
    """A Python file as one cell."""
    return Document(path, "python", (Cell(text),), True, {None: text.split("\n")})
