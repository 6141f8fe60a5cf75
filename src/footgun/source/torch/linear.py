"""torch.nn: linear layers, embeddings, identity, flatten and unflatten."""

from __future__ import annotations

from footgun.ops.embedding import Embedding, EmbeddingBag
from footgun.ops.linear import Bilinear, Identity, Linear, Weights
from footgun.ops.reshape import Flatten, Squeeze, Unflatten
from footgun.ops.resize import Pad, PixelShuffle, Upsample
from footgun.source.bindings import bind
from footgun.source.torch._common import axis_of, given, shape_args, spatial_of
from footgun.source.values import List, Unknown

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
    return at.apply(PixelShuffle(at.size(upscale_factor, "r")), input)


@bind("torch.nn.functional.pixel_unshuffle", "torch.pixel_unshuffle")
def functional_pixel_unshuffle(at: At, input: Any, downscale_factor: Any) -> Any:
    return at.apply(PixelShuffle(at.size(downscale_factor, "r"), True), input)


def upsample_op(at: At, size: Any, scale_factor: Any) -> Upsample:
    """Sizes or factors, one or one a dimension."""
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
    return at.layer(upsample_op(at, size, scale_factor), given(locals()))


@bind("torch.nn.UpsamplingNearest2d", "torch.nn.UpsamplingBilinear2d")
def upsampling(at: At, size: Any = None, scale_factor: Any = None) -> Any:
    return at.layer(upsample_op(at, size, scale_factor), given(locals()))


@bind("torch.nn.functional.upsample")
def functional_upsample(
    at: At,
    input: Any,
    size: Any = None,
    scale_factor: Any = None,
    mode: Any = "nearest",
    align_corners: Any = None,
) -> Any:
    return at.apply(upsample_op(at, size, scale_factor), input)


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
    return at.apply(upsample_op(at, size, scale_factor), input)


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


def pad_op(at: At, padding: Any, n: int) -> Pad:
    """Torch gives pads from the last axis backwards: (left, right, top, bottom)."""
    sizes = at.sizes(padding, 2 * n, "p", 0)
    return Pad(tuple((-1 - i, sizes[2 * i], sizes[2 * i + 1]) for i in range(n)))


@bind("torch.nn.functional.pad")
def pad(at: At, input: Any, pad: Any, mode: Any = "constant", value: Any = None) -> Any:
    if not isinstance(pad, (tuple, List)) or getattr(pad, "open", False) or len(pad) % 2:
        return at.value(None, at.m.tensor(input).dtype, "")
    return at.apply(pad_op(at, pad, len(pad) // 2), input)
