"""torch.nn: pooling, as layers and functions."""

from __future__ import annotations

from footgun.ops.base import Op
from footgun.ops.pooling import AdaptivePool, Pool
from footgun.source.bindings import bind
from footgun.source.torch._common import given, pads, spatial_of
from footgun.source.torch._functional import function, listed, refused
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LAYERS = "torch.nn."
FUNCTIONS = "torch.nn.functional."


def pool_op(
    at: At, mode: str, kernel: Any, stride: Any, padding: Any, dilation: Any, ceil: Any, **more: Any
) -> Op:
    """A pool; the stride is the kernel unless given."""
    n = spatial_of(at.label)
    sizes = listed(at, kernel, n, "k")
    empty = stride is None or (isinstance(stride, (tuple, List)) and not stride)
    return Pool(
        mode,
        n,
        sizes,
        sizes if empty else listed(at, stride, n, "s"),
        pads(at, padding, n),
        at.sizes(dilation, n, "d"),
        at.flag(ceil, False),
        **more,
    )


@bind(*(f"{LAYERS}MaxPool{n}d" for n in (1, 2, 3)))
def max_pool(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    return_indices: Any = False,
    ceil_mode: Any = False,
) -> Any:
    return at.layer(
        pool_op(
            at,
            "max",
            kernel_size,
            stride,
            padding,
            dilation,
            ceil_mode,
            indices=at.flag(return_indices, False),
        ),
        given(locals()),
    )


@bind(f"{LAYERS}AvgPool2d", f"{LAYERS}AvgPool3d")
def avg_pool(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: Any = False,
    count_include_pad: Any = True,
    divisor_override: Any = None,
) -> Any:
    return at.layer(pool_op(at, "avg", kernel_size, stride, padding, 1, ceil_mode), given(locals()))


@bind(f"{LAYERS}AvgPool1d")
def avg_pool1d(
    at: At,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: Any = False,
    count_include_pad: Any = True,
) -> Any:
    return at.layer(pool_op(at, "avg", kernel_size, stride, padding, 1, ceil_mode), given(locals()))


@bind(*(f"{LAYERS}LPPool{n}d" for n in (1, 2, 3)))
def lp_pool(at: At, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: Any = False) -> Any:
    return at.layer(pool_op(at, "lp", kernel_size, stride, 0, 1, ceil_mode), given(locals()))


@bind(*(f"{FUNCTIONS}max_pool{n}d" for n in (1, 2, 3)), *(f"torch.max_pool{n}d" for n in (1, 2, 3)))
def functional_max_pool(
    at: At,
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    dilation: Any = 1,
    ceil_mode: Any = False,
    return_indices: Any = False,
) -> Any:
    op = pool_op(
        at, "max", kernel_size, stride, padding, dilation, ceil_mode, indices=at.flag(return_indices, False)
    )
    return at.apply(op, input)


@bind(*(f"{FUNCTIONS}avg_pool{n}d" for n in (1, 2, 3)), "torch.avg_pool1d")
def functional_avg_pool(
    at: At,
    input: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: Any = False,
    count_include_pad: Any = True,
    divisor_override: Any = None,
) -> Any:
    made = at.apply(pool_op(at, "avg", kernel_size, stride, padding, 1, ceil_mode), input)
    if divisor_override is not None and at.number(divisor_override) == 0:
        refused(at, made, "divisor_override", "`divisor_override` must not be 0")
    return made


@bind(*(f"{FUNCTIONS}lp_pool{n}d" for n in (1, 2, 3)))
def functional_lp_pool(
    at: At, input: Any, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: Any = False
) -> Any:
    return at.apply(pool_op(at, "lp", kernel_size, stride, 0, 1, ceil_mode), input)


def adaptive(at: At, output_size: Any, indices: bool = False) -> Op:
    """Adaptive pooling; None keeps a dimension."""
    n = spatial_of(at.label)
    if isinstance(output_size, (tuple, List)) and not getattr(output_size, "open", False):
        sizes = tuple(None if s is None else at.m.size(s, "s") for s in output_size)
    else:
        sizes = at.sizes(output_size, n, "s")
    return AdaptivePool("max" if "max" in at.label.lower() else "avg", n, sizes, indices=indices)


@bind(*(f"{LAYERS}AdaptiveAvgPool{n}d" for n in (1, 2, 3)))
def adaptive_avg_pool(at: At, output_size: Any) -> Any:
    return at.layer(adaptive(at, output_size), given(locals()))


@bind(*(f"{LAYERS}AdaptiveMaxPool{n}d" for n in (1, 2, 3)))
def adaptive_max_pool(at: At, output_size: Any, return_indices: Any = False) -> Any:
    return at.layer(adaptive(at, output_size, at.flag(return_indices, False)), given(locals()))


@bind(*(f"{FUNCTIONS}adaptive_avg_pool{n}d" for n in (1, 2, 3)), "torch.adaptive_avg_pool1d")
def functional_adaptive_avg(at: At, input: Any, output_size: Any) -> Any:
    return function(at, adaptive(at, output_size), input)


@bind(*(f"{FUNCTIONS}adaptive_max_pool{n}d" for n in (1, 2, 3)))
def functional_adaptive_max(at: At, input: Any, output_size: Any, return_indices: Any = False) -> Any:
    return function(at, adaptive(at, output_size, at.flag(return_indices, False)), input)
