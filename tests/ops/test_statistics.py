"""Covariances, counts, areas, and what is drawn."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, shape

from footgun.ops.base import Check
from footgun.ops.statistics import Combinations, Counts, Covariance, Drawn, Far, Grid, Renorm, Trapezoid
from footgun.sizes import Names, name

n, t = name("n"), name("t")


@pytest.mark.parametrize(
    ("op", "inputs", "expected"),
    [
        (Covariance("cov"), ((3, n),), (3, 3)),
        (Covariance("cov"), ((1, n),), ()),
        (Covariance("cov"), ((n,), (n,)), ()),
        (Covariance("cov"), ((n, 3),), None),  # one row would leave no axes
        (Trapezoid("trapz"), ((n, 4), (4,)), (n,)),
        (Trapezoid("trapz", 0, True), ((4, n),), (3, n)),
        (Trapezoid("trapz"), ((n, 4), (1, 4)), (n,)),
        (Drawn(2), ((n, 4),), (n, 2)),
        (Drawn(9, True), ((4,),), (9,)),
        (Drawn(9), ((t,),), (9,)),
        (Combinations(2), ((4,),), (6, 2)),
        (Combinations(2, True), ((4,),), (10, 2)),
        (Grid(), ((2,), (n,)), (2 * n, 2)),
        (Grid(), ((n,),), (n,)),
        (Renorm(-1), ((n, 4),), (n, 4)),
        (Far("dist"), ((n, 4), (4,)), ()),
    ],
    ids=repr,
)
def test_shapes(op, inputs, expected):
    assert shape(op, *inputs) == expected


@pytest.mark.parametrize(
    ("op", "inputs", "kind", "detail"),
    [
        (Covariance("cov"), ((2, 3, 4),), "rank", ""),
        (Covariance("cov"), ((2, 3), (2,)), "argument", "2 weights for 3 columns"),
        (Trapezoid("trapz"), ((2, 3), (4,)), "argument", "4 places for 3 numbers along axis 1"),
        (Trapezoid("trapz"), ((2, 3), (4, 3)), "broadcast", ""),
        (Trapezoid("trapz", 2), ((2, 3),), "argument", "axis 2 is out of range"),
        (Counts(), ((2, 3),), "rank", ""),
        (Counts(), ((3,), (4,)), "argument", "one weight for each number"),
        (Counts(-1), ((3,),), "argument", "`minlength` is -1"),
        (Drawn(5), ((n, 4),), "argument", "draws 5 of 4 without replacement"),
        (Drawn(0), ((n, 4),), "argument", "draws 0"),
        (Drawn(1), ((2, 3, 4),), "rank", ""),
        (Combinations(), ((2, 3),), "rank", ""),
        (Combinations(-1), ((3,),), "argument", "chooses -1"),
        (Grid(), ((2,), (3, 4)), "rank", ""),
        (Renorm(2), ((2, 3),), "argument", "axis 2 is out of range"),
        (Renorm(0), ((3,),), "rank", ""),
        (Far("dist"), ((4,), (5,)), "broadcast", ""),
    ],
    ids=repr,
)
def test_refusals(op, inputs, kind, detail):
    found = fault(op, *inputs)[1]
    assert found.kind == kind
    assert detail in found.detail


def test_fractions_are_not_counted():
    check = Check(Names())
    Counts().check_dtypes(check, [(3,)], ["float32"])
    assert [f.detail for f in check.faults] == ["counts integers, but gets float32"]


def test_truth_values_have_no_covariance():
    check = Check(Names())
    Covariance("cov").check_dtypes(check, [(2, 3)], ["bool"])
    assert [f.kind for f in check.faults] == ["dtype"]


def test_how_far_numbers_go_is_not_known():
    ((size,), faults) = outcome(Counts(), (4,))
    assert not faults
    assert not isinstance(size, int)


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Covariance("cov"), ("int64",), "float32"),
        (Covariance("cov"), ("float32", "float64"), "float64"),
        (Trapezoid("trapz"), ("int64",), "float32"),
        (Trapezoid("trapz"), ("float32", "float64"), "float64"),
        (Counts(), ("int64",), "int64"),
        (Counts(), ("int64", "float32"), "float32"),
        (Counts(), ("int64", "int64"), "float64"),
        (Drawn(1), ("float32",), "int64"),
        (Far("dist"), ("int64", "float32"), "float32"),
    ],
    ids=repr,
)
def test_types(op, given, expected):
    assert op.dtype(*given) == expected
