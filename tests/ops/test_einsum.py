"""Einstein sums: letters, ellipsis, stretched sizes of 1, and conflicts."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, shape

from footgun.ops.einsum import Einsum
from footgun.sizes import name

n, q, k, d = name("n"), name("q"), name("k"), name("d")


@pytest.mark.parametrize(
    ("equation", "given", "expected"),
    [
        ("nqd,nkd->nqk", ((n, q, d), (n, k, d)), (n, q, k)),
        ("ij,jk", ((2, 3), (3, 4)), (2, 4)),
        ("ba", ((2, 3),), (3, 2)),
        ("ii", ((3, 3),), ()),
        ("b...d, d e -> b...e", ((n, q, k, 8), (8, 5)), (n, q, k, 5)),
        ("...i,...i->...", ((2, 1, 4), (3, 4)), (2, 3)),
        ("bi,bj->bij", ((7, 2), (1, 3)), (7, 2, 3)),
    ],
)
def test_the_output(equation, given, expected):
    assert shape(Einsum(equation), *given) == expected


def test_a_letter_has_one_size():
    output, found = fault(Einsum("ij,jk->ik"), (2, 3), (5, 4))
    assert output == (2, 4)
    assert (found.kind, found.expected, found.got, found.axis) == ("matmul", (2, 3), (5, 4), 1)
    assert Einsum("ij,jk->ik").axis(found.argument, 1, 2) == 0


def test_each_axis_has_a_letter():
    _, found = fault(Einsum("ijk->i"), (2, 3))
    assert (found.kind, found.expected) == ("rank", (3,))


def test_letters_that_no_operand_has():
    _, found = fault(Einsum("ij->iz"), (2, 3))
    assert (found.kind, "`z`" in found.detail) == ("argument", True)


def test_inputs_of_two_types_give_a_type_that_is_not_known():
    op = Einsum.__new__(Einsum)
    assert op.dtype("float32", "float32") == "float32"
    assert op.dtype("bool", "float32") is None
    assert op.dtype("bool", None) is None
