"""Broadcasting agrees with the rule for plain numbers, whatever the unknown sizes turn out to be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sizes.trees import FIXED

from footgun.sizes import Conflict, Names, bounds, broadcast, name, names_in, substitute

h, w, n = name("h"), name("w"), name("n")
X, Y, E = name("x"), name("y"), name("e", 0)
SIZES = st.sampled_from([0, 1, 2, 3, 6, X, Y, E, X + 1, 2 * X, X * Y, (X + 1) // 2, 3 * Y, E + 2])
SHAPES = st.lists(SIZES, max_size=4).map(tuple)


def by_numbers(a, b):
    """The rule itself, on plain ints: the shape, or None."""
    out = []
    for i in range(1, max(len(a), len(b)) + 1):
        p, q = (a[-i] if i <= len(a) else 1), (b[-i] if i <= len(b) else 1)
        if p != q and 1 not in (p, q):
            return None
        out.insert(0, q if p == 1 else p)
    return tuple(out)


@FIXED
@given(SHAPES, SHAPES)
def test_agrees_with_the_rule_for_all_numbers(a, b):
    shape, conflict = broadcast(a, b, Names(taken="xye"))
    assert len(shape) == max(len(a), len(b))
    for x in (1, 2, 3, 5):
        for y in (1, 2, 4):
            for e in (0, 1, 2):
                env = {"x": x, "y": y, "e": e}
                expected = by_numbers(*(tuple(substitute(s, env) for s in shape_) for shape_ in (a, b)))
                if conflict is not None:
                    assert expected is None
                elif expected is not None:
                    for size, number in zip(shape, expected, strict=True):
                        got = substitute(size, env)
                        low, high = bounds(got)
                        assert low is None or low <= number
                        assert high is None or number <= high


@FIXED
@given(SHAPES, SHAPES)
def test_plain_numbers_are_always_decided(a, b):
    a, b = (tuple(substitute(s, {"x": 2, "y": 3, "e": 0}) for s in shape) for shape in (a, b))
    shape, conflict = broadcast(a, b, Names())
    expected = by_numbers(a, b)
    assert (conflict is not None) == (expected is None)
    if expected is not None:
        assert shape == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((n, 3, h, w), (3, 1, 1), (n, 3, h, w)),
        ((n, 1), (1, h), (n, h)),
        ((n, 5), (h,), (n, 5)),
        ((h,), (h + 1,), (h + 1,)),
        ((), (2, h), (2, h)),
        ((64, 128 * h), (128 * h,), (64, 128 * h)),
    ],
)
def test_known_results(a, b, expected):
    assert broadcast(a, b, Names()) == (expected, None)
    assert broadcast(b, a, Names()) == (expected, None)


def test_two_unknown_sizes_give_a_third():
    shape, conflict = broadcast((2, h), (w,), Names(taken=["h", "w"]))
    assert conflict is None
    assert shape[0] == 2
    assert names_in(shape[1]) == ("h2",)


def test_the_first_conflict_from_the_right_is_told():
    shape, conflict = broadcast((4, 3, 128 * h), (5, 2, 64), Names())
    assert conflict == Conflict(1, 128 * h, 64)
    assert len(shape) == 3
    assert all(names_in(size) for size in shape)
    assert broadcast((4, 3, 7), (2, 1), Names())[1] == (2, 3, 2)
