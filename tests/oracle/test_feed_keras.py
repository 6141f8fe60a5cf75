"""Data that a model takes or refuses, as Keras does before its first layer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, ours, sound

from footgun.ops.feed import Feed

keras = pytest.importorskip("keras")

few = st.integers(1, 3)


@cases(60)
@given(st.data())
def test_feed(data):
    draw = data.draw
    wanted = draw(st.lists(few, min_size=1, max_size=3))
    got = list(wanted) if draw(st.booleans()) else draw(st.lists(few, min_size=1, max_size=4))
    if draw(biased(st.just(False), st.just(True), 3)):
        got.append(1)
    inputs = keras.Input(wanted)
    strict = draw(st.booleans())
    first = keras.layers.Dense(2) if strict else keras.layers.Identity()
    model = keras.Model(inputs, first(inputs))
    try:
        model(keras.ops.zeros((4, *got)))
        taken = True
    except ValueError:
        taken = False
    op = Feed((4, *wanted), strict)
    assert (not ours(op, (4, *got)).faults) is taken, (wanted, got)
    sound(draw, op, ((4, *got),))
