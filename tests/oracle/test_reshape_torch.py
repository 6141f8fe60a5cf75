"""Reshaping ops answer as torch's own functions do."""

from __future__ import annotations

from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import SIZES, agrees, hidden, shapes, sound

from footgun.ops.reshape import (
    Expand,
    Flatten,
    Permute,
    Repeat,
    Reshape,
    Squeeze,
    Transpose,
    Unflatten,
    Unsqueeze,
)

torch = pytest.importorskip("torch")
AXES = st.integers(-4, 4)


def zeros(shape):
    return torch.zeros(shape)


@cases(150)
@given(shapes(), AXES, AXES)
def test_flatten(shape, start, end):
    agrees(Flatten(start, end), (shape,), lambda: zeros(shape).flatten(start, end))


@st.composite
def reshapes(draw):
    """A shape and sizes to give it, mostly of as many elements."""
    shape = draw(shapes())
    if draw(st.integers(0, 3)) == 0:
        return shape, draw(st.lists(st.integers(-2, 6), max_size=4).map(tuple))
    left, wanted = prod(shape), []
    for _ in range(draw(st.integers(0, 3))):
        factor = draw(st.sampled_from([k for k in range(1, 13) if left % k == 0]))
        wanted.append(factor)
        left //= factor
    wanted.append(left)
    wanted = list(draw(st.permutations(wanted)))
    if draw(st.booleans()):
        wanted[draw(st.integers(0, len(wanted) - 1))] = -1
    return shape, tuple(wanted)


@cases(300)
@given(reshapes())
def test_reshape(case):
    shape, wanted = case
    agrees(Reshape(wanted), (shape,), lambda: zeros(shape).reshape(wanted))


@cases(300)
@given(st.data())
def test_reshape_by_names(data):
    shape, wanted = data.draw(reshapes())
    values = {}
    x = hidden(data.draw, shape, values)
    # A size of the request is often read off the input: `x.view(x.size(0), -1)`.
    asked = tuple(x[shape.index(s)] if s in shape and data.draw(st.booleans()) else s for s in wanted)
    sound(Reshape(asked), (x,), values, Reshape(wanted), (shape,))


@cases(120)
@given(shapes(), AXES, st.data())
def test_unflatten(shape, axis, data):
    size = shape[axis] if -len(shape) <= axis < len(shape) else 6
    pairs = [(k, size // k) for k in range(1, size + 1) if size % k == 0] or [(0, 3)]
    parts = data.draw(biased(st.sampled_from(pairs), st.lists(st.integers(-2, 4), max_size=3).map(tuple), 2))
    if parts and data.draw(st.booleans()):
        parts = (-1, *parts[1:])
    # torch reads a scalar's axis differently in each version.
    if shape:
        agrees(Unflatten(axis, parts), (shape,), lambda: torch.nn.Unflatten(axis, parts)(zeros(shape)))


@cases(120)
@given(shapes(), st.data())
def test_permute(shape, data):
    order = st.permutations(range(len(shape))).map(
        lambda dims: tuple(d - len(shape) if data.draw(st.booleans()) else d for d in dims)
    )
    dims = data.draw(biased(order, st.lists(AXES, max_size=4).map(tuple), 3))
    agrees(Permute(dims), (shape,), lambda: zeros(shape).permute(dims))


@cases(150)
@given(shapes(), AXES, AXES)
def test_transpose(shape, a, b):
    agrees(Transpose(a, b), (shape,), lambda: zeros(shape).transpose(a, b))


@cases(150)
@given(shapes(), st.one_of(st.none(), AXES, st.lists(AXES, min_size=1, max_size=3).map(tuple)))
def test_squeeze(shape, axis):
    call = (lambda: zeros(shape).squeeze()) if axis is None else lambda: zeros(shape).squeeze(axis)
    agrees(Squeeze(axis), (shape,), call)


@cases(120)
@given(shapes(1), st.one_of(st.none(), st.integers(-2, 2)), st.data())
def test_squeeze_by_names(shape, axis, data):
    values = {}
    # A batch of unknown size is taken not to be 1.
    x = (shape[0], *hidden(data.draw, shape[1:], values))
    sound(Squeeze(axis), (x,), values, Squeeze(axis), (shape,))


@cases(100)
@given(shapes(), st.integers(-6, 6))
def test_unsqueeze(shape, axis):
    agrees(Unsqueeze(axis), (shape,), lambda: zeros(shape).unsqueeze(axis))


@st.composite
def expansions(draw):
    shape = draw(shapes(0, 3))
    lead = draw(st.lists(st.integers(0, 3), max_size=2))
    kept = [draw(st.sampled_from([-1, s] if s != 1 else [-1, 1, 3, 4])) for s in shape]
    wanted = draw(biased(st.just(lead + kept), st.lists(st.integers(-2, 4), max_size=4), 3))
    return shape, tuple(wanted)


@cases(150)
@given(expansions())
def test_expand(case):
    shape, wanted = case
    if min(wanted, default=0) < 0 and (not shape or 0 in wanted):
        return  # torch takes nonsense of scalars and of nothing at all
    agrees(Expand(wanted), (shape,), lambda: zeros(shape).expand(wanted))


@cases(150)
@given(expansions(), st.data())
def test_expand_by_names(case, data):
    shape, wanted = case
    values = {}
    x, asked = hidden(data.draw, shape, values), hidden(data.draw, wanted, values)
    sound(Expand(asked), (x,), values, Expand(wanted), (shape,))


@cases(120)
@given(shapes(0, 3), st.lists(st.integers(-1, 3) | SIZES, max_size=4).map(tuple), st.booleans())
def test_repeat(shape, times, tile):
    call = (lambda: zeros(shape).tile(times)) if tile else lambda: zeros(shape).repeat(times)
    agrees(Repeat(times, tile), (shape,), call)
