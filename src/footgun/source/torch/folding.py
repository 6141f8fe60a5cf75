"""torch: windows laid out in rows and put back, max pools undone, shuffled channels."""

from __future__ import annotations

from footgun.ops.folding import ChannelShuffle, Fold, Sliding, Unfold
from footgun.ops.pooling import Unpool
from footgun.source.bindings import bind
from footgun.source.torch._common import axis_of, given, shape_args, spatial_of
from footgun.source.torch.shapes import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def unfold_op(at: At, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Unfold:
    """Two axes, whatever is given."""
    pairs = zip((kernel_size, dilation, padding, stride), "kdps", strict=True)
    return Unfold(*(at.sizes(value, 2, hint) for value, hint in pairs))


@bind("torch.nn.Unfold")
def unfold(at: At, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    return at.layer(unfold_op(at, kernel_size, dilation, padding, stride), given(locals()))


@bind("torch.nn.functional.unfold")
def functional_unfold(
    at: At, input: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    return at.apply(unfold_op(at, kernel_size, dilation, padding, stride), input)


def fold_op(at: At, output_size: Any, kernel_size: Any, dilation: Any, padding: Any, stride: Any) -> Fold:
    """Two axes, whatever is given."""
    parts = (output_size, kernel_size, dilation, padding, stride)
    return Fold(*(at.sizes(value, 2, hint) for value, hint in zip(parts, "hkdps", strict=True)))


@bind("torch.nn.Fold")
def fold(
    at: At, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    return at.layer(fold_op(at, output_size, kernel_size, dilation, padding, stride), given(locals()))


@bind("torch.nn.functional.fold")
def functional_fold(
    at: At,
    input: Any,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Any:
    return at.apply(fold_op(at, output_size, kernel_size, dilation, padding, stride), input)


@bind("torch.Tensor.unfold")
def sliding(at: At, self: Any, dimension: Any, size: Any, step: Any) -> Any:
    if axis_of(dimension) is None:
        return lost(at, self)
    return at.apply(Sliding(dimension, at.size(size, "k"), at.size(step, "s")), self)


def unpool_op(at: At, kernel_size: Any, stride: Any, padding: Any) -> Unpool:
    """The stride is the kernel unless given."""
    n = spatial_of(at.label)
    kernel = at.sizes(kernel_size, n, "k")
    steps = kernel if stride is None else at.sizes(stride, n, "s")
    return Unpool(n, kernel, steps, at.sizes(padding, n, "p", 0))


@bind(*(f"torch.nn.MaxUnpool{n}d" for n in (1, 2, 3)))
def unpool(at: At, kernel_size: Any, stride: Any = None, padding: Any = 0) -> Any:
    return at.layer(unpool_op(at, kernel_size, stride, padding), given(locals()), call_unpool)


def told(at: At, op: Unpool, output_size: Any) -> Unpool:
    """The size to reach, given with or without the batch and the channels."""
    sizes = None if output_size is None else shape_args(at, (output_size,))
    if sizes is None or len(sizes) not in (op.spatial, op.spatial + 2):
        return op
    return Unpool(op.spatial, op.kernel, op.stride, op.padding, sizes[-op.spatial :])


def call_unpool(at: At, holder: Any, input: Any, indices: Any = None, output_size: Any = None) -> Any:
    """The values, their places, and perhaps the size to reach."""
    op = told(at, holder.layer.op, output_size)
    return at.apply(op, input, indices, label=holder.layer.label, layer=holder.layer)


@bind(*(f"torch.nn.functional.max_unpool{n}d" for n in (1, 2, 3)))
def functional_unpool(
    at: At,
    input: Any,
    indices: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    output_size: Any = None,
) -> Any:
    return at.apply(told(at, unpool_op(at, kernel_size, stride, padding), output_size), input, indices)


@bind("torch.nn.ChannelShuffle")
def channel_shuffle(at: At, groups: Any) -> Any:
    return at.layer(ChannelShuffle(at.size(groups, "g", "groups")), given(locals()))


@bind("torch.nn.functional.channel_shuffle", "torch.channel_shuffle")
def functional_channel_shuffle(at: At, input: Any, groups: Any) -> Any:
    return at.apply(ChannelShuffle(at.size(groups, "g")), input)
