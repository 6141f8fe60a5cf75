"""Dense layers and matrix products."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, refusals, shape

from footgun.ops.linear import BatchMatMul, Bilinear, Linear, MatMul, MatrixMultiply
from footgun.sizes import name, show

n, h, w = name("n"), name("h"), name("w")


def test_the_last_axis_becomes_the_outputs():
    assert shape(Linear(5, 7), (n, 3, 5)) == (n, 3, 7)
    assert shape(Linear(5, 7), (5,)) == (7,)


def test_features_that_do_not_fit():
    output, found = fault(Linear(400, 10), (n, 256))
    assert output == (n, 10)
    assert (found.kind, found.expected, found.got, found.axis) == ("features", 400, 256, 1)


def test_features_that_can_never_fit():
    _, found = fault(Linear(64, 10), (n, 128 * h * w))
    assert (found.kind, found.expected) == ("features", 64)
    assert shape(Linear(256, 10), (n, 128 * h * w)) == (n, 10)


def test_a_batch_axis_is_wanted_where_the_layer_says_so():
    output, found = fault(Linear(None, 7, min_rank=2), (5,))
    assert (found.kind, found.expected, len(output)) == ("rank", (2,), 2)


def test_weights_of_a_layer_that_takes_its_features_from_the_input():
    assert count(Linear(None, 7), (n, 5)) == 5 * 7 + 7
    assert count(Linear(None, 7), None) == 0


def test_units_must_be_positive():
    assert refusals(Linear(None, 0)) == ["`units` must be positive, got 0"]


def test_a_bilinear_form():
    op = Bilinear(3, 4, 5)
    assert shape(op, (n, 3), (n, 4)) == (n, 5)
    assert count(op) == 3 * 4 * 5 + 5
    assert fault(op, (2, 3), (3, 4))[1].kind == "broadcast"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((n, 2, 3), (3, 5), "(n, 2, 5)"),
        ((n, 1, 2, h), (8, h, 5), "(n, 8, 2, 5)"),
        ((3,), (3,), "()"),
        ((3,), (4, 3, 5), "(4, 5)"),
        ((4, 2, 3), (3,), "(4, 2)"),
    ],
)
def test_products(a, b, expected):
    assert show(shape(MatMul(), a, b)) == expected


@pytest.mark.parametrize(
    ("op", "a", "b", "kind", "expected"),
    [
        (MatMul(), (2, 3), (4, 5), "matmul", (2, 5)),
        (MatMul(), (), (4, 5), "rank", (4, 5)),
        (BatchMatMul(), (2, 3, 4), (5, 4, 6), "matmul", (2, 3, 6)),
        (MatrixMultiply(), (3, 4), (5, 6), "matmul", (3, 6)),
    ],
)
def test_products_refused(op, a, b, kind, expected):
    output, found = fault(op, a, b)
    assert (found.kind, output) == (kind, expected)


def test_strict_products_do_not_broadcast():
    _, found = fault(MatrixMultiply(), (2, 3, 4), (4, 5))
    assert (found.kind, found.expected) == ("rank", (2,))
