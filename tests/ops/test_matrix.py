"""Inverses, decompositions and equations: which shapes they give, and which they refuse."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, shape

from footgun.ops.base import Check
from footgun.ops.matrix import (
    BlockDiagonal,
    Cross,
    Diagonal,
    DiagonalEmbed,
    DiagonalScatter,
    Kron,
    LowRank,
    Matrix,
    MatrixTranspose,
    Solve,
    Triangle,
)
from footgun.sizes import Names, name

n, h, w = name("n"), name("h"), name("w")
INVERSE = Matrix("inv", square=True)
THIN = Matrix("svd", ("mk", "k", "kn"))


@pytest.mark.parametrize(
    ("op", "inputs", "expected"),
    [
        (INVERSE, ((n, 4, 4),), (n, 4, 4)),
        (INVERSE, ((h, w),), (h, w)),
        (Matrix("det", ("",), square=True), ((n, 4, 4),), (n,)),
        (THIN, ((n, 4, 3),), ((n, 4, 3), (n, 3), (n, 3, 3))),
        (THIN, ((h, h),), ((h, h), (h,), (h, h))),
        (LowRank("svd_lowrank"), ((n, 4, 9),), ((n, 4, 4), (n, 4), (n, 9, 4))),
        (LowRank("pca_lowrank", 3, True), ((4, 9),), ((4, 3), (3,), (9, 3))),
        (Solve("solve"), ((n, 3, 3), (3, 5)), (n, 3, 5)),
        (Solve("solve", vector=True), ((n, 3, 3), (n, 3)), (n, 3)),
        (Solve("solve", vector=True), ((3, 3), (3,)), (3,)),
        (Solve("solve", False), ((3, 3), (5, 3)), (5, 3)),
        (Solve("lstsq", vector=True, least=True), ((4, 3), (4, 2)), (3, 2)),
        (Solve("lstsq", vector=True, least=True), ((4, 3), (4,)), (3,)),
        (Solve("solve", vector=True), ((n, h, h), (w, 3)), None),
        (Triangle("tril"), ((n, h, w),), (n, h, w)),
        (MatrixTranspose(-2, -1), ((h, w),), (w, h)),
        (MatrixTranspose(-2, -1), ((),), ()),
        (Kron("kron"), ((2, 3), (4,)), (2, 12)),
        (Cross("cross"), ((n, 3), (1, 3)), (n, 3)),
        (Cross("cross", axis=None), ((3, n), (3, n)), (3, n)),
        (Diagonal(), ((4, 3, n),), (n, 3)),
        (Diagonal(1, -2, -1), ((n, 4, 3),), (n, 2)),
        (Diagonal(-1, diag=True), ((n,),), (n + 1, n + 1)),
        (DiagonalEmbed(), ((n, 3),), (n, 3, 3)),
        (DiagonalEmbed(1, 0, 2), ((n, 3),), (4, n, 4)),
        (DiagonalScatter(), ((4, 3), (3,)), (4, 3)),
        (BlockDiagonal(), ((2, 3), (n,), ()), (4, n + 4)),
    ],
    ids=repr,
)
def test_shapes(op, inputs, expected):
    assert shape(op, *inputs) == expected


@pytest.mark.parametrize(
    ("op", "inputs", "kind", "detail"),
    [
        (INVERSE, ((4, 3),), "argument", "a matrix of 4 x 3 is not square"),
        (INVERSE, ((4,),), "rank", ""),
        (Matrix("trace", ("",), batched=False), ((2, 3, 3),), "rank", ""),
        (LowRank("pca_lowrank", 5, True), ((4, 9),), "argument", "q=5 is more than a matrix of 4 x 9 has"),
        (Solve("solve"), ((3, 3), (4, 5)), "argument", "a matrix of 3 x 3 and a right side of 4 rows"),
        (Solve("s", False), ((3, 3), (3, 5)), "argument", "a matrix of 3 x 3 and a right side of 5 columns"),
        (Solve("solve"), ((2, 3, 3), (4, 3, 1)), "argument", "the batches (2,) and (4,) do not broadcast"),
        (Solve("cholesky_solve"), ((3, 3), (3,)), "rank", ""),
        (Solve("lstsq", vector=True, least=True), ((2, 4, 3), (4,)), "rank", ""),
        (Triangle("triu"), ((3,),), "rank", ""),
        (MatrixTranspose(-2, -1), ((2, 3, 4),), "rank", ""),
        (Cross("cross"), ((n, 4), (n, 4)), "argument", "axis 1 has 4"),
        (Cross("cross"), ((2, 3), (3,)), "rank", ""),
        (Cross("cross", axis=None), ((2, 4), (2, 4)), "argument", "no axis of (2, 4) has 3 numbers"),
        (Diagonal(diag=True), ((2, 3, 4),), "rank", ""),
        (Diagonal(), ((4,),), "argument", "axis 1 is out of range"),
        (Diagonal(0, 1, -1), ((4, 3),), "argument", "an axis is named twice"),
        (DiagonalEmbed(0, 5), ((4, 3),), "argument", "axis 5 is out of range"),
        (DiagonalScatter(), ((4, 3), (4,)), "argument", "the diagonal is (3,), the source (4,)"),
        (BlockDiagonal(), ((2, 3), (1, 2, 3)), "rank", ""),
    ],
    ids=repr,
)
def test_refusals(op, inputs, kind, detail):
    found = fault(op, *inputs)[1]
    assert found.kind == kind
    assert detail in found.detail


def test_what_holds_no_numbers_is_looked_at_by_few():
    hasty = Matrix("cholesky", square=True, hasty=True)
    assert shape(hasty, (1, 0)) == (1, 0)
    check = Check(Names())
    hasty.check_dtypes(check, [(0, 2, 2)], ["int64"])
    assert not check.faults
    hasty.check_dtypes(check, [(1, 2, 2)], ["int64"])
    assert [f.kind for f in check.faults] == ["dtype"]


def test_right_sides_are_of_the_type_of_the_matrix():
    check = Check(Names())
    Solve("solve").check_dtypes(check, [(3, 3), (3, 1)], ["float32", "float64"])
    assert [f.detail for f in check.faults] == ["alike"]


def test_a_triangle_takes_right_sides_of_any_type():
    op, check = Solve("solve_triangular", converts=True), Check(Names())
    op.check_dtypes(check, [(3, 3), (3, 1)], ["float32", "bool"])
    op.check_dtypes(check, [(0, 0), (0, 1)], ["int64", "float32"])
    assert not check.faults
    assert op.dtype("float64", "float32") == "float64"
    op.check_dtypes(check, [(3, 3), (3, 1)], ["int64", "float32"])
    assert [f.kind for f in check.faults] == ["dtype"]
