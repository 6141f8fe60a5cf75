"""Normalisation layers answer as Keras' own do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.normalisation import BatchNorm, GroupNorm, LayerNorm, RMSNorm

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)
flag = st.booleans()
maps = st.lists(few, min_size=2, max_size=5).map(tuple)


@cases(80)
@given(axis=st.integers(-3, 3), center=flag, scale=flag, shape=maps, data=st.data())
def test_batch_norm(axis, center, scale, shape, data):
    op = BatchNorm(None, None, axis, bias=center, scale=scale)
    agrees(op, (shape,), lambda: layers.BatchNormalization(axis=axis, center=center, scale=scale))
    sound(data.draw, op, (shape,))


@cases(80)
@given(axes=st.sets(st.integers(1, 3), min_size=1), center=flag, scale=flag, shape=maps, data=st.data())
def test_layer_norm(axes, center, scale, shape, data):
    axis = tuple(sorted(axes)) if len(axes) > 1 else data.draw(st.sampled_from([-1, min(axes)]))
    op = LayerNorm(None, axis, center, scale=scale)
    agrees(op, (shape,), lambda: layers.LayerNormalization(axis=axis, center=center, scale=scale))
    sound(data.draw, op, (shape,))


@cases(60)
@given(axes=st.sets(st.integers(1, 3), min_size=1), shape=maps, data=st.data())
def test_rms_norm(axes, shape, data):
    axis = tuple(sorted(axes)) if len(axes) > 1 else data.draw(st.sampled_from([-1, min(axes)]))
    op = RMSNorm(None, axis=axis)
    agrees(op, (shape,), lambda: layers.RMSNormalization(axis=axis))
    sound(data.draw, op, (shape,))


@cases(80)
@given(
    groups=biased(st.integers(1, 4), st.integers(-2, 0)), center=flag, scale=flag, shape=maps, data=st.data()
)
def test_group_norm(groups, center, scale, shape, data):
    op = GroupNorm(groups, None, -1, bias=center, scale=scale)
    agrees(op, (shape,), lambda: layers.GroupNormalization(groups, center=center, scale=scale))
    sound(data.draw, op, (shape,))
