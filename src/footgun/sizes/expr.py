"""Symbolic integers: `Expr`, with Python's own arithmetic.

Known sizes stay plain ints; every operation whose result is a number gives an int, so code written for ints
works unchanged and `Expr` means "not known".
"""

from __future__ import annotations

from footgun.sizes.divide import floor_divide, opaque
from footgun.sizes.intervals import interval
from footgun.sizes.show import show_terms
from footgun.sizes.terms import Terms, add, add_constant, key, make_name, multiply, scaled

# Sums and products beyond these say nothing to a reader and slow the analysis: they become one opaque name.
MAX_TERMS = 64
MAX_DEGREE = 12


class Expr:
    """An immutable symbolic integer; equal expressions in normal form compare and hash equal."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Expr) and self.terms == other.terms)

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._hash: int = hash(frozenset(self.terms.items()))
            return self._hash

    def __add__(self, other: Size) -> Size:
        if isinstance(other, Expr):
            return wrap(add(self.terms, other.terms))
        if isinstance(other, int):
            return Expr(add_constant(self.terms, other))
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Size) -> Size:
        if isinstance(other, Expr):
            return wrap(add(self.terms, other.terms, -1))
        if isinstance(other, int):
            return Expr(add_constant(self.terms, -other))
        return NotImplemented

    def __rsub__(self, other: int) -> Size:
        if isinstance(other, int):
            return Expr(add_constant(scaled(self.terms, -1), other))
        return NotImplemented

    def __neg__(self) -> Expr:
        return Expr(scaled(self.terms, -1))

    def __pos__(self) -> Expr:
        return self

    def __mul__(self, other: Size) -> Size:
        if isinstance(other, Expr):
            return wrap(multiply(self.terms, other.terms), grown=True)
        if isinstance(other, int):
            return Expr(scaled(self.terms, int(other))) if other else 0
        return NotImplemented

    __rmul__ = __mul__

    def __pow__(self, power: int) -> Size:
        if not isinstance(power, int) or power < 0:
            return NotImplemented
        if power > MAX_DEGREE:
            return wrap({(opaque(f"{key(self.terms)}\x07{power}", (None, None)),): 1})
        out: Size = 1
        for _ in range(power):
            out = self * out
        return out

    def __floordiv__(self, other: Size) -> Size:
        if isinstance(other, Expr):
            return wrap(floor_divide(self.terms, other.terms))
        if isinstance(other, int):
            return wrap(floor_divide(self.terms, {(): other} if other else {}))
        return NotImplemented

    def __rfloordiv__(self, other: int) -> Size:
        if isinstance(other, int):
            return wrap(floor_divide({(): other} if other else {}, self.terms))
        return NotImplemented

    def __mod__(self, other: Size) -> Size:
        if isinstance(other, (int, Expr)):
            return self - other * (self // other)
        return NotImplemented

    def __rmod__(self, other: int) -> Size:
        if isinstance(other, int):
            return other - self * (other // self)
        return NotImplemented

    def __divmod__(self, other: Size) -> tuple[Size, Size]:
        quotient = self // other
        return quotient, self - other * quotient

    def __rdivmod__(self, other: int) -> tuple[Size, Size]:
        quotient = other // self
        return quotient, other - self * quotient

    def __str__(self) -> str:
        return show_terms(self.terms)

    def __repr__(self) -> str:
        return show_terms(self.terms)


Size = int | Expr
Shape = tuple[Size, ...]


def name(text: str, low: int | None = 1, high: int | None = None) -> Expr:
    """A named size: at least 1 unless said otherwise."""
    return Expr({(make_name(text, low, high),): 1})


def wrap(terms: Terms, grown: bool = False) -> Size:
    """The size a sum stands for; `grown` when its degree may have risen."""
    if len(terms) < 2:
        if not terms:
            return 0
        if () in terms:
            return terms[()]
    if len(terms) > MAX_TERMS or (grown and any(len(mono) > MAX_DEGREE for mono in terms)):
        return Expr({(opaque(key(terms), interval(terms)),): 1})
    return Expr(terms)


def terms_of(size: Size) -> Terms:
    """The sum behind a size, a plain int included."""
    if isinstance(size, Expr):
        return size.terms
    return {(): size} if size else {}


def product(sizes: Shape | list[Size]) -> Size:
    """All sizes multiplied: the number of elements of a shape."""
    out: Size = 1
    for size in sizes:
        out = out * size
    return out
