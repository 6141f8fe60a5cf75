"""torch.nn: normalisation."""

from __future__ import annotations

from footgun.ops.elementwise import Unary
from footgun.ops.normalisation import (
    BatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LocalResponseNorm,
    RMSNorm,
)
from footgun.source.bindings import bind
from footgun.source.torch._common import given, shape_args, spatial_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

RANKS = {1: (2, 3), 2: (4,), 3: (5,)}


@bind("torch.nn.BatchNorm1d", "torch.nn.BatchNorm2d", "torch.nn.BatchNorm3d")
def batch_norm(
    at: At,
    num_features: Any,
    eps: Any = 1e-05,
    momentum: Any = 0.1,
    affine: Any = True,
    track_running_stats: Any = True,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: Any = True,
) -> Any:
    n = spatial_of(at.label)
    op = BatchNorm(
        at.size(num_features, "c", "num_features"),
        n,
        1,
        at.flag(affine, True),
        RANKS[n],
        tracked=at.flag(track_running_stats, True),
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.SyncBatchNorm")
def sync_batch_norm(
    at: At,
    num_features: Any,
    eps: Any = 1e-05,
    momentum: Any = 0.1,
    affine: Any = True,
    track_running_stats: Any = True,
    process_group: Any = None,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: Any = True,
) -> Any:
    return at.layer(
        BatchNorm(at.size(num_features, "c", "num_features"), None, 1, at.flag(affine, True)), given(locals())
    )


@bind("torch.nn.LazyBatchNorm1d", "torch.nn.LazyBatchNorm2d", "torch.nn.LazyBatchNorm3d")
def lazy_batch_norm(
    at: At,
    eps: Any = 1e-05,
    momentum: Any = 0.1,
    affine: Any = True,
    track_running_stats: Any = True,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: Any = True,
) -> Any:
    n = spatial_of(at.label)
    return at.layer(BatchNorm(None, n, 1, at.flag(affine, True), RANKS[n]), given(locals()))


@bind("torch.nn.LayerNorm")
def layer_norm(
    at: At,
    normalized_shape: Any,
    eps: Any = 1e-05,
    elementwise_affine: Any = True,
    bias: Any = True,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    sizes = shape_args(at, (normalized_shape,)) or (at.m.names.fresh("f"),)
    return at.layer(
        LayerNorm(sizes, -1, at.flag(bias, True), at.flag(elementwise_affine, True)), given(locals())
    )


@bind("torch.nn.functional.layer_norm")
def functional_layer_norm(
    at: At, input: Any, normalized_shape: Any, weight: Any = None, bias: Any = None, eps: Any = 1e-05
) -> Any:
    sizes = shape_args(at, (normalized_shape,)) or (at.m.names.fresh("f"),)
    return at.apply(LayerNorm(sizes, -1, bias is not None, weight is not None), input)


@bind("torch.nn.functional.rms_norm")
def functional_rms_norm(
    at: At, input: Any, normalized_shape: Any, weight: Any = None, eps: Any = None
) -> Any:
    sizes = shape_args(at, (normalized_shape,)) or (at.m.names.fresh("f"),)
    return at.apply(RMSNorm(sizes, weight is not None), input)


@bind("torch.nn.RMSNorm")
def rms_norm(
    at: At,
    normalized_shape: Any,
    eps: Any = None,
    elementwise_affine: Any = True,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    sizes = shape_args(at, (normalized_shape,)) or (at.m.names.fresh("f"),)
    return at.layer(RMSNorm(sizes, at.flag(elementwise_affine, True)), given(locals()))


@bind("torch.nn.GroupNorm")
def group_norm(
    at: At,
    num_groups: Any,
    num_channels: Any,
    eps: Any = 1e-05,
    affine: Any = True,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: Any = True,
) -> Any:
    op = GroupNorm(
        at.size(num_groups, "g"), at.size(num_channels, "c", "num_channels"), 1, at.flag(affine, True)
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.InstanceNorm1d", "torch.nn.InstanceNorm2d", "torch.nn.InstanceNorm3d")
def instance_norm(
    at: At,
    num_features: Any,
    eps: Any = 1e-05,
    momentum: Any = 0.1,
    affine: Any = False,
    track_running_stats: Any = False,
    device: Any = None,
    dtype: Any = None,
    *,
    bias: Any = True,
) -> Any:
    op = InstanceNorm(
        at.size(num_features, "c", "num_features"), spatial_of(at.label), 1, at.flag(affine, False)
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.LocalResponseNorm")
def local_response_norm(at: At, size: Any, alpha: Any = 0.0001, beta: Any = 0.75, k: Any = 1.0) -> Any:
    return at.layer(LocalResponseNorm(at.size(size, "k")), given(locals()))


@bind(
    "torch.nn.functional.batch_norm",
    "torch.nn.functional.instance_norm",
    "torch.nn.functional.group_norm",
)
def functional_norm(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    return at.apply(Unary(at.label), input)
