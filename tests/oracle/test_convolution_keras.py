"""Convolutions answer as Keras' own layers do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, sound

from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv

keras = pytest.importorskip("keras")

from tests.oracle.agreement_keras import agrees, layers  # noqa: E402

few = st.integers(1, 4)
flag = st.booleans()
CONV = (layers.Conv1D, layers.Conv2D, layers.Conv3D)
TRANSPOSED = (layers.Conv1DTranspose, layers.Conv2DTranspose, layers.Conv3DTranspose)
DEPTHWISE = (layers.DepthwiseConv1D, layers.DepthwiseConv2D)
SEPARABLE = (layers.SeparableConv1D, layers.SeparableConv2D)


@st.composite
def inputs(draw, spatial, last, channels):
    lead = draw(biased(st.just((2,)), st.sampled_from([(), (2, 3)]), 12))
    space = tuple(draw(st.integers(1, 9)) for _ in range(spatial))
    return (*lead, *space, channels) if last else (*lead, channels, *space)


@st.composite
def settings(draw, spatial, strings=("valid", "same")):
    """(kernel, stride, dilation, padding), mostly legal together."""

    def sides(usual):
        return tuple(draw(biased(usual, st.just(0), 30)) for _ in range(spatial))

    kernel, stride, dilation = sides(few), sides(st.integers(1, 3)), (1,) * spatial
    if draw(st.integers(0, 2)) == 0:
        dilation = sides(st.integers(1, 3))
        stride = draw(biased(st.just((1,) * spatial), st.just(stride), 3))
    return kernel, stride, dilation, draw(biased(st.sampled_from(strings), st.just("full"), 20))


def form(last):
    return "channels_last" if last else "channels_first"


@cases(150)
@given(st.data())
def test_convolutions(data):
    draw = data.draw
    spatial, groups = draw(st.integers(1, 3)), draw(biased(st.integers(1, 3), st.integers(-1, 0)))
    strings = ("valid", "same", "causal") if spatial == 1 else ("valid", "same")
    kernel, stride, dilation, padding = draw(settings(spatial, strings))
    filters = draw(biased(few.map(lambda k: k * max(groups, 1)), st.integers(-1, 6)))
    op = Conv(spatial, None, filters, kernel, stride, padding, dilation, groups, draw(flag), last=True)
    shape = draw(inputs(spatial, True, draw(biased(few.map(lambda k: k * max(groups, 1)), few))))

    def make():
        return CONV[spatial - 1](
            filters, kernel, stride, padding, dilation_rate=dilation, groups=groups, use_bias=op.bias
        )

    agrees(op, (shape,), make)
    sound(draw, op, (shape,))


@cases(100)
@given(st.data())
def test_transposed_convolutions(data):
    draw = data.draw
    spatial = draw(st.integers(1, 3))
    kernel, stride, dilation, padding = draw(settings(spatial))
    extra = None
    if draw(flag):
        extra = tuple(draw(biased(st.integers(0, max(s - 1, 0)), st.integers(-1, 3))) for s in stride)
    filters, last = draw(biased(few, st.just(0))), draw(biased(st.just(True), st.just(False), 3))
    op = ConvTranspose(spatial, None, filters, kernel, stride, padding, extra, dilation, 1, draw(flag), last)
    shape = draw(inputs(spatial, last, draw(few)))

    def make():
        return TRANSPOSED[spatial - 1](
            filters,
            kernel,
            stride,
            padding,
            output_padding=extra,
            data_format=form(last),
            dilation_rate=dilation,
            use_bias=op.bias,
        )

    if last or (len(shape) == spatial + 2 and legal(make)):
        agrees(op, (shape,), make)
    sound(draw, op, (shape,))


def legal(make):
    """Channels first an op cannot tell Keras from torch, so what only Keras refuses passes."""
    try:
        return make() is not None
    except ValueError:
        return False


@cases(100)
@given(st.data())
def test_depthwise_convolutions(data):
    draw = data.draw
    spatial = draw(st.integers(1, 2))
    kernel, stride, dilation, padding = draw(settings(spatial))
    op = Conv(
        spatial,
        None,
        draw(biased(few, st.just(0))),
        kernel,
        stride,
        padding,
        dilation,
        bias=draw(flag),
        last=True,
        depthwise=True,
    )
    shape = draw(inputs(spatial, True, draw(few)))

    def make():
        return DEPTHWISE[spatial - 1](
            kernel, stride, padding, depth_multiplier=op.cout, dilation_rate=dilation, use_bias=op.bias
        )

    agrees(op, (shape,), make)
    sound(draw, op, (shape,))


@cases(100)
@given(st.data())
def test_separable_convolutions(data):
    draw = data.draw
    spatial = draw(st.integers(1, 2))
    kernel, stride, dilation, padding = draw(settings(spatial))
    filters, multiplier = (draw(biased(few, st.just(0), 16)) for _ in range(2))
    op = SeparableConv(spatial, None, filters, kernel, stride, padding, dilation, multiplier, draw(flag))
    shape = draw(inputs(spatial, True, draw(few)))

    def make():
        return SEPARABLE[spatial - 1](
            filters,
            kernel,
            stride,
            padding,
            dilation_rate=dilation,
            depth_multiplier=multiplier,
            use_bias=op.bias,
        )

    agrees(op, (shape,), make)
    sound(draw, op, (shape,))
