"""The bare sums behind an `Expr`: integer coefficients over monomials of atoms.

`{("h", "w"): 128, (): 3}` is 128·h·w + 3. An atom is a `str` subclass, so sorting, hashing and comparing sums
runs at the speed of strings; a floor division's text holds its two parts unambiguously.
"""

from __future__ import annotations

from collections.abc import Iterable

FAR = 2**64  # bounds beyond this say nothing more, and their digits would grow without end


class Name(str):
    """A named size with known bounds; names are equal when their texts are."""

    __slots__ = ("high", "low")
    low: int | None
    high: int | None


class Floor(str):
    """A floor division that no rule could simplify, with the bounds of its value."""

    __slots__ = ("den", "high", "low", "num")
    num: Terms
    den: Terms
    low: int | None
    high: int | None


Atom = Name | Floor
Monomial = tuple[Atom, ...]
Terms = dict[Monomial, int]
Bounds = tuple[int | None, int | None]


def make_name(text: str, low: int | None, high: int | None) -> Name:
    """A name; control characters are dropped because the text of a floor division uses them."""
    atom = Name(text if text.isprintable() else "".join(c for c in text if c.isprintable()))
    atom.low = low if low is None or abs(low) < FAR else FAR if low > 0 else None
    atom.high = high if high is None or abs(high) < FAR else -FAR if high < 0 else None
    return atom


def order(item: tuple[Monomial, int]) -> tuple[int, Monomial]:
    """Sort key: higher degrees first, then alphabetical (a true monomial order, so division is unique)."""
    return -len(item[0]), item[0]


def key(terms: Terms) -> str:
    """One text per sum, the same for equal sums."""
    return "\x05".join(sorted([f"{c:x}\x06" + "\x06".join(m) for m, c in terms.items()]))


def add(left: Terms, right: Terms, scale: int = 1) -> Terms:
    """The sum left + scale·right, for a scale that is not 0."""
    if not left:
        return right if scale == 1 else scaled(right, scale)
    out = dict(left)
    for mono, c in right.items():
        total = out.get(mono, 0) + scale * c
        if total:
            out[mono] = total
        else:
            del out[mono]
    return out


def add_constant(terms: Terms, value: int) -> Terms:
    """The sum with `value` added."""
    out = dict(terms)
    total = out.get((), 0) + value
    if total:
        out[()] = total
    else:
        out.pop((), None)
    return out


def scaled(terms: Terms, by: int) -> Terms:
    """The sum times `by`."""
    return {mono: c * by for mono, c in terms.items()} if by else {}


def multiply(left: Terms, right: Terms) -> Terms:
    """The product of two sums."""
    if len(left) > len(right):
        left, right = right, left
    if len(left) == 1:
        ((m1, c1),) = left.items()
        if not m1:
            return scaled(right, c1)
        return {tuple(sorted(m1 + m2)): c1 * c2 for m2, c2 in right.items()}
    out: Terms = {}
    for m1, c1 in left.items():
        for m2, c2 in right.items():
            mono = tuple(sorted(m1 + m2))
            total = out.get(mono, 0) + c1 * c2
            if total:
                out[mono] = total
            else:
                out.pop(mono, None)
    return out


def constant(terms: Terms) -> int | None:
    """The value of a sum without atoms, else None."""
    if not terms:
        return 0
    if len(terms) == 1:
        return terms.get(())
    return None


def without(mono: Monomial, part: Iterable[Atom]) -> Monomial | None:
    """The monomial divided by `part`, or None when it does not divide it."""
    rest = list(mono)
    for atom in part:
        if atom not in rest:
            return None
        rest.remove(atom)
    return tuple(rest)


def name_texts(terms: Terms, into: set[str]) -> None:
    """Collect the texts of all names, also those inside floor divisions."""
    for mono in terms:
        for atom in mono:
            if isinstance(atom, Floor):
                name_texts(atom.num, into)
                name_texts(atom.den, into)
            else:
                into.add(str(atom))
