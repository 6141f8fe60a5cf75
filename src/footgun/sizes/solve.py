"""Which values of its only name give a size.

Exact search where the size never falls, or never rises, with the name. Otherwise the name is split by
remainder, h = L·k + r with L a common period of all divisors, which turns floor divisions into polynomials.
"""

from __future__ import annotations

from math import gcd, isqrt

from footgun.sizes.expr import Size, name, terms_of
from footgun.sizes.substitute import substitute
from footgun.sizes.terms import Floor, Monomial, Name, Terms, constant, order

# A size that has not reached the value here never will in practice.
FAR = 1 << 64
# Remainder classes to try before giving up: each costs one substitution.
MAX_PERIOD = 64

Solutions = list[int] | range


def solve(size: Size, value: int) -> Solutions | None:
    """All values of the only name for which size == value; empty when none, None when not known."""
    only = only_name(size)
    if only is None or only.low is None:
        return None
    way = direction(terms_of(size))
    if way is None or way == 0:
        classes = by_remainder(size, value, only)
        if classes is None or any(values is None for values in classes):
            return None
        return sorted(h for values in classes for h in values or ())
    if way < 0:
        size, value = -size, -value
    first = _search(size, value, only)
    if first is None:
        return None
    after = _search(size, value + 1, only)
    return None if after is None else range(first, after)


def least(size: Size, value: int) -> int | None:
    """The smallest value of the only name with size >= value; None when none, or not known."""
    only = only_name(size)
    if only is None or only.low is None or direction(terms_of(size)) != 1:
        return None
    first = _search(size, value, only)
    return None if first is None or (only.high is not None and first > only.high) else first


def only_name(size: Size) -> Name | None:
    """The name of a size that has exactly one."""
    found: dict[str, Name] = {}
    _collect(terms_of(size), found)
    return next(iter(found.values())) if len(found) == 1 else None


def direction(terms: Terms) -> int | None:
    """1 when a sum never falls as its names grow, -1 when it never rises, 0 constant, None not known."""
    ways: set[int | None] = set()
    for mono, c in terms.items():
        way = _monomial_direction(mono)
        ways.add(None if way is None else way if c > 0 else -way)
    ways.discard(0)
    if not ways:
        return 0
    return ways.pop() if len(ways) == 1 else None


def _monomial_direction(mono: Monomial) -> int | None:
    ways: set[int | None] = set()
    for atom in mono:
        if isinstance(atom, Floor):
            ways.add(_floor_direction(atom))
        else:
            ways.add(1)
        if len(mono) > 1 and (atom.low is None or atom.low < 0):
            return None
    ways.discard(0)
    if not ways:
        return 0
    return ways.pop() if len(ways) == 1 else None


def _floor_direction(floor: Floor) -> int | None:
    d = constant(floor.den)
    return direction(floor.num) if d is not None and d > 0 else None


def _search(size: Size, value: int, only: Name) -> int | None:
    """The first value of the name with size >= value; one past its upper bound when there is none."""
    low = only.low or 0
    top = FAR if only.high is None else only.high + 1
    direct = _inverse(terms_of(size), value)
    if direct is not None:
        return min(max(direct, low), max(top, low))
    if top <= low or at(size, only, low) >= value:
        return low if top > low else top
    step = 1
    while low + step < top and at(size, only, low + step) < value:
        low += step
        step *= 2
    if low + step >= top:
        if only.high is None:
            return None
        step = top - low
    high = low + step
    while high - low > 1:
        middle = (low + high) // 2
        if at(size, only, middle) < value:
            low = middle
        else:
            high = middle
    return high


def _inverse(terms: Terms, value: int) -> int | None:
    """The first value of the name with terms >= value when it stands once: c·((h + a)//d) + b."""
    while True:
        (mono, c), *others = sorted(terms.items(), key=order)
        if len(mono) != 1 or c < 0 or any(other for other, _ in others):
            return None
        value = -((terms.get((), 0) - value) // c)
        (atom,) = mono
        if not isinstance(atom, Floor):
            return value
        d = constant(atom.den)
        if d is None:
            return None
        terms, value = atom.num, value * d


def at(size: Size, only: Name, value: int) -> int:
    """The size when its only name has this value."""
    out = substitute(size, {only: value})
    assert isinstance(out, int)
    return out


def by_remainder(size: Size, value: int, only: Name) -> list[list[int] | None] | None:
    """For each remainder the values with size == value, None where all are; None when not known."""
    period = _period(terms_of(size))
    if period is None or only.low is None:
        return None
    found: list[list[int] | None] = []
    for r in range(period):
        # h = period·k + r >= low, so k counts from the first value at or above the lower bound
        start = only.low + (r - only.low) % period
        piece = substitute(size, {only: name("k", 0) * period + start})
        if piece == value:
            found.append(None)
            continue
        roots = _roots(terms_of(piece - value))
        if roots is None:
            return None
        values = [period * k + start for k in roots]
        found.append([h for h in values if only.high is None or h <= only.high])
    return found


def _roots(terms: Terms) -> list[int] | None:
    """The k >= 0 where a polynomial in one plain name is 0; None when its degree is above 2."""
    c = [0, 0, 0]
    for mono, coefficient in terms.items():
        if len(mono) > 2 or any(isinstance(atom, Floor) for atom in mono):
            return None
        c[len(mono)] = coefficient
    if c[2]:
        inside = c[1] * c[1] - 4 * c[2] * c[0]
        if inside < 0 or isqrt(inside) ** 2 != inside:
            return []
        tops = {-c[1] + isqrt(inside), -c[1] - isqrt(inside)}
        return [t // (2 * c[2]) for t in tops if t % (2 * c[2]) == 0 and t // (2 * c[2]) >= 0]
    if c[1]:
        return [-c[0] // c[1]] if c[0] % c[1] == 0 and -c[0] // c[1] >= 0 else []
    return []


def _period(terms: Terms) -> int | None:
    """A number of steps after which every remainder repeats, or None when too large or not constant."""
    period = 1
    for mono in terms:
        for atom in mono:
            if isinstance(atom, Floor):
                d = constant(atom.den)
                inner = _period(atom.num)
                if d is None or inner is None:
                    return None
                inner *= d
                period = period * inner // gcd(period, inner)
                if period > MAX_PERIOD:
                    return None
    return period


def _collect(terms: Terms, into: dict[str, Name]) -> None:
    for mono in terms:
        for atom in mono:
            if isinstance(atom, Floor):
                _collect(atom.num, into)
                _collect(atom.den, into)
            else:
                into[atom] = atom
