"""torch.nn: normalisation."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Check
from footgun.ops.dtypes import require_floating
from footgun.ops.elementwise import Unary
from footgun.ops.normalisation import (
    BatchNorm,
    GroupNorm,
    InstanceNorm,
    LayerNorm,
    LocalResponseNorm,
    RMSNorm,
)
from footgun.sizes import Shape, product, same, show
from footgun.source.bindings import bind
from footgun.source.torch._common import given, shape_args, spatial_of
from footgun.source.torch._functional import function, note, of_weight, shaped

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
    made = over_last(at, LayerNorm, input, normalized_shape, (("weight", weight), ("bias", bias)))
    return made if weight is None else of_weight(at, made, input, weight)


def over_last(at: At, kind: Any, input: Any, normalized_shape: Any, handed: Any) -> Any:
    """A norm over the last axes, whose weights are of the very shape of these."""
    sizes = shape_args(at, (normalized_shape,))
    known = sizes if sizes is not None else (at.m.names.fresh("f"),)
    weighted = handed[0][1] is not None
    op = kind(known, affine_weights=weighted)
    return function(at, op, input, weights=tuple((name, given, sizes) for name, given in handed))


@bind("torch.nn.functional.rms_norm", "torch.rms_norm")
def functional_rms_norm(
    at: At, input: Any, normalized_shape: Any, weight: Any = None, eps: Any = None
) -> Any:
    return over_last(at, RMSNorm, input, normalized_shape, (("weight", weight),))


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


@bind("torch.nn.functional.batch_norm")
def functional_batch_norm(
    at: At,
    input: Any,
    running_mean: Any,
    running_var: Any,
    weight: Any = None,
    bias: Any = None,
    training: Any = False,
    momentum: Any = 0.1,
    eps: Any = 1e-05,
) -> Any:
    made, check, shape = scaled(at, input)
    statistics = (("running_mean", running_mean), ("running_var", running_var))
    if training is False and running_mean is None:
        fail(check, "running_mean", "`running_mean` is needed unless `training` is set")
    if shape is not None and len(shape) < 2:
        if shape and same(shape[0], 0) is False:
            check.fail("rank", expected=(2, 3, 4, 5), got=shape)
    elif shape is not None:
        for name, given in (*statistics, ("weight", weight), ("bias", bias)):
            counted(check, name, given, shape)
        if training is True and same(product((shape[0], *shape[2:])), 1):
            fail(check, "", f"one value for each channel has no variance: {show(shape)}")
    note(at, made, check.faults)
    return made


@bind("torch.nn.functional.instance_norm")
def functional_instance_norm(
    at: At,
    input: Any,
    running_mean: Any = None,
    running_var: Any = None,
    weight: Any = None,
    bias: Any = None,
    use_input_stats: Any = True,
    momentum: Any = 0.1,
    eps: Any = 1e-05,
) -> Any:
    made, check, shape = scaled(at, input)
    if use_input_stats is False and running_mean is None:
        fail(check, "running_mean", "`running_mean` is needed unless `use_input_stats` is set")
    if shape is not None and len(shape) < 2:
        check.fail("rank", expected=(3, 4, 5), got=shape)
    elif shape is not None:
        names = ("running_mean", "running_var", "weight", "bias")
        for name, given in zip(names, (running_mean, running_var, weight, bias), strict=True):
            shaped(at, check, name, given, shape[1:2])
        if use_input_stats is True and same(product(shape[2:]), 1):
            fail(check, "", f"one value for each channel has no variance: {show(shape)}")
    note(at, made, check.faults)
    return made


@bind("torch.nn.functional.group_norm")
def functional_group_norm(
    at: At, input: Any, num_groups: Any, weight: Any = None, bias: Any = None, eps: Any = 1e-05
) -> Any:
    made, check, shape = scaled(at, input)
    channels = shape[1] if shape is not None and len(shape) > 1 else at.m.names.fresh("c")
    op = GroupNorm(at.size(num_groups, "g"), channels, 1, False)
    op.validate(check)
    if not check.faults:
        op.infer(check, shape)
    if shape is not None and len(shape) > 1:
        shaped(at, check, "weight", weight, (channels,))
        shaped(at, check, "bias", bias, (channels,))
    note(at, made, check.faults)
    return made


def scaled(at: At, input: Any) -> tuple[Any, Check, Shape | None]:
    """The result, of its input's shape, with what its type is refused for, and that shape."""
    made, check = at.apply(Unary(at.label), input), Check(at.m.names)
    tensor = at.m.tensor(input)
    require_floating(check, [tensor.dtype])
    return made, check, tensor.shape


def counted(check: Check, name: str, given: Any, shape: Shape) -> None:
    """One number for each channel, on whatever axes."""
    sizes = given.shape if isinstance(given, Value) and given.assumed is None else None
    if sizes is not None and same(product(sizes), shape[1]) is False:
        detail = f"`{name}` must have {show(shape[1])} numbers, one for each channel, got {show(sizes)}"
        check.fail("argument", argument=name, expected=shape[1], got=sizes, detail=detail)


def fail(check: Check, name: str, detail: str) -> None:
    """Record an `argument` fault."""
    check.fail("argument", argument=name, detail=detail)


@bind("torch.native_layer_norm")
def native_layer_norm(at: At, input: Any, normalized_shape: Any, weight: Any, bias: Any, eps: Any) -> Any:
    made = over_last(at, LayerNorm, input, normalized_shape, (("weight", weight), ("bias", bias)))
    sizes, shape = shape_args(at, (normalized_shape,)), at.m.tensor(input).shape
    kept = None
    if sizes is not None and shape is not None and len(sizes) <= len(shape):
        kept = (*shape[: len(shape) - len(sizes)], *(1,) * len(sizes))
    return made, *(at.value(kept, made.dtype, "") for _ in range(2))


@bind("torch.native_group_norm")
def native_group_norm(
    at: At, input: Any, weight: Any, bias: Any, N: Any, C: Any, HxW: Any, group: Any, eps: Any
) -> Any:
    made, check, shape = scaled(at, input)
    count, channels, places, groups = (at.size(v, "n") for v in (N, C, HxW, group))
    if shape is not None and same(product(shape), count * channels * places) is False:
        fail(check, "N", f"{show(shape)} has not {show(count)} x {show(channels)} x {show(places)} numbers")
    shaped(at, check, "weight", weight, (channels,))
    shaped(at, check, "bias", bias, (channels,))
    GroupNorm(groups, channels, 1, False).validate(check)
    note(at, made, check.faults)
    return made, *(at.value((count, groups), made.dtype, "") for _ in range(2))
