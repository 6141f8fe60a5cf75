"""Reductions of `keras.ops`, in its symbolic mode: integers have means there."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import cases
from tests.oracle.tensors import POSITIVE, agrees, shapes

from footgun.ops.reduction import ArgReduce, Cumulate, Reduce

os.environ.setdefault("KERAS_BACKEND", "torch")
pytest.importorskip("torch")
keras = pytest.importorskip("keras")
DTYPES = ["float32", "float64", "float16", "int64", "int32", "uint8", "bool"]


@st.composite
def reductions(draw):
    shape = draw(shapes(1, 4, POSITIVE))
    axes = st.permutations(range(len(shape))).flatmap(
        lambda order: st.integers(1, len(shape)).map(lambda count: tuple(order[:count]))
    )
    negated = draw(st.booleans())
    axis = draw(st.one_of(st.none(), axes.map(lambda some: tuple(a - len(shape) * negated for a in some))))
    return shape, axis, draw(st.booleans())


@cases(150)
@given(
    reductions(),
    st.sampled_from(["sum", "mean", "max", "min", "prod", "var", "std", "any", "all"]),
    st.sampled_from(DTYPES),
)
def test_reduce(case, name, dtype):
    shape, axis, keepdims = case
    op = Reduce(name, axis, keepdims, casts=True)
    x = keras.KerasTensor(shape, dtype=dtype)
    got = agrees(op, (shape,), lambda: getattr(keras.ops, name)(x, axis, keepdims=keepdims), [dtype])
    # Keras' symbolic mode narrows 64-bit types to its defaults.
    if not dtype.endswith("64"):
        assert op.dtype(dtype) in (got.dtype, None)


@cases(100)
@given(reductions(), st.sampled_from(["argmax", "argmin"]))
def test_positions(case, name):
    shape, axis, keepdims = case
    axis = None if axis is None else axis[0]
    op = ArgReduce(name, axis, keepdims, result="int32")
    got = agrees(op, (shape,), lambda: getattr(keras.ops, name)(keras.KerasTensor(shape), axis, keepdims))
    assert got.dtype == op.dtype("float32")


@cases(60)
@given(shapes(1, 3, POSITIVE), st.data())
def test_running(shape, data):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    agrees(Cumulate("cumsum", axis), (shape,), lambda: keras.ops.cumsum(keras.KerasTensor(shape), axis))
