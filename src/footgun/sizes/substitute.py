"""Putting numbers or other sizes in the place of names."""

from __future__ import annotations

from collections.abc import Mapping

from footgun.sizes.expr import Expr, Shape, Size, terms_of, wrap
from footgun.sizes.terms import Floor, Terms, name_texts


def substitute(size: Size, values: Mapping[str, Size]) -> Size:
    """Replace each name in `values`, all at once; a divisor that becomes 0 raises ZeroDivisionError."""
    if not isinstance(size, Expr) or not values:
        return size
    return _substitute(size.terms, values)


def substitute_shape(shape: Shape, values: Mapping[str, Size]) -> Shape:
    """`substitute` for each size of a shape."""
    return tuple(substitute(size, values) for size in shape)


def names_in(size: Size) -> tuple[str, ...]:
    """The names a size depends on, sorted."""
    found: set[str] = set()
    name_texts(terms_of(size), found)
    return tuple(sorted(found))


def _substitute(terms: Terms, values: Mapping[str, Size]) -> Size:
    total: Size = 0
    kept: Terms = {}
    for mono, c in terms.items():
        value: Size = c
        changed = False
        for atom in mono:
            part: Size
            if isinstance(atom, Floor):
                part = _substitute(atom.num, values) // _substitute(atom.den, values)
                changed = True
            elif atom in values:
                part = values[atom]
                changed = True
            else:
                part = Expr({(atom,): 1})
            value = value * part
        if changed:
            total = total + value
        else:
            kept[mono] = c
    return total + wrap(kept) if kept else total
