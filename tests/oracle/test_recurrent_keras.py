"""Recurrent layers answer as Keras' own do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.recurrent import KerasRecurrent

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)
LAYERS = {"rnn": layers.SimpleRNN, "lstm": layers.LSTM, "gru": layers.GRU}


@cases(80)
@given(st.data())
def test_layers(data):
    draw = data.draw
    cell, flags = draw(st.sampled_from(sorted(LAYERS))), st.booleans()
    op = KerasRecurrent(
        cell, draw(biased(few, st.integers(-1, 0))), draw(flags), draw(flags), draw(flags), draw(flags)
    )
    extra = {"reset_after": op.reset_after} if cell == "gru" else {}
    shape = tuple(draw(biased(st.lists(few, min_size=3, max_size=3), st.lists(few, min_size=1, max_size=4))))

    def make():
        return LAYERS[cell](
            op.units, return_sequences=op.sequences, return_state=op.state, use_bias=op.bias, **extra
        )

    agrees(op, (shape,), make)
    sound(draw, op, (shape,))
