"""Broadcasting, types of results, and which functions change nothing."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, shape

from footgun.ops.base import Check
from footgun.ops.elementwise import Binary, Cast, Merge, Several, Unary, Where, result_type
from footgun.sizes import Names, name

n, h, w = name("n"), name("h"), name("w")


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((n, 64, h, w), (64, 1, 1), (n, 64, h, w)),
        ((n, 1), (n,), (n, n)),
        ((n, h), (), (n, h)),
        ((n, h), (n, 7), (n, 7)),  # h is 7 or 1
    ],
)
def test_broadcast(a, b, expected):
    assert shape(Binary("add"), a, b) == expected
    assert shape(Where(), a, a, b) == expected


def test_shapes_that_never_broadcast():
    output, found = fault(Binary("add"), (n, 64, h, w), (n, 128, h, w))
    assert (found.kind, found.expected, found.got) == ("broadcast", (n, 64, h, w), (n, 128, h, w))
    assert found.axis == 1
    assert output == (n, 64, h, w)
    assert fault(Binary("add"), (n, 2 * h), (n, 2 * h + 1))[1].axis == 1


def test_unknown_stays_unknown():
    assert outcome(Binary("add"), (n, 3), None) == (None, [])


def test_numbers_are_no_tensors():
    op = Binary("mul", "float")
    assert shape(op, (n, 3)) == (n, 3)
    assert op.affine
    assert op.dtype("float16") == "float16"
    assert op.dtype("int32") == "float32"
    assert not Binary("pow", "int").affine
    assert not Binary("mul").affine


@pytest.mark.parametrize(
    ("name", "types", "expected"),
    [
        ("add", ("float32", "float64"), "float64"),
        ("add", ("int64", "float16"), "float16"),
        ("div", ("int64", "int64"), "float32"),
        ("eq", (None, "float32"), "bool"),
        ("add", (None, "float32"), None),
    ],
)
def test_types_of_pairs(name, types, expected):
    assert Binary(name).dtype(*types) == expected


def test_a_tensor_of_rank_0_does_not_widen():
    assert result_type(["float32", "float64"], [(3,), ()]) == "float32"
    assert result_type(["int64", "float64"], [(3,), ()]) == "float64"
    assert result_type(["float32", "float64"], [(), ()]) == "float64"


def test_functions_of_one_tensor():
    assert Unary("exp").dtype("int64") == "float32"
    assert Unary("isnan").dtype("float32") == "bool"
    assert Unary("sign").dtype("int64") == "int64"
    assert Unary("unheard_of").dtype("int64") is None
    assert Unary("bitwise_not").dtype("bool") == "bool"
    assert Unary("detach").moves
    assert Unary("flip").moves
    assert Unary("neg").affine
    assert not Unary("exp").affine
    assert Cast("float16").dtype("int64") == "float16"


def test_bits_of_fractions():
    check = Check(Names())
    Binary("bitwise_and").check_dtypes(check, [(3,), (3,)], ["float32", "bool"])
    assert [(f.kind, f.got) for f in check.faults] == [("dtype", "float32")]


def test_merging_layers_keep_the_batch_apart():
    assert shape(Merge("add"), (n, 7, 7, 64), (n, 1, 1, 64)) == (n, 7, 7, 64)
    assert shape(Merge("multiply"), (n, 7, 64), (n, 64)) == (n, 7, 64)
    output, found = fault(Merge("add"), (4, 64), (1, 64))
    assert (found.kind, found.axis, found.detail) == ("broadcast", 0, "batch")
    assert output == (4, 64)
    assert fault(Merge("add"), (n, 7, 64), (n, 7, 32))[1].kind == "broadcast"
    assert fault(Merge("subtract"), (n, 7))[1].kind == "argument"


def kinds(op, shapes, dtypes):
    check = Check(Names())
    op.check_dtypes(check, shapes, dtypes)
    return [(f.kind, f.got, f.detail) for f in check.faults]


def test_booleans_are_no_numbers_to_subtract():
    assert kinds(Binary("sub"), [(3,), (3,)], ["float32", "bool"]) == [("dtype", "bool", "minus")]
    assert kinds(Binary("sub", "int"), [(3,)], ["bool"]) == [("dtype", "bool", "minus")]
    assert kinds(Unary("neg"), [(3,)], ["bool"]) == [("dtype", "bool", "minus")]
    assert kinds(Binary("mul"), [(3,), (3,)], ["float32", "bool"]) == []
    assert kinds(Unary("neg"), [(3,)], ["int64"]) == []


def test_fractions_have_no_bits_and_make_no_mask():
    assert kinds(Unary("bitwise_not"), [(3,)], ["float32"])[0][:2] == ("dtype", "float32")
    assert kinds(Unary("bitwise_not"), [(3,)], [None]) == []
    assert kinds(Where(), [(3,)] * 3, ["float32"] * 3) == [("dtype", "float32", "mask")]
    assert kinds(Where(casts=True), [(3,)] * 3, ["float32"] * 3) == []
    assert kinds(Several("masked_fill"), [(3,)] * 2, ["float32", "uint8"]) == [("dtype", "uint8", "mask")]


def test_bounds_that_are_tensors_stretch():
    assert shape(Several("clamp"), (5, 1), (5,)) == (5, 5)
    assert fault(Several("clamp"), (5, 2), (5,))[1].kind == "broadcast"
    assert fault(Several("clamp", True), (5, 1), (5,))[1].kind == "broadcast"


def test_left_and_right_are_of_a_matrix():
    assert fault(Unary("fliplr"), (4,))[1].kind == "rank"
    assert shape(Unary("fliplr"), (n, 4)) == (n, 4)
