"""Which axes go, and what type is left."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, shape

from footgun.ops.base import Check
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce, TopK
from footgun.sizes import Names, name

n, h, w = name("n"), name("h"), name("w")


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        (Reduce("mean"), ()),
        (Reduce("mean", (2, 3)), (n, 3)),
        (Reduce("sum", (-1,), keepdims=True), (n, 3, h, 1)),
        (Reduce("sum", ()), ()),
        (ArgReduce("argmax", 1), (n, h, w)),
        (ArgReduce("argmax", 1, keepdims=True), (n, 1, h, w)),
        (ArgReduce("argmax"), ()),
        (Cumulate("cumsum", 1), (n, 3, h, w)),
    ],
    ids=repr,
)
def test_shapes(op, expected):
    assert shape(op, (n, 3, h, w)) == expected


@pytest.mark.parametrize("op", [Reduce("sum", (4,)), Reduce("sum", (0, -4)), ArgReduce("argmax", -5)])
def test_axes_that_do_not_exist(op):
    assert fault(op, (n, 3, h, w))[1].kind == "argument"


def test_extremes_of_nothing():
    assert fault(Reduce("max", (1,)), (n, 0))[1].kind == "argument"
    assert not outcome(Reduce("sum", (1,)), (n, 0))[1]


def test_the_five_best_of_three():
    output, found = fault(TopK(5), (n, 3))
    assert (found.kind, found.expected, found.got) == ("index", 3, 5)
    assert output == ((n, 5), (n, 5))
    assert shape(TopK(5), (n, h)) == ((n, 5), (n, 5))


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Reduce("sum"), "bool", "int64"),
        (Reduce("mean"), "float16", "float16"),
        (Reduce("mean", casts=True), "int64", "float32"),
        (Reduce("any"), "float32", "bool"),
        (Reduce("count_nonzero"), "float32", "int64"),
        (Reduce("max"), "int32", "int32"),
        (Cumulate("cumsum", 0), "int32", "int64"),
        (ArgReduce("argmax", 1), None, "int64"),
    ],
    ids=repr,
)
def test_types(op, given, expected):
    assert op.dtype(given) == expected


@pytest.mark.parametrize(
    ("casts", "dtype", "faults"), [(False, "int64", 1), (True, "int64", 0), (False, None, 0)]
)
def test_integers_have_no_mean_in_torch(casts, dtype, faults):
    check = Check(Names())
    Reduce("mean", casts=casts).check_dtypes(check, [(3,)], [dtype])
    assert [f.kind for f in check.faults] == ["dtype"] * faults
