"""keras.layers: convolutions, with one kernel for all channels or one a channel."""

from __future__ import annotations

from footgun.ops.convolution import Conv, SeparableConv
from footgun.source.bindings import bind
from footgun.source.keras._common import keras_layer, last_axis, padding_of, spatial_of
from footgun.source.keras._legacy import CONVOLUTION, renamed, separate_kernel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind(
    *(f"keras.layers.{name}{n}D" for name in ("Conv", "Convolution", "AtrousConvolution") for n in (1, 2, 3))
)
@renamed(CONVOLUTION, separate_kernel)
def conv(
    at: At,
    filters: Any,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
    groups: Any = 1,
    activation: Any = None,
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    **kwargs: Any,
) -> Any:
    n = spatial_of(at)
    op = Conv(
        n,
        None,
        at.size(filters, "c", "filters"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        at.sizes(dilation_rate, n, "d"),
        at.size(groups, "g"),
        at.flag(use_bias, True),
        last_axis(at, data_format),
    )
    return keras_layer(at, op, locals(), natural="sequence" if n == 1 else "features")


@bind("keras.layers.DepthwiseConv1D", "keras.layers.DepthwiseConv2D")
@renamed({**CONVOLUTION, "kernel_initializer": "depthwise_initializer"}, separate_kernel)
def depthwise(
    at: At,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    depth_multiplier: Any = 1,
    data_format: Any = None,
    dilation_rate: Any = 1,
    activation: Any = None,
    use_bias: Any = True,
    depthwise_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    depthwise_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    depthwise_constraint: Any = None,
    bias_constraint: Any = None,
    **kwargs: Any,
) -> Any:
    n = spatial_of(at)
    op = Conv(
        n,
        None,
        at.size(depth_multiplier, "c"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        at.sizes(dilation_rate, n, "d"),
        bias=at.flag(use_bias, True),
        last=last_axis(at, data_format),
        depthwise=True,
    )
    return keras_layer(at, op, locals())


@bind(
    "keras.layers.SeparableConv1D",
    "keras.layers.SeparableConv2D",
    "keras.layers.SeparableConvolution1D",
    "keras.layers.SeparableConvolution2D",
)
@renamed({**CONVOLUTION, "kernel_initializer": "depthwise_initializer"}, separate_kernel)
def separable(
    at: At,
    filters: Any,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
    depth_multiplier: Any = 1,
    activation: Any = None,
    use_bias: Any = True,
    depthwise_initializer: Any = "glorot_uniform",
    pointwise_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    depthwise_regularizer: Any = None,
    pointwise_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    depthwise_constraint: Any = None,
    pointwise_constraint: Any = None,
    bias_constraint: Any = None,
    **kwargs: Any,
) -> Any:
    n = spatial_of(at)
    op = SeparableConv(
        n,
        None,
        at.size(filters, "c", "filters"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        at.sizes(dilation_rate, n, "d"),
        at.size(depth_multiplier, "c"),
        at.flag(use_bias, True),
        last_axis(at, data_format),
    )
    return keras_layer(at, op, locals(), natural="sequence" if n == 1 else "features")
