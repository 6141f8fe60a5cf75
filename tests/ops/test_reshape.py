"""The same values under another shape: known sizes, names, and what can never fit."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, refusals, shape

from footgun.ops.reshape import (
    Expand,
    Flatten,
    KerasFlatten,
    Permute,
    Repeat,
    RepeatVector,
    Reshape,
    Squeeze,
    Transpose,
    Unflatten,
    Unsqueeze,
)
from footgun.sizes import name, names_in

n, h, w = name("n"), name("h"), name("w")


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Flatten(), (n, 128, h, w), (n, 128 * h * w)),
        (Flatten(-3, -2), (n, 3, h, w), (n, 3 * h, w)),
        (Flatten(0), (), (1,)),
        (KerasFlatten(), (n,), (n, 1)),
        (KerasFlatten(), (n, h, w, 3), (n, 3 * h * w)),
        (Reshape((n, -1)), (n, 120, h, w), (n, 120 * h * w)),
        (Reshape((-1, 400)), (n, 16, 5, 5), (n, 400)),
        (Reshape((-1, h)), (n, h, 6), (6 * n, h)),
        (Reshape((-1, 7, 7), keep_batch=True), (n, 980), (n, 20, 7, 7)),
        (Unflatten(1, (-1, 7, 7)), (n, 980, 2), (n, 20, 7, 7, 2)),
        (Permute((0, 2, 3, -3)), (n, 3, h, w), (n, h, w, 3)),
        (Permute((2, 1), keep_batch=True), (n, 3, h), (n, h, 3)),
        (Transpose(1, -1), (n, 3, h, w), (n, w, h, 3)),
        (Squeeze(), (n, 1, 512, 1), (n, 512)),
        (Squeeze(-1), (n, 512, 1, 1), (n, 512, 1)),
        (Squeeze(1), (n, 512), (n, 512)),
        (Unsqueeze(-1), (n, h), (n, h, 1)),
        (Expand((n, -1, 7)), (1, h, 1), (n, h, 7)),
        (Repeat((2, 3)), (n, h), (2 * n, 3 * h)),
        (Repeat((3,), tile=True), (n, h), (n, 3 * h)),
        (RepeatVector(5), (n, 16), (n, 5, 16)),
    ],
    ids=repr,
)
def test_shapes(op, given, expected):
    assert shape(op, given) == expected
    assert op.moves


def test_a_batch_that_may_divide_is_no_fault():
    """Rows of 400 work for n = 400: that they are fewer than the examples is for a rule to say."""
    assert shape(Reshape((-1, 400)), (n, 3, 7)) == ((21 * n) // 400, 400)


def test_elements_that_never_fit():
    output, found = fault(Reshape((-1, 400)), (4, 3, 7))
    assert (found.kind, found.expected, found.got) == ("elements", (-1, 400), (4, 3, 7))
    assert output[1] == 400
    assert names_in(output[0])
    output, found = fault(Reshape((n, 401)), (n, 16, 5, 5))
    assert found.kind == "elements"
    assert output == (n, 401)


def test_elements_that_fit_some_maps():
    assert shape(Reshape((n, 400)), (n, 16, h, w)) == (n, 400)
    _, found = fault(Reshape((n, 401)), (n, 16, h, w))  # 401 is odd
    assert found.kind == "elements"


def test_only_one_size_is_left_open():
    _, found = fault(Reshape((-1, -1)), (2, 3))
    assert (found.kind, found.argument) == ("argument", "shape")


@pytest.mark.parametrize("op", [Flatten(1, 4), Transpose(0, 2), Squeeze(-3), Permute((0, 0)), Flatten(1, 0)])
def test_axes_that_do_not_exist(op):
    _, found = fault(op, (4, 5))
    assert found.kind == "argument"
    assert found.detail


def test_permute_names_every_axis():
    output, found = fault(Permute((0, 3, 1, 2)), (n, 3, 32))
    assert (found.kind, found.expected, found.got) == ("rank", (4,), (n, 3, 32))
    assert len(output) == 4
    assert refusals(Permute((0, 2, 1), keep_batch=True))


def test_squeeze_of_a_size_that_may_be_1_leaves_the_rank_open():
    assert outcome(Squeeze(), (n, 512, h, w)) == (None, [])
    assert outcome(Squeeze(1), (n, h)) == (None, [])
    _, found = fault(Squeeze(1, strict=True), (n, 512))
    assert found.got == 512


def test_expand_only_stretches_ones():
    output, found = fault(Expand((n, 5)), (n, 4))
    assert (found.kind, found.axis) == ("broadcast", 1)
    assert output == (n, 5)


@pytest.mark.parametrize(
    ("op", "rank"),
    [
        (Flatten(), 2),
        (KerasFlatten(), 2),
        (Reshape((-1, 4)), 2),
        (Permute((1, 0, 2)), 3),
        (RepeatVector(3), 3),
    ],
)
def test_unknown_rank(op, rank):
    assert len(shape(op, None)) == rank
