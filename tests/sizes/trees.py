"""Random formulas that can be computed both with `Expr` and with plain ints."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st

from footgun.sizes import name

FIXED = settings(derandomize=True, deadline=None, max_examples=100, database=None)

# Every kind of bounds: sizes, may be empty, any integer, a short range.
BOUNDS = {"h": (1, None), "w": (1, None), "n": (0, None), "m": (-3, 5), "z": (None, None), "b": (2, 4)}
SYMBOLS = {text: name(text, low, high) for text, (low, high) in BOUNDS.items()}


def leaves(names="hwnmzb"):
    return st.one_of(st.sampled_from(sorted(names)), st.integers(-9, 9))


def trees(names="hwnmzb", divisors=None):
    """Nested tuples (operator, left, right); `divisors` restricts what stands right of // and %."""

    def grow(inner):
        by = inner if divisors is None else divisors
        return st.one_of(
            st.tuples(st.sampled_from("+-*"), inner, inner),
            st.tuples(st.sampled_from(["//", "%"]), inner, by),
        )

    return st.recursive(leaves(names), grow, max_leaves=7)


def conv_trees(names="h", factors=True):
    """What layers do to sizes: add, subtract, multiply and divide by small positive numbers."""
    small = st.integers(1, 8)

    def grow(inner):
        steps = [
            st.tuples(st.sampled_from(["+", "-", "*", "//"]), inner, small),
            st.tuples(st.just("+"), inner, inner),
        ]
        if factors:
            steps.append(st.tuples(st.just("*"), inner, inner))
        return st.one_of(steps)

    return st.recursive(st.sampled_from(sorted(names)), grow, max_leaves=6)


def compute(tree, values):
    """The formula with Python's own operators; None where a divisor is 0."""
    if isinstance(tree, int):
        return tree
    if isinstance(tree, str):
        return values[tree]
    op, left, right = tree
    a, b = compute(left, values), compute(right, values)
    if a is None or b is None:
        return None
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    try:
        return a // b if op == "//" else a % b
    except ZeroDivisionError:
        return None


def values_within(bounds=BOUNDS):
    """Numbers for every name that respect its bounds."""
    return st.fixed_dictionaries(
        {
            text: st.integers(-20 if low is None else low, 20 if high is None else high)
            for text, (low, high) in bounds.items()
        }
    )


def many_values(bounds=BOUNDS):
    return st.lists(values_within(bounds), min_size=1, max_size=12)
