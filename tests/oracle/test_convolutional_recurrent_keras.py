"""Convolutional LSTM layers answer as Keras' own do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.convolutional_recurrent import ConvLSTM

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 3)


@cases(60)
@given(st.data())
def test_conv_lstm(data):
    draw, flags = data.draw, st.booleans()
    spatial = draw(st.integers(1, 2))
    kernel, stride = (tuple(draw(st.lists(few, min_size=spatial, max_size=spatial))) for _ in range(2))
    padding, last = draw(st.sampled_from(["same", "valid"])), draw(flags)
    op = ConvLSTM(
        spatial,
        draw(few),
        kernel,
        stride,
        padding,
        (1,) * spatial,
        draw(flags),
        draw(flags),
        draw(flags),
        last,
    )
    sizes = draw(biased(st.just(spatial + 3), st.integers(2, 6)))
    shape = tuple(draw(st.lists(st.integers(2, 6), min_size=sizes, max_size=sizes)))

    def make():
        layer = getattr(layers, f"ConvLSTM{spatial}D")
        return layer(
            op.filters,
            kernel,
            stride,
            padding,
            data_format="channels_last" if last else "channels_first",
            return_sequences=op.sequences,
            return_state=op.state,
            use_bias=op.bias,
        )

    agrees(op, (shape,), make)
    sound(draw, op, (shape,))
