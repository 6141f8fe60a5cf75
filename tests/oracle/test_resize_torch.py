"""Padding, upsampling and pixel shuffle, as torch does them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, shapes, sound

from footgun.ops.resize import Pad, PixelShuffle, Upsample

torch = pytest.importorskip("torch")
functional = torch.nn.functional
MODES = ["constant", "constant", "reflect", "replicate", "circular"]


@st.composite
def pads(draw):
    """torch's flat list, last axis first, and the same by axis."""
    count = draw(st.integers(1, 3))
    amount = biased(st.integers(0, 2), st.integers(-4, 4), 3)
    pairs = [(draw(amount), draw(amount)) for _ in range(count)]
    flat = [number for pair in pairs for number in pair]
    by_axis = tuple((-i, before, after) for i, (before, after) in enumerate(pairs, 1))
    return flat, by_axis


@cases(300)
@given(shapes(0, 5, POSITIVE), pads(), st.sampled_from(MODES))
def test_pad(shape, amounts, mode):
    flat, by_axis = amounts
    if mode == "circular" and any(min(pair) < 0 for _, *pair in by_axis):
        return  # where torch cuts and wraps at once it trips over itself
    if mode != "constant" and any(-i <= len(shape) and shape[i] + a + b == 0 for i, a, b in by_axis):
        return  # nothing left to read is refused for some ranks only
    agrees(Pad(by_axis, mode=mode), (shape,), lambda: functional.pad(torch.zeros(shape), flat, mode))


@cases(150)
@given(shapes(1, 4, POSITIVE), pads(), st.sampled_from(MODES), st.data())
def test_pad_by_names(shape, amounts, mode, data):
    values = {}
    x, asked = hidden(data.draw, (shape, amounts[1]), values)
    sound(Pad(asked, mode=mode), (x,), values, Pad(amounts[1], mode=mode), (shape,))


FACTOR = st.one_of(st.integers(0, 3), st.sampled_from([0.5, 1.5, 0.3, 2.7, 1.0, 0.1]))


def each(spatial, value):
    return biased(st.tuples(*[value] * spatial), st.lists(value, max_size=3).map(tuple))


@st.composite
def resizings(draw):
    shape = draw(biased(shapes(3, 5, POSITIVE), shapes(0, 6, POSITIVE)))
    spatial = max(len(shape) - 2, 1)
    scale = draw(st.one_of(FACTOR, each(spatial, FACTOR)))
    size = draw(st.one_of(st.integers(0, 9), each(spatial, st.integers(0, 9))))
    which = draw(st.sampled_from(["scale", "size", "scale", "size", "both", "none"]))
    return shape, scale if which in ("scale", "both") else None, size if which in ("size", "both") else None


@cases(300)
@given(resizings())
def test_upsample(case):
    shape, scale, size = case
    agrees(Upsample(scale, size), (shape,), lambda: functional.interpolate(torch.zeros(shape), size, scale))


@cases(150)
@given(resizings(), st.sampled_from(["linear", "bilinear", "trilinear"]))
def test_upsample_of_one_rank(case, mode):
    shape, scale, size = case
    spatial = {"linear": 1, "bilinear": 2, "trilinear": 3}[mode]
    call = functional.interpolate
    agrees(Upsample(scale, size, spatial), (shape,), lambda: call(torch.zeros(shape), size, scale, mode))


@cases(150)
@given(resizings(), st.data())
def test_upsample_by_names(case, data):
    shape, scale, size = case
    values = {}
    x, s = hidden(data.draw, (shape, size), values)
    sound(Upsample(scale, s), (x,), values, Upsample(scale, size), (shape,))


@cases(150)
@given(
    shapes(2, 5, st.sampled_from([1, 2, 4, 9, 8, 12, 3, 18])), st.integers(-1, 3), st.booleans(), st.data()
)
def test_pixel_shuffle(shape, factor, down, data):
    kind = functional.pixel_unshuffle if down else functional.pixel_shuffle
    agrees(PixelShuffle(factor, down), (shape,), lambda: kind(torch.zeros(shape), factor))
    values = {}
    x, r = hidden(data.draw, (shape, factor), values)
    sound(PixelShuffle(r, down), (x,), values, PixelShuffle(factor, down), (shape,))
