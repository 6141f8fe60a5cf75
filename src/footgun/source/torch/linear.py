"""torch.nn: linear layers, embeddings, identity, flatten and unflatten."""

from __future__ import annotations

from footgun.ops.embedding import Embedding, EmbeddingBag
from footgun.ops.linear import Bilinear, Identity, Linear, Weights
from footgun.ops.reshape import Flatten, Squeeze, Unflatten
from footgun.ops.resize import Pad, PixelShuffle, Upsample
from footgun.sizes import same, show
from footgun.source.bindings import bind
from footgun.source.given import Gap
from footgun.source.torch._common import axis_of, given, shape_args, spatial_of
from footgun.source.torch._functional import function, of_weight, refused
from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.Linear")
def linear(
    at: At, in_features: Any, out_features: Any, bias: Any = True, device: Any = None, dtype: Any = None
) -> Any:
    op = Linear(
        at.size(in_features, "f", "in_features"),
        at.size(out_features, "f", "out_features"),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.LazyLinear")
def lazy_linear(at: At, out_features: Any, bias: Any = True, device: Any = None, dtype: Any = None) -> Any:
    return at.layer(
        Linear(None, at.size(out_features, "f", "out_features"), at.flag(bias, True)), given(locals())
    )


@bind("torch.nn.functional.linear")
def functional_linear(at: At, input: Any, weight: Any, bias: Any = None) -> Any:
    shape = at.m.tensor(weight).shape
    if shape is None:
        return at.value(None, "float32", "")
    if len(shape) not in (1, 2):
        at.apply(Weights((1, 2)), weight)
        return at.value(None, "float32", "")
    made = at.apply(Linear(shape[-1], shape[0] if len(shape) == 2 else 1, bias is not None), input)
    of_weight(at, made, input, weight)
    offsets = at.m.tensor(bias).shape if bias is not None else None
    if len(shape) == 2 and offsets and all(same(offsets[-1], n) is False for n in (1, shape[0])):
        refused(at, made, "bias", f"`bias` of shape {show(offsets)} does not fit {show(shape[0])} features")
    return made if len(shape) == 2 else at.apply(Squeeze(-1), made)


@bind("torch.nn.Bilinear")
def bilinear(
    at: At,
    in1_features: Any,
    in2_features: Any,
    out_features: Any,
    bias: Any = True,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    op = Bilinear(
        at.size(in1_features, "f"),
        at.size(in2_features, "f"),
        at.size(out_features, "f"),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()), two_inputs)


def two_inputs(at: At, holder: Any, input1: Any = None, input2: Any = None) -> Any:
    """A layer of two inputs."""
    return at.apply(holder.layer.op, input1, input2, label=holder.layer.label, layer=holder.layer)


@bind("torch.nn.Identity", "torch.ao.quantization.QuantStub", "torch.ao.quantization.DeQuantStub")
def identity(at: At, *args: Any, **kwargs: Any) -> Any:
    return at.layer(Identity())


@bind("torch.nn.Embedding")
def embedding(
    at: At,
    num_embeddings: Any,
    embedding_dim: Any,
    padding_idx: Any = None,
    max_norm: Any = None,
    norm_type: Any = 2.0,
    scale_grad_by_freq: Any = False,
    sparse: Any = False,
    _weight: Any = None,
    _freeze: Any = False,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    op = Embedding(
        at.size(num_embeddings, "v", "num_embeddings"), at.size(embedding_dim, "f", "embedding_dim")
    )
    return at.layer(op, given(locals()))


@bind("torch.nn.functional.embedding")
def functional_embedding(
    at: At,
    input: Any,
    weight: Any,
    padding_idx: Any = None,
    max_norm: Any = None,
    norm_type: Any = 2.0,
    scale_grad_by_freq: Any = False,
    sparse: Any = False,
) -> Any:
    table = at.m.tensor(weight)
    if table.shape is not None and len(table.shape) != 2:
        at.apply(Weights((2,)), weight)
    if table.shape is None or len(table.shape) != 2:
        return at.value(None, table.dtype, "")
    return at.apply(Embedding(*table.shape), input, dtype=table.dtype)


@bind("torch.nn.EmbeddingBag")
def embedding_bag(
    at: At,
    num_embeddings: Any,
    embedding_dim: Any,
    max_norm: Any = None,
    norm_type: Any = 2.0,
    scale_grad_by_freq: Any = False,
    mode: Any = "mean",
    sparse: Any = False,
    _weight: Any = None,
    include_last_offset: Any = False,
    padding_idx: Any = None,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    op = EmbeddingBag(
        at.size(num_embeddings, "v", "num_embeddings"),
        at.size(embedding_dim, "f", "embedding_dim"),
        mode if isinstance(mode, str) else "mean",
    )
    return at.layer(op, given(locals()), call_bag)


def call_bag(at: At, holder: Any, input: Any, offsets: Any = None, *rest: Any, **more: Any) -> Any:
    """Indices in rows, or in one row with where each bag begins."""
    inputs = (input,) if offsets is None else (input, offsets)
    return at.apply(holder.layer.op, *inputs, label=holder.layer.label, layer=holder.layer, dtype="float32")


@bind("torch.nn.Flatten")
def flatten(at: At, start_dim: Any = 1, end_dim: Any = -1) -> Any:
    if axis_of(start_dim) is None or axis_of(end_dim) is None:
        return Unknown("`Flatten` over unknown axes")
    return at.layer(Flatten(start_dim, end_dim), given(locals()))


@bind("torch.flatten", "torch.Tensor.flatten")
def functional_flatten(at: At, input: Any, start_dim: Any = 0, end_dim: Any = -1) -> Any:
    if axis_of(start_dim) is None or axis_of(end_dim) is None:
        return at.value(None, at.m.tensor(input).dtype, "")
    return at.apply(Flatten(start_dim, end_dim), input)


@bind("torch.nn.Unflatten")
def unflatten(at: At, dim: Any, unflattened_size: Any) -> Any:
    sizes = shape_args(at, (unflattened_size,))
    if axis_of(dim) is None or sizes is None:
        return Unknown("`Unflatten` to an unknown shape")
    return at.layer(Unflatten(dim, sizes), given(locals()))


@bind("torch.unflatten", "torch.Tensor.unflatten")
def functional_unflatten(at: At, input: Any, dim: Any, sizes: Any) -> Any:
    shape = shape_args(at, (sizes,))
    if axis_of(dim) is None or shape is None:
        return at.value(None, at.m.tensor(input).dtype, "")
    return at.apply(Unflatten(dim, shape), input)


@bind("torch.nn.PixelShuffle")
def pixel_shuffle(at: At, upscale_factor: Any) -> Any:
    return at.layer(PixelShuffle(at.size(upscale_factor, "r")), given(locals()))


@bind("torch.nn.PixelUnshuffle")
def pixel_unshuffle(at: At, downscale_factor: Any) -> Any:
    return at.layer(PixelShuffle(at.size(downscale_factor, "r"), True), given(locals()))


@bind(
    "torch.nn.functional.pixel_shuffle",
    "torch.pixel_shuffle",
)
def functional_pixel_shuffle(at: At, input: Any, upscale_factor: Any) -> Any:
    return function(at, PixelShuffle(at.size(upscale_factor, "r")), input)


@bind("torch.nn.functional.pixel_unshuffle", "torch.pixel_unshuffle")
def functional_pixel_unshuffle(at: At, input: Any, downscale_factor: Any) -> Any:
    return function(at, PixelShuffle(at.size(downscale_factor, "r"), True), input)


# The spatial axes that a way of interpolating takes, where it does not take any number.
AXES = {"linear": 1, "bilinear": 2, "bicubic": 2, "trilinear": 3}
MODES = frozenset((*AXES, "nearest", "nearest-exact", "area"))


def upsample_op(at: At, size: Any, scale_factor: Any, mode: Any = "nearest") -> Upsample:
    """Sizes or factors, one or one a dimension."""
    op = resized(at, size, scale_factor)
    return Upsample(op.scale, op.size, AXES.get(mode) if isinstance(mode, str) else None, area=mode == "area")


def resized(at: At, size: Any, scale_factor: Any) -> Upsample:
    """The same for any number of axes."""
    if isinstance(size, List) and size.open:
        size = Unknown("sizes of unknown number")
    if isinstance(size, (tuple, List)):
        return Upsample(None, tuple(at.m.size(s, "s") for s in size))
    if size is not None:
        return Upsample(None, at.m.size(size, "s"))
    if isinstance(scale_factor, (tuple, List)) and all(isinstance(s, (int, float)) for s in scale_factor):
        return Upsample(tuple(scale_factor))
    return Upsample(scale_factor if isinstance(scale_factor, (int, float)) else at.m.names.fresh("r"))


@bind("torch.nn.Upsample")
def upsample(
    at: At,
    size: Any = None,
    scale_factor: Any = None,
    mode: Any = "nearest",
    align_corners: Any = None,
    recompute_scale_factor: Any = None,
) -> Any:
    return at.layer(upsample_op(at, size, scale_factor, mode), given(locals()))


@bind("torch.nn.UpsamplingNearest2d", "torch.nn.UpsamplingBilinear2d")
def upsampling(at: At, size: Any = None, scale_factor: Any = None) -> Any:
    mode = "bilinear" if "Bilinear" in at.label else "nearest"
    return at.layer(upsample_op(at, size, scale_factor, mode), given(locals()))


@bind("torch.nn.functional.upsample")
def functional_upsample(
    at: At,
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: Any = "nearest",
    align_corners: Any = None,
) -> Any:
    return interpolated(at, input, size, scale_factor, mode, align_corners)


@bind("torch.nn.functional.interpolate")
def interpolate(
    at: At,
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: Any = "nearest",
    align_corners: Any = None,
    recompute_scale_factor: Any = None,
    antialias: Any = False,
) -> Any:
    return interpolated(at, input, size, scale_factor, mode, align_corners)


def interpolated(at: At, input: Any, size: Any, scale_factor: Any, mode: Any, align_corners: Any) -> Any:
    """A map resized, with what only the call refuses."""
    made = at.apply(upsample_op(at, size, scale_factor, mode), input)
    chosen = at.m.visiting and at.given & {"size", "scale_factor"}  # perhaps by defaults that nobody takes
    if size is None and scale_factor is None and not chosen:
        refused(at, made, "size", "neither of size and scale_factor are given")
    elif all(is_size(v) or isinstance(v, (float, tuple, List)) for v in (size, scale_factor)):
        refused(at, made, "size", "both of size and scale_factor are given")
    if isinstance(mode, str) and mode in MODES - set(AXES) and isinstance(align_corners, bool):
        refused(at, made, "align_corners", f"`align_corners` has no meaning for '{mode}'")
    return made


@bind(
    *(
        f"torch.nn.{kind}Pad{n}d"
        for kind in ("Zero", "Reflection", "Replication", "Circular")
        for n in (1, 2, 3)
    )
)
def pad_layer(at: At, padding: Any) -> Any:
    return at.layer(pad_op(at, padding, spatial_of(at.label)), given(locals()))


@bind(*(f"torch.nn.ConstantPad{n}d" for n in (1, 2, 3)))
def constant_pad(at: At, padding: Any, value: Any) -> Any:
    return at.layer(pad_op(at, padding, spatial_of(at.label)), given(locals()))


# Layers that fill in from the map itself.
WRAPPED = {"Reflect": "reflect", "Circula": "circular", "Replica": "replicate"}


def pad_op(at: At, padding: Any, n: int, mode: str = "constant") -> Pad:
    """Torch gives pads from the last axis backwards: (left, right, top, bottom)."""
    sizes = at.sizes(padding, 2 * n, "p", 0)
    pads = tuple((-1 - i, sizes[2 * i], sizes[2 * i + 1]) for i in range(n))
    return Pad(pads, mode=WRAPPED.get(at.label[:7], mode))


@bind("torch.nn.functional.pad")
def pad(at: At, input: Any, pad: Any, mode: Any = "constant", value: Any = None) -> Any:
    if not isinstance(pad, (tuple, List)) or getattr(pad, "open", False) or any_gap(pad):
        return at.value(None, at.m.tensor(input).dtype, "")
    known = mode if mode in FILLS else "constant"
    made = at.apply(pad_op(at, pad, len(pad) // 2, known), input)
    if len(pad) % 2:
        refused(at, made, "pad", f"`pad` needs two numbers for each axis, got {len(pad)}")
    elif isinstance(mode, str) and mode not in FILLS:
        refused(at, made, "mode", f"`mode` must be one of {', '.join(FILLS)}, got '{mode}'")
    elif known != "constant" and at.number(value):
        refused(at, made, "value", f"`value` {value} is for constant padding, not for '{mode}'")
    return made if isinstance(mode, str) else at.value(made.shape, made.dtype)


FILLS = ("constant", "reflect", "replicate", "circular")


def any_gap(pad: Any) -> bool:
    """Whether so many numbers may stand in some place that nobody knows."""
    return any(isinstance(part, Gap) for part in pad)
