"""Where a span is, in the form that terminals and editors make clickable."""

from __future__ import annotations

from footgun.findings import Span
from footgun.report.text import visible


def place(span: Span) -> str:
    """`net.py:12:5`, in a notebook `nb.ipynb:cell 3:12:5`."""
    cell = f"cell {span.cell}:" if span.cell is not None else ""
    return f"{visible(span.path)}:{cell}{span.line}:{span.column}"
