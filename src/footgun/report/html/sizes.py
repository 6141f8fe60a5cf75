"""Shapes on a drawing: `n × 64 × 56 × 56`; a formula too long for an edge gets a short name and a legend."""

from __future__ import annotations

import re
from collections.abc import Sequence

LONG = 8  # characters of one size
LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class Shapes:
    """The shapes of one drawing, and the short names that they needed so far.

    >>> shapes = Shapes()
    >>> shapes.text(("n", "64", "(h - 1)//2 + 1"))
    'n × 64 × h₁'
    >>> shapes.short
    {'(h - 1)//2 + 1': 'h₁'}
    """

    def __init__(self) -> None:
        self.short: dict[str, str] = {}
        self._used: dict[str, int] = {}

    def text(self, shape: Sequence[str] | None) -> str:
        """A shape in few characters."""
        if shape is None:
            return "shape not known"
        return " × ".join(map(self._size, shape)) if shape else "one number"

    def _size(self, size: str) -> str:
        if len(size) <= LONG:
            return size
        if size not in self.short:
            found = re.search(r"[a-z]", size)
            letter = found[0] if found else "s"
            self._used[letter] = self._used.get(letter, 0) + 1
            self.short[size] = letter + str(self._used[letter]).translate(LOW)
        return self.short[size]


def full(shape: Sequence[str] | None) -> str:
    """A shape with its formulas, for whoever hears it."""
    if shape is None:
        return "shape not known"
    return " by ".join(shape) if shape else "one number"
