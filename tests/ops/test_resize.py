"""Maps padded, cropped and scaled."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, refusals, shape

from footgun.ops.resize import Crop, Pad, PixelShuffle, Upsample
from footgun.sizes import name

n, h, w = name("n"), name("h"), name("w")
SAME = ((-1, 1, 1), (-2, 1, 1))


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Pad(SAME), (n, 3, h, 30), (n, 3, h + 2, 32)),
        (Pad(((-1, h, 0),)), (n, 3), (n, h + 3)),
        (Pad(((-1, -2, -1),)), (n, 3), (n, 0)),
        (Pad(SAME, mode="reflect"), (3, 8, 8), (3, 10, 10)),
        (Crop(((1, 2), (3, 4)), last=True), (n, 10, 10, 3), (n, 7, 3, 3)),
        (Upsample(scale=2), (n, 3, h, w), (n, 3, 2 * h, 2 * w)),
        (Upsample(scale=(2, 3), spatial=2, last=True), (n, 5, 5, 3), (n, 10, 15, 3)),
        (Upsample(scale=0.5), (n, 3, h, 7), (n, 3, h // 2, 3)),
        (Upsample(size=(h, w)), (n, 3, 7, 7), (n, 3, h, w)),
        (PixelShuffle(2), (n, 12, h, w), (n, 3, 2 * h, 2 * w)),
        (PixelShuffle(2, down=True), (n, 3, 8, 2 * w), (n, 12, 4, w)),
    ],
    ids=repr,
)
def test_shapes(op, given, expected):
    assert shape(op, given) == expected


def test_cutting_more_than_there_is():
    _, found = fault(Pad(((-1, -2, -2),)), (n, 3))
    assert (found.kind, found.expected, found.got, found.axis) == ("window", 4, 3, 1)
    output, found = fault(Crop(((2, 2),), last=True), (n, 4, 3))
    assert (found.kind, found.got, found.axis) == ("window", 4, 1)
    assert output == (n, 1, 3)


def test_reflection_needs_what_it_reflects():
    _, found = fault(Pad(((-1, 3, 0), (-2, 0, 0)), mode="reflect"), (n, 3, 8, 3))
    assert (found.kind, found.argument, found.got) == ("argument", "padding", 3)
    assert not outcome(Pad(((-1, 3, 0), (-2, 0, 0)), mode="reflect"), (n, 3, h, w))[1]


@pytest.mark.parametrize(
    ("op", "given", "allowed"),
    [
        (Pad(SAME, mode="replicate"), (n, 3), (3, 4)),
        (Pad(SAME, rank=4), (h, w, 3), (4,)),
        (Crop(((1, 1),)), (n, 3), (3,)),
        (Upsample(scale=2, spatial=2), (3, h, w), (4,)),
        (Upsample(scale=2), (h, w), (3, 4, 5)),
    ],
)
def test_ranks(op, given, allowed):
    output, found = fault(op, given)
    assert (found.kind, found.expected, found.got) == ("rank", allowed, given)
    assert output is None or len(output) in allowed


def test_a_missing_batch_axis_is_put_in():
    output, _ = fault(Upsample(scale=2, spatial=2), (3, 8, 8))
    assert output[1:] == (3, 16, 16)
    output, _ = fault(Crop(((1, 1), (1, 1)), last=True), (8, 8, 3))
    assert output[1:] == (6, 6, 3)


def test_upsample_takes_a_size_or_a_factor():
    assert fault(Upsample(), (n, 3, h, w))[1].kind == "argument"
    assert fault(Upsample(scale=2, size=4), (n, 3, h, w))[1].kind == "argument"
    assert fault(Upsample(scale=(2, 2)), (n, 3, h))[1].argument == "scale_factor"
    assert fault(Upsample(scale=0.1), (n, 3, 5))[1].got == 0


def test_channels_that_do_not_divide():
    output, found = fault(PixelShuffle(2), (n, 10, h, w))
    assert (found.kind, found.expected, found.got, found.axis) == ("channels", "a multiple of 4", 10, 1)
    assert output == (n, 2, 2 * h, 2 * w)
    assert fault(PixelShuffle(2, down=True), (n, 3, 7, 8))[1].axis == 2
    assert refusals(PixelShuffle(0))
