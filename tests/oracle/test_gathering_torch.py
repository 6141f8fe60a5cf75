"""gather, repeat_interleave, similarities and distances answer as torch's do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, hidden, shapes, sound

from footgun.ops.distance import Distance
from footgun.ops.gathering import Gather, RepeatEach

torch = pytest.importorskip("torch")
F = torch.nn.functional


@cases(200)
@given(shapes(1, 3, POSITIVE), st.data())
def test_gather(shape, data):
    smaller = st.tuples(*(st.integers(1, n) for n in shape))
    index = data.draw(biased(smaller, shapes(1, 3, POSITIVE), 3))
    op = Gather(data.draw(biased(st.integers(-len(shape), len(shape) - 1), st.integers(-4, 3), 3)))
    agrees(
        op,
        (shape, index),
        lambda: torch.zeros(shape).gather(op.axis, torch.zeros(index, dtype=torch.int64)),
    )
    values = {}
    inputs = hidden(data.draw, (shape, index), values)
    sound(op, inputs, values, op, (shape, index))


@cases(100)
@given(shapes(1, 4), st.integers(0, 3), st.none() | st.integers(-4, 3), st.data())
def test_repeat_interleave(shape, times, axis, data):
    op = RepeatEach(times, axis)
    agrees(op, (shape,), lambda: torch.zeros(shape).repeat_interleave(times, axis))
    values = {}
    sound(op, (hidden(data.draw, shape, values),), values, op, (shape,))


@cases(200)
@given(shapes(1, 3), st.data())
def test_similarity_and_distance(a, data):
    fits = st.tuples(*(st.sampled_from([1, n]) for n in a))
    b = data.draw(biased(fits, shapes(1, 3), 3))
    axis, keep = data.draw(st.integers(-2, 1)), data.draw(st.booleans())
    x, y = torch.zeros(a), torch.zeros(b)
    agrees(Distance("cosine", axis), (a, b), lambda: F.cosine_similarity(x, y, axis))
    agrees(Distance("norm", -1, keep), (a, b), lambda: F.pairwise_distance(x, y, keepdim=keep))
    values = {}
    op = Distance("cosine", axis)
    sound(op, hidden(data.draw, (a, b), values), values, op, (a, b))
