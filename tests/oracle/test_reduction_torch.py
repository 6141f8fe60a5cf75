"""Reductions answer as torch's own functions do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import agrees, hidden, shapes, sound

from footgun.ops.reduction import ArgReduce, Cumulate, Reduce, TopK

torch = pytest.importorskip("torch")
AXIS = st.integers(-3, 3)
AXES = st.one_of(st.none(), st.lists(AXIS, max_size=3).map(tuple), st.tuples(AXIS))
DTYPES = ["float32", "float64", "float16", "int64", "int32", "uint8", "bool"]
SEVERAL = ["sum", "mean", "amax", "amin", "logsumexp", "any", "all", "var", "std", "norm"]
SINGLE = ["prod", "max", "min", "median", "nanmedian"]


def ones(shape, dtype="float32"):
    return torch.ones(shape, dtype=getattr(torch, dtype))


def reduced(name, x, axis, keepdims):
    if name == "norm":
        return torch.norm(x, dim=axis, keepdim=keepdims)
    if axis is None and not keepdims and name != "logsumexp":
        return getattr(torch, name)(x)
    if name in SINGLE:
        axis = axis[0]
    out = getattr(torch, name)(x, dim=axis, keepdim=keepdims)
    return out if isinstance(out, torch.Tensor) else out.values


@pytest.mark.filterwarnings("ignore:.*degrees of freedom")
@cases(300)
@given(st.sampled_from(SEVERAL), shapes(0, 3), AXES, st.booleans(), st.sampled_from(["float32", *DTYPES]))
def test_several_axes(name, shape, axis, keepdims, dtype):
    op = Reduce(name, axis, keepdims)
    if (axis is None and (keepdims or name == "logsumexp")) or (
        name in ("any", "all", "logsumexp") and axis == ()
    ):
        return
    got = agrees(op, (shape,), lambda: reduced(name, ones(shape, dtype), axis, keepdims), [dtype])
    assert got is None or str(got.dtype) == f"torch.{op.dtype(dtype)}", (op, dtype)


@cases(150)
@given(
    st.sampled_from(SINGLE), shapes(0, 3), st.one_of(st.none(), AXIS), st.booleans(), st.sampled_from(DTYPES)
)
def test_one_axis(name, shape, axis, keepdims, dtype):
    axis = None if axis is None else (axis,)
    keepdims = keepdims and axis is not None
    op = Reduce(name, axis, keepdims)
    if dtype == "bool" and "median" in name:
        return  # torch has none for booleans
    got = agrees(op, (shape,), lambda: reduced(name, ones(shape, dtype), axis, keepdims), [dtype])
    assert got is None or str(got.dtype) == f"torch.{op.dtype(dtype)}", (op, dtype)


@cases(120)
@given(st.sampled_from(SEVERAL), shapes(0, 3), AXES, st.booleans(), st.data())
def test_by_names(name, shape, axis, keepdims, data):
    values = {}
    op = Reduce(name, axis, keepdims)
    sound(op, (hidden(data.draw, shape, values),), values, op, (shape,))


@cases(120)
@given(st.sampled_from(["argmax", "argmin"]), shapes(0, 3), st.one_of(st.none(), AXIS), st.booleans())
def test_positions(name, shape, axis, keepdims):
    op = ArgReduce(name, axis, keepdims)
    got = agrees(op, (shape,), lambda: getattr(torch, name)(ones(shape), axis, keepdims))
    assert got is None or str(got.dtype) == f"torch.{op.dtype('float32')}"


@cases(120)
@given(shapes(0, 3), biased(st.integers(0, 3), st.integers(-1, 13)), AXIS, st.data())
def test_largest(shape, k, axis, data):
    agrees(TopK(k, axis), (shape,), lambda: tuple(torch.topk(ones(shape), k, axis)))
    values = {}
    x, named = hidden(data.draw, (shape, k), values)
    sound(TopK(named, axis), (x,), values, TopK(k, axis), (shape,))


@cases(150)
@given(st.sampled_from(["cumsum", "cumprod", "logcumsumexp"]), shapes(0, 3), AXIS, st.sampled_from(DTYPES))
def test_running(name, shape, axis, dtype):
    op = Cumulate(name, axis)
    if name == "logcumsumexp" and not dtype.startswith("float"):
        return
    got = agrees(op, (shape,), lambda: getattr(torch, name)(ones(shape, dtype), axis))
    assert got is None or str(got.dtype) == f"torch.{op.dtype(dtype)}"
