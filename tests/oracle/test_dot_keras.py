"""Dot products along axes answer as Keras' layer does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.dot import BatchDot

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(2, 4)


@cases(120)
@given(st.data())
def test_dot(data):
    draw = data.draw
    shapes = [[2, *draw(st.lists(few, min_size=1, max_size=3))] for _ in range(2)]
    axes = [
        draw(st.integers(1, len(s) - 1)) for s in shapes
    ]  # on symbolic tensors Keras does not notice axis 0
    if draw(biased(st.just(True), st.just(False))):
        shapes[1][axes[1]] = shapes[0][axes[0]]
    op, inputs = BatchDot((axes[0], axes[1])), tuple(map(tuple, shapes))
    agrees(op, inputs, lambda: layers.Dot(axes=tuple(axes)), together=True)
    sound(draw, op, inputs)
