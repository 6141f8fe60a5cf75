"""Attention answers as Keras' layer does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.attention import KerasAttention

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)


@cases(60)
@given(st.data())
def test_multihead_attention(data):
    draw = data.draw
    heads, key_dim = (draw(biased(few, st.integers(-1, 0), 16)) for _ in range(2))
    value_dim, out = (draw(st.none() | few) for _ in range(2))
    op = KerasAttention(heads, key_dim, value_dim, out, draw(st.booleans()))
    sources = draw(few)
    inputs = [(2, draw(few), draw(few)), (2, sources, draw(few))]
    if draw(st.booleans()):
        inputs.append((2, draw(biased(st.just(sources), few, 4)), draw(few)))

    def make():
        return layers.MultiHeadAttention(heads, key_dim, value_dim, use_bias=op.bias, output_shape=out)

    agrees(op, tuple(inputs), make)
    sound(draw, op, tuple(inputs))
