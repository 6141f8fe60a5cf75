"""Dense layers answer as Keras' own do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.linear import Linear

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)


@cases(100)
@given(
    units=biased(few, st.integers(-1, 0)), bias=st.booleans(), shape=st.lists(few, max_size=4), data=st.data()
)
def test_dense(units, bias, shape, data):
    op = Linear(None, units, bias, "kernel", 2)
    agrees(op, (tuple(shape),), lambda: layers.Dense(units, use_bias=bias))
    sound(data.draw, op, (tuple(shape),))
