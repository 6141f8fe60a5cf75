"""Activations, dropout and embeddings answer as Keras' own layers do, in its symbolic mode."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import POSITIVE, agrees, shapes

from footgun.ops.activation import ACTIVATIONS, PReLU, Softmax
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.embedding import Embedding

os.environ.setdefault("KERAS_BACKEND", "torch")
pytest.importorskip("torch")
keras = pytest.importorskip("keras")
layers = keras.layers


def tensor(shape, dtype="float32"):
    return keras.KerasTensor(shape, dtype=dtype)


@cases(120)
@given(shapes(2, 4, POSITIVE), st.lists(st.integers(1, 3), max_size=2, unique=True).map(tuple))
def test_prelu_has_a_slope_for_each_position(shape, shared):
    shared = tuple(axis for axis in shared if axis < len(shape))
    layer = layers.PReLU(shared_axes=shared or None)
    op = PReLU(None, shared=shared)
    agrees(op, (shape,), lambda: layer(tensor(shape)))
    assert [s for _, s in op.weights(shape)] == [tuple(w.shape) for w in layer.trainable_weights]


@cases(80)
@given(shapes(1, 4, POSITIVE), st.data())
def test_softmax(shape, data):
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    agrees(Softmax(axis), (shape,), lambda: layers.Softmax(axis)(tensor(shape)))


@cases(100)
@given(
    shapes(0, 4, POSITIVE),
    st.sampled_from([0.5, 0, 1, 1.5, -0.1]),
    st.sampled_from([layers.Dropout, layers.GaussianDropout]),
)
def test_dropout(shape, rate, kind):
    agrees(Dropout(rate), (shape,), lambda: kind(rate)(tensor(shape)))


@cases(60)
@given(shapes(0, 4, POSITIVE), st.sampled_from([0.5, 0, 1, 1.5, -0.1]))
def test_noise(shape, scale):
    agrees(GaussianNoise(scale), (shape,), lambda: layers.GaussianNoise(scale)(tensor(shape)))


@cases(100)
@given(st.integers(1, 3), st.data())
def test_spatial_dropout(spatial, data):
    shape = data.draw(biased(shapes(spatial + 2, spatial + 2, POSITIVE), shapes(1, 6, POSITIVE), 3))
    layer = getattr(layers, f"SpatialDropout{spatial}D")(0.3)
    agrees(Dropout(0.3, spatial, last=True), (shape,), lambda: layer(tensor(shape)))


@cases(80)
@given(
    shapes(1, 3, POSITIVE),
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from(["float32", "int32", "int64"]),
)
def test_embedding_casts_its_input(shape, count, width, dtype):
    layer = layers.Embedding(count, width)
    op = Embedding(count, width, casts=True)
    got = agrees(op, (shape,), lambda: layer(tensor(shape, dtype)), [dtype])
    assert [s for _, s in op.weights(shape)] == [tuple(w.shape) for w in layer.trainable_weights]
    assert got.dtype == op.dtype(dtype)


def test_every_activation_of_keras_has_facts():
    """Softmax and GLU are ops of their own; the thresholds are few."""
    from keras.activations import __dict__ as exported

    known = {name for name in exported if name.islower() and not name.startswith("_")}
    known -= {"deserialize", "get", "serialize", "softmax", "log_softmax", "glu", "sparsemax", "swish"}
    spelled = {"hard_shrink": "hardshrink", "hard_sigmoid": "hardsigmoid", "hard_silu": "hardswish"}
    spelled |= {"hard_swish": "hardswish", "hard_tanh": "hardtanh", "log_sigmoid": "logsigmoid"}
    spelled |= {"soft_shrink": "softshrink", "tanh_shrink": "tanhshrink"}
    assert {spelled.get(name, name) for name in known} <= set(ACTIVATIONS)
