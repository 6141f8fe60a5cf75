"""Lower and upper bounds of a sum, from the bounds of its names.

Three bounds are intersected: term by term; after moving every atom's zero to its lower bound (which proves
h·w - h >= 0); and after replacing each floor division by its two straight lines (which proves h % 2 <= 1).
"""

from __future__ import annotations

from math import gcd

from footgun.sizes.terms import Bounds, Floor, Monomial, Terms, add, add_constant, multiply, scaled, without

# Moving the zero of a degree-n product makes up to 2**n terms: beyond these it costs more than it tells.
MAX_SHIFT_DEGREE = 5
MAX_SHIFT_TERMS = 24
# Floors inside floors are replaced by lines this many times.
MAX_RELAX = 4


def interval(terms: Terms) -> Bounds:
    """(low, high) of a sum; None is unbounded."""
    low, high = _termwise(terms)
    rises = falls = tied = False
    for mono, c in terms.items():
        if mono:
            rises = rises or c > 0
            falls = falls or c < 0
            tied = tied or (len(mono) > 1 and _is_tied(mono))
    if not (rises and falls) and not tied:
        return low, high
    return _max(low, _low(terms, MAX_RELAX)), _min(high, _negated(_low(scaled(terms, -1), MAX_RELAX)))


def floor_interval(num: Bounds, den: Bounds) -> Bounds:
    """Bounds of num // den."""
    (nl, nh), (dl, dh) = num, den
    if dh is not None and dh <= -1:
        (nl, nh), (dl, dh) = (_negated(nh), _negated(nl)), (_negated(dh), _negated(dl))
    if dl is None or dl < 1:
        return None, None
    low = high = None
    if nl is not None:
        if nl < 0:
            low = nl // dl
        else:
            low = 0 if dh is None else nl // dh
    if nh is not None:
        if nh >= 0:
            high = nh // dl
        else:
            high = -1 if dh is None else nh // dh
    return low, high


def times(a: Bounds, b: Bounds) -> Bounds:
    """Bounds of a product."""
    (al, ah), (bl, bh) = a, b
    if ah is not None and ah <= 0 and (al is None or al < 0):
        low, high = times((-ah, _negated(al)), b)
        return _negated(high), _negated(low)
    if bh is not None and bh <= 0 and (bl is None or bl < 0):
        low, high = times(a, (-bh, _negated(bl)))
        return _negated(high), _negated(low)
    if al is not None and al >= 0 and bl is not None and bl >= 0:
        if ah == 0 or bh == 0:
            return 0, 0
        return al * bl, None if ah is None or bh is None else ah * bh
    if al is not None and ah is not None and bl is not None and bh is not None:
        corners = (al * bl, al * bh, ah * bl, ah * bh)
        return min(corners), max(corners)
    if (al, ah) == (0, 0) or (bl, bh) == (0, 0):
        return 0, 0
    # One side reaches below zero and one is unbounded: a half-known side still bounds one end.
    if al is not None and al >= 0:
        al, ah, bl, bh = bl, bh, al, ah
    if bl is not None and bl >= 0:
        if bh is None:
            return None, None
        return None if al is None else al * bh, None if ah is None else ah * bh
    return None, None


def _termwise(terms: Terms) -> Bounds:
    low: int | None = 0
    high: int | None = 0
    for mono, c in terms.items():
        if len(mono) == 1:
            (atom,) = mono
            tl, th = atom.low, atom.high
        else:
            tl, th = _monomial(mono)
        if c < 0:
            tl, th = th, tl
        low = None if low is None or tl is None else low + c * tl
        high = None if high is None or th is None else high + c * th
    return low, high


def _monomial(mono: Monomial) -> Bounds:
    if not mono:
        return 1, 1
    bounds: Bounds = (mono[0].low, mono[0].high)
    for atom in mono[1:]:
        bounds = times(bounds, (atom.low, atom.high))
    low, high = bounds
    if len(mono) % 2 == 0 and mono[0] == mono[-1]:  # an even power of one atom
        low = _max(low, 0)
    return low, high


def _low(terms: Terms, relax: int) -> int | None:
    """The best lower bound the three ways give."""
    low = _max(_termwise(terms)[0], _shifted_low(terms))
    if relax:
        lines, scale = _lines_below(terms)
        if lines is not None:
            below = _low(lines, relax - 1)
            if below is not None:
                low = _max(low, -(-below // scale))
    return low


def _shifted_low(terms: Terms) -> int | None:
    """Write each atom as low + something >= 0; if nothing is subtracted then, the constant is the minimum."""
    if len(terms) > MAX_SHIFT_TERMS:
        return None
    out: Terms = {}
    for mono, c in terms.items():
        if len(mono) > MAX_SHIFT_DEGREE:
            return None
        product: Terms = {(): c}
        for atom in mono:
            if atom.low is None:
                return None
            product = multiply(product, add_constant({(atom,): 1}, atom.low))
        out = add(out, product)
    if any(c < 0 for mono, c in out.items() if mono):
        return None
    return out.get((), 0)


def _lines_below(terms: Terms) -> tuple[Terms | None, int]:
    """A sum `lines` with lines / scale <= terms, every den·(num // den) replaced by num or num - den + 1."""
    found: list[tuple[Monomial, int, Floor]] = []
    out: Terms = {}
    scale = 1
    for mono, c in terms.items():
        floor, factor = _line_factor(mono)
        if floor is None:
            out[mono] = c
            continue
        (d,) = floor.den.values()
        found.append((factor, c, floor))
        scale = scale * d // gcd(scale, d)
    if not found:
        return None, 1
    out = scaled(out, scale)
    for factor, c, floor in found:
        (d,) = floor.den.values()
        line = add_constant(add(floor.num, floor.den, -1), 1) if c > 0 else floor.num
        if line:
            out = add(out, multiply({factor: c * (scale // d)}, line))
    return out, scale


def _is_tied(mono: Monomial) -> bool:
    """Whether a factor is divided by something that may be another factor: h·(7//h)."""
    return any(isinstance(atom, Floor) and () not in atom.den for atom in mono)


def _line_factor(mono: Monomial) -> tuple[Floor | None, Monomial]:
    """A floor whose divisor is c·(some of the other atoms), and the remaining atoms, never negative."""
    for atom in mono:
        if isinstance(atom, Floor) and len(atom.den) == 1 and (interval(atom.den)[0] or 0) >= 1:
            (divisor,) = atom.den
            rest = without(mono, (atom, *divisor))
            if rest is not None and all(other.low is not None and other.low >= 0 for other in rest):
                return atom, rest
    return None, ()


def _max(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else max(a, b)


def _min(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else min(a, b)


def _negated(a: int | None) -> int | None:
    return None if a is None else -a
