"""Unfold, Fold, Tensor.unfold, MaxUnpool and ChannelShuffle answer as torch's do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, shapes, sound

from footgun.ops.folding import ChannelShuffle, Fold, Sliding, Unfold
from footgun.ops.pooling import Unpool

torch = pytest.importorskip("torch")
F = torch.nn.functional

pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
pads = st.tuples(st.integers(0, 2), st.integers(0, 2))


def window(draw):
    kernel, dilation, stride = draw(pair), draw(biased(st.just((1, 1)), pair)), draw(pair)
    return {"kernel": kernel, "dilation": dilation, "padding": draw(pads), "stride": stride}


def named(op, draw):
    values = {}
    return type(op)(**{k: hidden(draw, v, values) for k, v in op.settings().items()}), values


@cases(150)
@given(st.data())
def test_unfold(data):
    draw = data.draw
    settings = window(draw)
    shape = draw(shapes(2, 5, POSITIVE))
    op = Unfold(**settings)
    order = ("kernel", "dilation", "padding", "stride")
    agrees(op, (shape,), lambda: F.unfold(torch.zeros(shape), *(settings[k] for k in order)))
    general, values = named(op, draw)
    sound(general, (hidden(draw, shape, values),), values, op, (shape,))


@cases(150)
@given(st.data())
def test_fold(data):
    draw = data.draw
    settings = window(draw)
    size = draw(st.tuples(st.integers(4, 9), st.integers(4, 9)))
    image = torch.zeros(2, 3, *size)
    order = ("kernel", "dilation", "padding", "stride")
    try:
        shape = tuple(F.unfold(image, *(settings[k] for k in order)).shape)
    except RuntimeError:
        return
    if draw(st.integers(0, 3)) == 0:
        shape = tuple(n + draw(st.integers(0, 1)) for n in shape)
    shape = shape[draw(st.integers(0, 1)) :]
    op = Fold(size, **settings)
    agrees(op, (shape,), lambda: F.fold(torch.zeros(shape), size, *(settings[k] for k in order)))
    general, values = named(op, draw)
    sound(general, (hidden(draw, shape, values),), values, op, (shape,))


@cases(150)
@given(shapes(1, 4, POSITIVE), st.integers(-4, 3), st.integers(1, 4), st.integers(1, 3), st.data())
def test_tensor_unfold(shape, axis, size, step, data):
    op = Sliding(axis, size, step)
    agrees(op, (shape,), lambda: torch.zeros(shape).unfold(axis, size, step))
    values = {}
    sound(op, (hidden(data.draw, shape, values),), values, op, (shape,))


@cases(100)
@given(st.integers(1, 3), st.integers(2, 3), st.integers(4, 9), st.booleans())
def test_unpool(spatial, kernel, size, told):
    size = size if told else size // kernel * kernel  # else the places are beyond the map
    shape = (2, 3, *((size,) * spatial))
    pool = getattr(F, f"max_pool{spatial}d")
    pooled, places = pool(torch.zeros(shape), kernel, return_indices=True)
    op = Unpool(
        spatial, (kernel,) * spatial, (kernel,) * spatial, (0,) * spatial, shape[2:] if told else None
    )
    inputs = (tuple(pooled.shape), tuple(places.shape))
    undo = getattr(F, f"max_unpool{spatial}d")
    agrees(op, inputs, lambda: undo(pooled, places, kernel, output_size=shape if told else None))


@cases(60)
@given(shapes(3, 5, POSITIVE), st.integers(1, 4))
def test_channel_shuffle(shape, groups):
    agrees(ChannelShuffle(groups), (shape,), lambda: F.channel_shuffle(torch.zeros(shape), groups))
