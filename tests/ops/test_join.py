"""Joining and cutting: what must be equal, what adds up, and how it goes on after a conflict."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, shape

from footgun.ops.join import Chunk, Concat, Split, Stack
from footgun.sizes import name

n, h, w = name("n"), name("h"), name("w")


def test_sizes_along_the_axis_add_up():
    assert shape(Concat(1), (n, 64, h, w), (n, 32, h, w), (n, 1, h, w)) == (n, 97, h, w)
    assert shape(Concat(-1), (n, h), (n, w)) == (n, h + w)


def test_what_one_input_knows_the_others_take_over():
    assert shape(Concat(1), (n, 64, h, h), (n, 32, 14, 14)) == (n, 96, 14, 14)
    assert shape(Stack(0), (3, h), (3, 5)) == (2, 3, 5)


def test_an_empty_vector_joins_anything():
    assert shape(Concat(0), (0,), (n, 5)) == (n, 5)


def test_unequal_maps():
    output, found = fault(Concat(1), (n, 64, 28, 28), (n, 32, 14, 28))
    assert (found.kind, found.expected, found.got, found.axis) == ("concat", 28, 14, 2)
    assert output == (n, 96, 28, 28)


def test_a_name_never_equals_twice_itself():
    _, found = fault(Concat(1), (n, 64, 2 * h), (n, 64, 4 * h + 1))
    assert found.kind == "concat"
    assert not outcome(Concat(1), (n, 64, h), (n, 64, w))[1]


def test_unequal_ranks():
    output, found = fault(Concat(1), (n, 64, 7, 7), (n, 64))
    assert (found.kind, found.expected, found.got) == ("rank", (4,), (n, 64))
    assert output[0] == n
    assert output[2:] == (7, 7)


def test_unknown_inputs_leave_only_the_axis_open():
    output = shape(Concat(1), (n, 64, 7, 7), None)
    assert (output[0], output[2:]) == (n, (7, 7))
    assert not isinstance(output[1], int)
    assert shape(Stack(-1), None, (n, 3)) == (n, 3, 2)


def test_stack_makes_an_axis():
    assert shape(Stack(1), (n, 3), (n, 3)) == (n, 2, 3)
    _, found = fault(Stack(0), (n, 3), (n, 4))
    assert (found.kind, found.axis) == ("concat", 1)


@pytest.mark.parametrize(
    ("sizes", "size", "pieces"),
    [((3, 5), 8, (3, 5)), (3, 8, (3, 3, 2)), (4, 8, (4, 4)), (h, 3 * h, (h, h, h))],
)
def test_split(sizes, size, pieces):
    assert shape(Split(sizes, 1), (n, size)) == tuple((n, piece) for piece in pieces)


def test_split_sizes_that_do_not_sum():
    output, found = fault(Split((3, 4), 1), (n, 8))
    assert (found.kind, found.expected, found.got) == ("concat", 8, 7)
    assert output == ((n, 3), (n, 4))


def test_a_number_of_pieces_that_nothing_tells():
    assert outcome(Split(3, 1), (n, h)) == (None, [])


def test_chunk_gives_equal_parts():
    assert shape(Chunk(3, -1), (n, 3 * h)) == ((n, h),) * 3
    assert shape(Chunk(3, -1), (n, 7)) == ((n, 3), (n, 3), (n, 1))
    assert shape(Chunk(4, -1), (n, 6)) == ((n, 2),) * 3  # fewer than asked for
    assert len(shape(Chunk(3, 1), (n, h))) == 3
    assert shape(Chunk(3, -1, even=True), (n, 7)) == ((n, 3), (n, 2), (n, 2))


def test_types():
    assert Concat(0).dtype("int64", "float32") == "float32"
    assert Concat(0).dtype("int64", None) is None
