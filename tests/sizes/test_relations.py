"""True and False are proofs: no numbers within the bounds may contradict them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.sizes.trees import BOUNDS, FIXED, SYMBOLS, compute, conv_trees, many_values, trees

from footgun.sizes import at_least, bounds, divides, least, name, same, solve, substitute

h, w, n = name("h"), name("w"), name("n")


@FIXED
@given(trees(), trees(), many_values())
def test_no_numbers_contradict_an_answer(ta, tb, samples):
    a, b = compute(ta, SYMBOLS), compute(tb, SYMBOLS)
    assume(a is not None and b is not None)
    equal, ge = same(a, b), at_least(a, b)
    try:
        divisible = divides(a, b)
    except ZeroDivisionError:
        divisible = None
    low, high = bounds(a)
    for values in samples:
        x, y = compute(ta, values), compute(tb, values)
        if x is None or y is None:
            continue
        assert equal is None or equal == (x == y)
        assert ge is None or ge == (x >= y)
        assert x == 0 or divisible is None or divisible == (y % x == 0)
        assert low is None or low <= x
        assert high is None or x <= high


@FIXED
@given(conv_trees("hw"), conv_trees("hw"), many_values())
def test_no_numbers_contradict_an_answer_about_layers(ta, tb, samples):
    a, b = compute(ta, SYMBOLS), compute(tb, SYMBOLS)
    equal, ge, divisible = same(a, b), at_least(a, b), divides(4, a)
    low, high = bounds(a)
    for values in samples:
        x, y = compute(ta, values), compute(tb, values)
        assert equal is None or equal == (x == y)
        assert ge is None or ge == (x >= y)
        assert divisible is None or divisible == (x % 4 == 0)
        assert low is None or low <= x
        assert high is None or x <= high


@FIXED
@given(conv_trees("h"), st.integers(-10, 400))
def test_solve_finds_exactly_the_values(tree, value):
    size = compute(tree, SYMBOLS)
    found = solve(size, value)
    assume(found is not None)
    assert [k for k in found if k <= 300] == [k for k in range(1, 301) if compute(tree, {"h": k}) == value]
    assert all(substitute(size, {"h": k}) == value for k in list(found)[:50])
    if same(size, value) is False:
        assert not found


@FIXED
@given(trees("h", divisors=st.integers(1, 5)), st.integers(-30, 30))
def test_solve_where_the_size_rises_and_falls(tree, value):
    found = solve(compute(tree, SYMBOLS), value)
    assume(found is not None)
    assert [k for k in found if k <= 200] == [k for k in range(1, 201) if compute(tree, {"h": k}) == value]


@FIXED
@given(trees("b", divisors=st.integers(1, 5)), st.integers(-30, 30))
def test_solve_respects_an_upper_bound(tree, value):
    size = compute(tree, SYMBOLS)
    found = solve(size, value)
    assume(found is not None)
    low, high = BOUNDS["b"]
    assert list(found) == [k for k in range(low, high + 1) if compute(tree, {"b": k}) == value]


@FIXED
@given(conv_trees("h"), st.integers(-10, 400))
def test_least_is_the_first_value_that_reaches(tree, value):
    first = least(compute(tree, SYMBOLS), value)
    assume(first is not None)
    assert compute(tree, {"h": first}) >= value
    assert first == 1 or compute(tree, {"h": first - 1}) < value


@FIXED
@given(conv_trees("h", factors=False), st.integers(0, 200))
def test_one_name_through_layers_is_always_decided(tree, value):
    size = compute(tree, SYMBOLS)
    found = solve(size, value)
    assert found is not None
    assert least(size, value) is not None
    assert same(size, value) is (None if found else False)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (128 * h * w, 64, False),
        (128 * h * w, 100, False),
        (256 * h * w, 100, False),
        (256 * h * w, 512, None),
        (h + 1, h, False),
        (h, -3, False),
        (2 * h + 4 * w, 7, False),
        (h - 2 * (h // 2), 2, False),
        (h * h, 50, False),
        (h * h, 49, None),
        (h - h // 2, (h + 1) // 2, True),
        (h // 2 + (h + 1) // 2, h, True),
        ((h // 2) * 2, h + 1, False),
        ((h // 2) * 2, h, None),
        (h, w, None),
        (7, 7, True),
        (name("x", 4, 4), 4, True),
        (16 * ((h - 1) // 2 + 1) * ((w - 1) // 2 + 1), 400, None),
        (16 * ((h - 1) // 2 + 1) * ((w - 1) // 2 + 1), 401, False),
    ],
)
def test_same(a, b, expected):
    assert same(a, b) is expected
    assert same(b, a) is expected


@pytest.mark.parametrize(
    ("d", "size", "expected"),
    [
        (7, 14 * h, True),
        (3, 7, False),
        (3, 9, True),
        (0, 0, True),
        (0, 3, False),
        (2, h, None),
        (2, 2 * h + 1, False),
        (4, 2 * h + 1, False),
        (h, h * w, True),
        (h + 1, h * w + w, True),
        (name("c", 8), 7, False),
        (512, n * 512 * (h // 4), True),
        (2, h * h + h, True),
    ],
)
def test_divides(d, size, expected):
    assert divides(d, size) is expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (h, 1, True),
        (h, 2, None),
        (h - 7, h, False),
        (h * w, h, True),
        (h, h // 2 + 1, True),
        (h, h // 2 + 2, None),
        (h + 1, h // 2 + 1, True),
        ((h + 1) // 2, 1, True),
        ((h - 7) // 2 + 1, 1, None),
        (h % 4, 4, False),
        (7 % h, 0, True),
        (5, 6, False),
    ],
)
def test_at_least(a, b, expected):
    assert at_least(a, b) is expected


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (5, (5, 5)),
        (h, (1, None)),
        (-h, (None, -1)),
        (h % 2, (0, 1)),
        (h - 2 * (h // 2), (0, 1)),
        (name("p", 0, 8) // 2, (0, 4)),
        (name("p", 0, 8) - 3 * name("q", 1, 2), (-6, 5)),
        (h * w - h, (0, None)),
        ((h - 1) // 2 + 1, (1, None)),
        (h * w % w, (0, 0)),
        (n % w, (0, None)),
        (7 % h, (0, 7)),
        (-h // w, (None, -1)),
        (name("z", None) ** 2, (0, None)),
        (name("z", None) ** 3, (None, None)),
    ],
)
def test_bounds(size, expected):
    assert bounds(size) == expected


@pytest.mark.parametrize(
    ("size", "value", "expected"),
    [
        ((h + 2 - 3) // 2 + 1, 19, [37, 38]),
        (h * h, 49, [7]),
        (h * h, 50, []),
        (3 * h, 7, []),
        (10 - h, 3, [7]),
        (h - h // 2, 4, [7, 8]),
        (h * h - 5 * h, -6, [2, 3]),
        (h - h // 2, 0, []),
        (name("m", -3, 5) ** 2, 4, [-2, 2]),
        (name("p", 7) % 4 + name("p", 7) * 2, 17, [7]),
        (name("p", 8) % 4 + name("p", 8) * 2, 17, []),
        (name("p", 0), 0, [0]),
        (name("p", 0, 5), 6, []),
        (name("p", 3, 5) // 2, 2, [4, 5]),
    ],
)
def test_solve(size, value, expected):
    assert list(solve(size, value)) == expected


@pytest.mark.parametrize("size", [h * w, 5, h % 2, 7 // h, name("z", None)])
def test_solve_says_when_it_cannot_tell(size):
    assert solve(size, 1) is None


def test_least():
    assert least((h + 2 - 3) // 2 + 1, 19) == 37
    assert least(h * h, 50) == 8
    assert least(h, -4) == 1
    assert least(name("p", 0, 5), 6) is None
    assert least(10 - h, 3) is None
