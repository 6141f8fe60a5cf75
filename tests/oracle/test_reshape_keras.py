"""Reshaping, padding and joining layers answer as Keras' own do, in its symbolic mode."""

from __future__ import annotations

import os
from math import prod

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, shapes

from footgun.ops.elementwise import Merge
from footgun.ops.join import Concat
from footgun.ops.reshape import KerasFlatten, Permute, RepeatVector, Reshape
from footgun.ops.resize import Crop, Pad, Upsample

os.environ.setdefault("KERAS_BACKEND", "torch")
pytest.importorskip("torch")
keras = pytest.importorskip("keras")
layers = keras.layers
AMOUNT = st.integers(0, 3)


def tensor(shape):
    return keras.KerasTensor(shape)


@cases(60)
@given(shapes(0, 5, POSITIVE))
def test_flatten(shape):
    agrees(KerasFlatten(), (shape,), lambda: layers.Flatten()(tensor(shape)))


@st.composite
def reshapes(draw):
    shape = draw(shapes(1, 4, POSITIVE))
    left, wanted = prod(shape[1:]), []
    for _ in range(draw(st.integers(0, 2))):
        factor = draw(st.sampled_from([k for k in range(1, 13) if left % k == 0]))
        wanted.append(factor)
        left //= factor
    wanted.append(left)
    if draw(st.booleans()):
        wanted[draw(st.integers(0, len(wanted) - 1))] = -1
    return shape, draw(biased(st.just(tuple(wanted)), st.lists(st.integers(1, 6), max_size=3).map(tuple), 3))


@cases(120)
@given(reshapes())
def test_reshape(case):
    shape, wanted = case
    agrees(Reshape(wanted, keep_batch=True), (shape,), lambda: layers.Reshape(wanted)(tensor(shape)))


@cases(150)
@given(shapes(1, 4, POSITIVE), st.data())
def test_permute(shape, data):
    order = st.permutations(range(1, len(shape))).map(tuple)
    dims = data.draw(biased(order, st.lists(st.integers(-1, 4), min_size=1, max_size=3).map(tuple), 3))
    agrees(Permute(dims, keep_batch=True), (shape,), lambda: layers.Permute(dims)(tensor(shape)))


@cases(60)
@given(shapes(1, 4, POSITIVE), st.integers(1, 5))
def test_repeat_vector(shape, count):
    agrees(RepeatVector(count), (shape,), lambda: layers.RepeatVector(count)(tensor(shape)))


@st.composite
def maps(draw):
    spatial = draw(st.integers(1, 3))
    pairs = draw(st.tuples(*[st.tuples(AMOUNT, AMOUNT)] * spatial))
    rank = draw(biased(st.just(spatial + 2), st.integers(2, 5)))
    shape = tuple(draw(st.integers(1, 9)) for _ in range(rank))
    return spatial, pairs, shape, draw(st.booleans()) or spatial == 1


def laid_out(last):
    return "channels_last" if last else "channels_first"


def pick(name, spatial):
    return getattr(layers, f"{name}{spatial}D")


def given_as(spatial, pairs):
    return pairs[0] if spatial == 1 else pairs


@cases(120)
@given(maps())
def test_zero_padding(case):
    spatial, pairs, shape, last = case
    first = 1 if last else 2
    op = Pad(tuple((first + i, *pair) for i, pair in enumerate(pairs)), rank=spatial + 2)
    settings = {} if spatial == 1 else {"data_format": laid_out(last)}
    layer = pick("ZeroPadding", spatial)(given_as(spatial, pairs), **settings)
    agrees(op, (shape,), lambda: layer(tensor(shape)))


@cases(120)
@given(maps())
def test_cropping(case):
    spatial, pairs, shape, last = case
    settings = {} if spatial == 1 else {"data_format": laid_out(last)}
    layer = pick("Cropping", spatial)(given_as(spatial, pairs), **settings)
    agrees(Crop(pairs, last), (shape,), lambda: layer(tensor(shape)))


@cases(100)
@given(maps(), st.integers(1, 3), st.integers(1, 3))
def test_up_sampling(case, a, b):
    spatial, _, shape, last = case
    scale = ((a,), (a, b), (a, b, a))[spatial - 1]
    settings = {} if spatial == 1 else {"data_format": laid_out(last)}
    layer = pick("UpSampling", spatial)(a if spatial == 1 else scale, **settings)
    agrees(Upsample(scale, spatial=spatial, last=last), (shape,), lambda: layer(tensor(shape)))


@st.composite
def groups(draw):
    base = draw(shapes(2, 4, POSITIVE))
    axis = draw(st.integers(-len(base), len(base) - 1))
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        part = list(base)
        part[axis] = draw(biased(st.just(base[axis]), POSITIVE, 1))
        if draw(st.integers(0, 5)) == 0:
            part[draw(st.integers(0, len(part) - 1))] = draw(POSITIVE)
        parts.append(tuple(part))
    return tuple(parts), axis


@cases(120)
@given(groups())
def test_concatenate(case):
    parts, axis = case
    layer = layers.Concatenate(axis=axis)
    agrees(Concat(axis), parts, lambda: layer([tensor(p) for p in parts]))


MERGES = {
    "add": layers.Add,
    "subtract": layers.Subtract,
    "multiply": layers.Multiply,
    "average": layers.Average,
    "maximum": layers.Maximum,
    "minimum": layers.Minimum,
}


@st.composite
def merged(draw):
    base = draw(shapes(2, 4, POSITIVE))
    parts = []
    for _ in range(draw(biased(st.just(2), st.integers(1, 3), 2))):
        part = (base[0], *(draw(st.sampled_from([size, size, size, 1])) for size in base[1:]))
        part = part[:1] + part[draw(biased(st.just(1), st.integers(1, len(part)), 4)) :]
        if draw(st.integers(0, 7)) == 0:
            at = draw(st.integers(0, len(part) - 1))
            part = (*part[:at], draw(POSITIVE), *part[at + 1 :])
        parts.append(part)
    return tuple(parts)


@cases(150)
@given(st.sampled_from(sorted(MERGES)), merged())
def test_merge(name, parts):
    agrees(Merge(name), parts, lambda: MERGES[name]()([tensor(p) for p in parts]))
