"""Numbers with their noun, and where something stands, in words."""

from __future__ import annotations

from footgun.findings import Span


def counted(number: int, word: str) -> str:
    """A number with its noun.

    >>> counted(1, "error"), counted(1200, "hint")
    ('1 error', '1,200 hints')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def spoken_place(span: Span) -> str:
    """`line 12`, in a notebook `cell 3, line 12`."""
    return f"line {span.line}" if span.cell is None else f"cell {span.cell}, line {span.line}"
