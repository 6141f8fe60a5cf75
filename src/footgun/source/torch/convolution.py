"""torch.nn: convolutions."""

from __future__ import annotations

from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.linear import Weights
from footgun.sizes import Shape
from footgun.source.bindings import bind
from footgun.source.torch._common import given, pads, spatial_of
from footgun.source.torch._functional import function, of_weight

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.Conv1d", "torch.nn.Conv2d", "torch.nn.Conv3d")
def conv(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
    bias: Any = True,
    padding_mode: Any = "zeros",
    device: Any = None,
    dtype: Any = None,
) -> Any:
    n = spatial_of(at.label)
    op = Conv(
        n,
        at.size(in_channels, "c", "in_channels"),
        at.size(out_channels, "c", "out_channels"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(stride, n, "s"),
        pads(at, padding, n),
        at.sizes(dilation, n, "d"),
        at.size(groups, "g"),
        at.flag(bias, True),
        padding_mode=padding_mode if isinstance(padding_mode, str) else "zeros",
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.LazyConv1d", "torch.nn.LazyConv2d", "torch.nn.LazyConv3d")
def lazy_conv(
    at: At,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
    bias: Any = True,
    padding_mode: Any = "zeros",
    device: Any = None,
    dtype: Any = None,
) -> Any:
    n = spatial_of(at.label)
    op = Conv(
        n,
        None,
        at.size(out_channels, "c", "out_channels"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(stride, n, "s"),
        pads(at, padding, n),
        at.sizes(dilation, n, "d"),
        at.size(groups, "g"),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.ConvTranspose1d", "torch.nn.ConvTranspose2d", "torch.nn.ConvTranspose3d")
def conv_transpose(
    at: At,
    in_channels: Any,
    out_channels: Any,
    kernel_size: Any,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: Any = 1,
    bias: Any = True,
    dilation: Any = 1,
    padding_mode: Any = "zeros",
    device: Any = None,
    dtype: Any = None,
) -> Any:
    n = spatial_of(at.label)
    op = ConvTranspose(
        n,
        at.size(in_channels, "c", "in_channels"),
        at.size(out_channels, "c", "out_channels"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(stride, n, "s"),
        pads(at, padding, n),
        at.sizes(output_padding, n, "p", 0),
        at.sizes(dilation, n, "d"),
        at.size(groups, "g"),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()))


@bind(
    "torch.nn.functional.conv1d",
    "torch.nn.functional.conv2d",
    "torch.nn.functional.conv3d",
    "torch.conv1d",
    "torch.conv2d",
    "torch.conv3d",
)
def functional_conv(
    at: At,
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: Any = 1,
) -> Any:
    n = spatial_of(at.label)
    shape = weights(at, weight, n)
    if shape is None:
        return at.value(None, "float32", "")
    count = at.size(groups, "g")
    op = Conv(
        n,
        shape[1] * count,
        shape[0],
        shape[2:],
        at.sizes(stride, n, "s"),
        pads(at, padding, n),
        at.sizes(dilation, n, "d"),
        count,
        bias is not None,
    )
    made = function(at, op, input, weights=(("bias", bias, (op.cout,)),))
    return of_weight(at, made, input, weight)


@bind(
    *(f"torch.nn.functional.conv_transpose{n}d" for n in (1, 2, 3)),
    *(f"torch.conv_transpose{n}d" for n in (1, 2, 3)),
)
def functional_conv_transpose(
    at: At,
    input: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: Any = 1,
    dilation: Any = 1,
) -> Any:
    n = spatial_of(at.label)
    shape = weights(at, weight, n)
    if shape is None:
        return at.value(None, "float32", "")
    count = at.size(groups, "g")
    op = ConvTranspose(
        n,
        shape[0],
        shape[1] * count,
        shape[2:],
        at.sizes(stride, n, "s"),
        pads(at, padding, n),
        at.sizes(output_padding, n, "p", 0),
        at.sizes(dilation, n, "d"),
        count,
        bias is not None,
    )
    made = function(at, op, input, weights=(("bias", bias, (op.cout,)),))
    return of_weight(at, made, input, weight)


def weights(at: At, weight: Any, n: int) -> Shape | None:
    """The shape of a kernel given as a tensor, None where it is not known or no kernel."""
    shape = at.m.tensor(weight).shape
    if shape is not None and len(shape) != n + 2:
        at.apply(Weights((n + 2,)), weight)
        return None
    return shape
