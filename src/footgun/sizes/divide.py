"""Floor division of sums, as far as it can be carried out; what is left becomes a `Floor` atom.

Every rule is exact for integers: common factors cancel, whole multiples move outside, and a floor inside a
floor becomes one: (num//d1 + rest)//d2 = (num + d1·rest)//(d1·d2) for positive d2.
"""

from __future__ import annotations

from math import gcd

from footgun.sizes.intervals import floor_interval, interval
from footgun.sizes.terms import (
    Atom,
    Bounds,
    Floor,
    Monomial,
    Name,
    Terms,
    add,
    add_constant,
    constant,
    key,
    make_name,
    multiply,
    order,
    scaled,
    without,
)

# A floor division longer than this reads as noise and slows every later step: it becomes one opaque name.
MAX_KEY = 400
# Polynomial long division of sensible sizes ends in a few steps.
MAX_STEPS = 64


def floor_divide(num: Terms, den: Terms) -> Terms:
    """The normal form of num // den."""
    if not den:
        raise ZeroDivisionError("floor division by size 0")
    if not num:
        return {}
    d = constant(den)
    return _by_terms(num, den) if d is None else _by_constant(num, d)


def opaque(text: str, bounds: Bounds) -> Name:
    """One name for a value too large to carry along; the same text gives the same name."""
    from hashlib import blake2b

    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return make_name(f"size#{digest}", *bounds)


def _by_constant(num: Terms, d: int) -> Terms:
    if d < 0:
        num, d = scaled(num, -1), -d
    g = d
    negative = True
    for mono, c in num.items():
        if mono:
            g = gcd(g, c)
            negative = negative and c < 0
    if g > 1:
        num = {mono: c // g for mono, c in num.items() if c // g}
        d //= g
    if d == 1:
        return num
    if negative:  # -(-h//2) is how Python rounds up: keep it as (h + 1)//2, which chains well
        return scaled(_by_constant(add_constant(scaled(num, -1), d - 1), d), -1)
    whole: Terms = {}
    rest: Terms = {}
    for mono, c in num.items():
        q, r = divmod(c, d)
        if q:
            whole[mono] = q
        if r:
            rest[mono] = r
    return add(whole, _floor(rest, {(): d}))


def _by_terms(num: Terms, den: Terms) -> Terms:
    lead, lc = min(den.items(), key=order)
    if lc < 0:
        num, den, lc = scaled(num, -1), scaled(den, -1), -lc
    whole: Terms = {}
    for _ in range(MAX_STEPS):
        step = _first_multiple(num, lead, lc)
        if step is None:
            break
        whole = add(whole, step)
        num = add(num, multiply(step, den), -1)
    if not num:
        return whole
    positive = (interval(den)[0] or 0) >= 1
    shared = _shared_atoms(num, den)
    g = gcd(*den.values(), *(c for mono, c in num.items() if mono))
    if num.get((), 0) % g and not positive:
        g = 1
    if g > 1 or shared:
        num = _cancel(num, shared, g)
        den = _cancel(den, shared, g)
        return add(whole, floor_divide(num, den)) if num else whole
    return add(whole, _floor(num, den, positive))


def _first_multiple(num: Terms, lead: Monomial, lc: int) -> Terms | None:
    """The part of `num` that the leading term of the divisor divides, highest first."""
    for mono, c in sorted(num.items(), key=order):
        if len(mono) < len(lead):
            return None
        q = c // lc
        if q:
            rest = without(mono, lead)
            if rest is not None:
                return {rest: q}
    return None


def _shared_atoms(num: Terms, den: Terms) -> list[Atom]:
    """Atoms that divide every term of both sums, with multiplicity."""
    if () in num or () in den:
        return []
    monomials = [*num, *den]
    shared: list[Atom] = []
    for atom in dict.fromkeys(monomials[0]):
        shared += [atom] * min(mono.count(atom) for mono in monomials)
    return shared


def _cancel(terms: Terms, shared: list[Atom], g: int) -> Terms:
    out: Terms = {}
    for mono, c in terms.items():
        rest = without(mono, shared)
        if c // g and rest is not None:
            out[rest] = c // g
    return out


def _floor(num: Terms, den: Terms, positive: bool = True) -> Terms:
    """The quotient when nothing is left to move outside."""
    inner = _only_floor(num) if positive else None
    if inner is not None:
        rest = {mono: c for mono, c in num.items() if mono != (inner,)}
        return floor_divide(add(inner.num, multiply(inner.den, rest)), multiply(inner.den, den))
    d = constant(den)
    bounds = floor_interval(interval(num), interval(den) if d is None else (d, d))
    text = f"\x7f\x02{key(num)}\x03{key(den)}\x04"
    if len(text) > MAX_KEY:
        return {(opaque(text, bounds),): 1}
    atom = Floor(text)
    atom.num = num
    atom.den = den
    atom.low, atom.high = bounds
    return {(atom,): 1}


def _only_floor(terms: Terms) -> Floor | None:
    """The one floor division that is a term by itself, with coefficient 1."""
    found: Floor | None = None
    for mono, c in terms.items():
        if c == 1 and len(mono) == 1:
            (atom,) = mono
            if isinstance(atom, Floor):
                if found is not None:
                    return None
                found = atom
    return found
