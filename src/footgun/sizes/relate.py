"""Relations between sizes, each answered True (always), False (never) or None (depends, or not known)."""

from __future__ import annotations

from math import gcd

from footgun.sizes.expr import Expr, Size
from footgun.sizes.intervals import interval
from footgun.sizes.solve import by_remainder, only_name, solve
from footgun.sizes.terms import Bounds


def bounds(size: Size) -> Bounds:
    """(low, high) of a size; None is unbounded."""
    if isinstance(size, int):
        return size, size
    return interval(size.terms)


def same(a: Size, b: Size) -> bool | None:
    """Whether two sizes are equal."""
    gap = a - b
    if isinstance(gap, int):
        return gap == 0
    return _is_zero(gap)


def divides(d: Size, n: Size) -> bool | None:
    """Whether `d` divides `n`."""
    if isinstance(d, int) and d == 0:
        return same(n, 0)
    return same(n % d, 0)


def at_least(a: Size, b: Size) -> bool | None:
    """Whether a >= b."""
    low, high = bounds(a - b)
    if low is not None and low >= 0:
        return True
    if high is not None and high < 0:
        return False
    return None


def _is_zero(gap: Expr) -> bool | None:
    terms = gap.terms
    constant = terms.get((), 0)
    if constant and constant % gcd(*(c for mono, c in terms.items() if mono)):
        return False
    low, high = interval(terms)
    if low == 0 == high:
        return True
    if (low is not None and low > 0) or (high is not None and high < 0):
        return False
    only = only_name(gap)
    if only is None:
        return None
    roots = solve(gap, 0)
    if roots is not None:
        return None if roots else False
    classes = by_remainder(gap, 0, only)
    return True if classes is not None and all(values is None for values in classes) else None
