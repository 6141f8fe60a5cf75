"""Joining and cutting tensors, as torch does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, SIZES, agrees, hidden, shapes, sound

from footgun.ops.join import Chunk, Concat, Split, Stack

torch = pytest.importorskip("torch")
DTYPES = ["float32", "float64", "float16", "bfloat16", "int64", "int32", "uint8", "int8", "bool"]


def zeros(shape, dtype="float32"):
    return torch.zeros(shape, dtype=getattr(torch, dtype))


@st.composite
def groups(draw):
    """Some tensors that differ in one axis only, mostly; and the axis."""
    base = draw(shapes(0, 4))
    axis = draw(st.integers(-4, 4))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        part = list(base)
        if -len(base) <= axis < len(base) and draw(st.booleans()):
            part[axis] = draw(SIZES)
        if part and draw(st.integers(0, 5)) == 0:
            part[draw(st.integers(0, len(part) - 1))] = draw(SIZES)
        parts.append(draw(biased(st.just(tuple(part)), st.just((0,)) | shapes(0, 3), 9)))
    return tuple(parts), axis


@cases(200)
@given(groups())
def test_concatenate(case):
    parts, axis = case
    agrees(Concat(axis), parts, lambda: torch.cat([zeros(p) for p in parts], axis))


@cases(150)
@given(groups(), st.data())
def test_concatenate_by_names(case, data):
    parts, axis = case
    values = {}
    sound(Concat(axis), hidden(data.draw, parts, values, keep=(0,)), values, Concat(axis), parts)


@cases(150)
@given(groups(), st.booleans())
def test_stack(case, alike):
    parts, axis = case
    parts = parts[:1] * len(parts) if alike else parts
    agrees(Stack(axis), parts, lambda: torch.stack([zeros(p) for p in parts], axis))


@cases(150)
@given(st.lists(st.sampled_from(DTYPES), min_size=1, max_size=3), st.booleans())
def test_the_widest_type_wins(dtypes, stack):
    op, call = (Stack(0), torch.stack) if stack else (Concat(0), torch.cat)
    got = call([zeros((2, 3), d) for d in dtypes])
    assert f"torch.{op.dtype(*dtypes)}" == str(got.dtype)


@st.composite
def cuts(draw):
    shape, axis = draw(shapes(0, 3)), draw(st.integers(-3, 3))
    size = shape[axis] if -len(shape) <= axis < len(shape) else 4
    first = draw(st.integers(0, size))
    second = draw(st.integers(0, size - first))
    right = st.just((first, second, size - first - second))
    return shape, axis, draw(biased(right, st.lists(st.integers(-1, 4), max_size=3).map(tuple), 2))


@cases(150)
@given(cuts(), st.integers(-1, 5), st.booleans())
def test_split(case, piece, equal):
    shape, axis, sizes = case
    sizes = piece if equal else sizes
    wanted = sizes if equal else list(sizes)
    agrees(Split(sizes, axis), (shape,), lambda: zeros(shape).split(wanted, axis))


@cases(150)
@given(cuts(), st.integers(1, 5), st.booleans(), st.data())
def test_split_by_names(case, piece, equal, data):
    shape, axis, sizes = case
    sizes = piece if equal else sizes
    values = {}
    x, asked = hidden(data.draw, shape, values), hidden(data.draw, sizes, values)
    sound(Split(asked, axis), (x,), values, Split(sizes, axis), (shape,))


@cases(120)
@given(shapes(0, 3), st.integers(-1, 7), st.integers(-3, 3), st.booleans())
def test_chunk(shape, count, axis, even):
    call = torch.tensor_split if even else torch.chunk
    agrees(Chunk(count, axis, even), (shape,), lambda: call(zeros(shape), count, axis))


@cases(120)
@given(shapes(1, 3, POSITIVE), st.integers(1, 3), st.booleans(), st.data())
def test_chunk_by_names(shape, count, even, data):
    values = {}
    # An unknown size is taken to give all chunks.
    if even or shape[0] >= count * count:
        x, op = hidden(data.draw, shape, values), Chunk(count, 0, even)
        sound(op, (x,), values, op, (shape,))
