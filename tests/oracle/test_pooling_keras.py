"""Pools answer as Keras' own layers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)
flag = st.booleans()
modes = st.sampled_from(["max", "avg"])


def kind(mode, family, spatial):
    word = {"max": "Max", "avg": "Average"}[mode]
    return getattr(layers, f"{family}{word}Pooling{spatial}D")


@st.composite
def maps(draw, spatial):
    lead = draw(biased(st.just((2,)), st.sampled_from([(), (2, 3)]), 12))
    return (*lead, *(draw(st.integers(1, 9)) for _ in range(spatial)), 3)


def form(last):
    return "channels_last" if last else "channels_first"


@cases(200)
@given(st.data())
def test_pools(data):
    draw = data.draw
    spatial, mode = draw(st.integers(1, 3)), draw(modes)
    kernel, stride = (
        tuple(draw(biased(few, st.integers(-1, 0), 30)) for _ in range(spatial)) for _ in range(2)
    )
    padding = draw(biased(st.sampled_from(["valid", "same"]), st.just("full"), 20))
    op = Pool(mode, spatial, kernel, stride, padding, (1,) * spatial, last=True)
    shape = draw(maps(spatial))
    agrees(op, (shape,), lambda: kind(mode, "", spatial)(kernel, stride, padding))
    sound(draw, op, (shape,))


@cases(80)
@given(st.data())
def test_global_pools(data):
    draw = data.draw
    op = GlobalPool(draw(modes), draw(st.integers(1, 3)), draw(flag), draw(flag))
    shape = draw(maps(op.spatial))
    layer = kind(op.mode, "Global", op.spatial)
    agrees(op, (shape,), lambda: layer(data_format=form(op.last), keepdims=op.keepdims))
    sound(draw, op, (shape,))


@cases(80)
@given(st.data())
def test_adaptive_pools(data):
    draw = data.draw
    spatial = draw(st.integers(1, 3))
    op = AdaptivePool(draw(modes), spatial, tuple(draw(few) for _ in range(spatial)), draw(flag))
    shape = (2, *(draw(few) for _ in range(spatial + 1)))
    layer = getattr(layers, kind(op.mode, "Adaptive", spatial).__name__)
    agrees(op, (shape,), lambda: layer(op.output, data_format=form(op.last)))
    sound(draw, op, (shape,))
