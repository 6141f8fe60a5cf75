"""`x[...]` with numbers, slices, names and tensors."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, shape

from footgun.ops.indexing import Index
from footgun.sizes import bounds, name

n, h, t = name("n"), name("h"), name("t")


def cut(start=None, stop=None, step=None):
    return ("slice", start, stop, step)


ALL = cut()
REST = ("ellipsis",)
ONE = ("int", 0)


@pytest.mark.parametrize(
    ("kinds", "given", "expected"),
    [
        ((ONE,), (n, 3), (3,)),
        ((REST, ("int", -1)), (n, t, 3), (n, t)),
        ((ALL, ("int",)), (n, t, 3), (n, 3)),
        ((ALL, ("none",)), (n, t), (n, 1, t)),
        ((ALL, cut(1)), (n, t), (n, t - 1)),
        ((ALL, cut(None, -1)), (n, t), (n, t - 1)),
        ((ALL, cut(-1)), (n, t), (n, 1)),
        ((ALL, cut(None, None, 2)), (n, t), (n, (t + 1) // 2)),
        ((ALL, cut(None, 5)), (n, 3), (n, 3)),
        ((ALL, cut(None, t)), (1, 1000, 64), (1, t, 64)),
        ((cut(t, t + 8),), (n, 3), (8, 3)),
        ((REST, cut(h - 4, None)), (n, h), (n, 4)),
        ((("tensor", (5,)),), (n, 3), (5, 3)),
        ((ALL, ("tensor", (5, 2))), (n, 9, 3), (n, 5, 2, 3)),
        ((("tensor", (5,)), ALL, ("tensor", (5,))), (n, t, 3), (5, t)),
        ((ONE, ALL, ("tensor", (5,))), (n, t, 3), (t, 5)),
        ((ALL, ("tensor", (5,)), ALL, ("tensor", (5,))), (n, 9, t, 3), (5, n, t)),
        ((("tensor", (5, 1)), ("tensor", (7,))), (n, t, 3), (5, 7, 3)),
    ],
)
def test_shapes(kinds, given, expected):
    assert shape(Index(kinds), given) == expected


def test_a_cut_that_may_go_past_the_end_is_bounded():
    (_, length) = shape(Index((ALL, cut(None, 5))), (n, t))
    assert bounds(length) == (1, 5)
    (_, length) = shape(Index((ALL, cut(-3))), (n, t))
    assert bounds(length) == (1, 3)


def test_a_mask_keeps_an_unknown_number():
    output = shape(Index((("mask", (n, t)),)), (n, t, 3))
    assert output[1] == 3
    assert bounds(output[0]) == (0, None)
    _, found = fault(Index((("mask", (4,)),)), (5, 3))
    assert (found.kind, found.expected, found.got) == ("index", 5, 4)


def test_out_of_range():
    output, found = fault(Index((ALL, ("int", 3))), (n, 3))
    assert (found.kind, found.expected, found.got, found.axis) == ("index", 3, 3, 1)
    assert output == (n,)
    assert fault(Index((("int", -4),)), (3,))[1].kind == "index"
    assert shape(Index((ALL, ("int", 3))), (n, t)) == (n,)  # there may be a fourth
    assert fault(Index((("int", h),)), (h,))[1].kind == "index"


def test_too_many_indices():
    output, found = fault(Index((ONE, ONE, ONE)), (n, 3))
    assert (found.kind, found.detail) == ("index", "too many indices")
    assert output is None


def test_steps_go_forward():
    backwards = Index((REST, cut(None, None, -1)))
    assert fault(backwards, (n, 3))[1].argument == "step"
    assert shape(backwards.replace(reverse=True), (n, 3)) == (n, 3)  # as in NumPy


def test_unknown():
    assert outcome(Index((ONE,)), None) == (None, [])
    assert outcome(Index((("tensor", None),)), (n, 3)) == (None, [])
