"""keras.ops: what layers do as functions: convolutions and pools with given kernels, attention, losses."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.elementwise import Unary
from footgun.ops.folding import Sliding
from footgun.ops.loss import BinaryCrossEntropy
from footgun.ops.pooling import AdaptivePool, Pool
from footgun.ops.reduction import Reduce
from footgun.source.bindings import bind
from footgun.source.keras._common import last_axis, padding_of
from footgun.source.keras.backend import axes as places
from footgun.source.keras.backend import lost
from footgun.source.keras.losses import op_of, use
from footgun.source.torch.folding import functional_fold, functional_unfold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.sizes import Shape
    from footgun.source.callsite import At


def shape_of(at: At, value: Any, least: int = 1) -> Shape | None:
    """The shape of a tensor that has at least so many axes, None where it is not known."""
    shape = at.m.tensor(value).shape
    return shape if shape is not None and len(shape) >= least else None


def placed(at: At, shape: Shape | None, *inputs: Any, dtype: str | None = None) -> Value:
    """A tensor of this shape, made of others."""
    made = Value(shape, dtype, span=at.span)
    at.m.place(Unary(at.label), tuple(at.m.tensor(v) for v in inputs), made, at.label, at.span)
    return made


# --- maps ---


@bind("keras.ops.max_pool", "keras.ops.average_pool")
def pool(
    at: At, inputs: Any, pool_size: Any, strides: Any = None, padding: Any = "valid", data_format: Any = None
) -> Any:
    shape = shape_of(at, inputs, 3)
    if shape is None or len(shape) > 5:
        return lost(at, inputs)
    n = len(shape) - 2
    sizes = at.sizes(pool_size, n, "k")
    steps = sizes if strides is None else at.sizes(strides, n, "s")
    kind = "max" if at.label == "max_pool" else "avg"
    last = last_axis(at, data_format)
    return at.apply(Pool(kind, n, sizes, steps, padding_of(at, padding, n), (1,) * n, last=last), inputs)


@bind("keras.ops.adaptive_max_pool", "keras.ops.adaptive_average_pool")
def adaptive_pool(at: At, inputs: Any, output_size: Any, data_format: Any = None) -> Any:
    shape = shape_of(at, inputs, 3)
    if shape is None or len(shape) > 5:
        return lost(at, inputs)
    n, kind = len(shape) - 2, "max" if "max" in at.label else "avg"
    return at.apply(AdaptivePool(kind, n, at.sizes(output_size, n, "s"), last_axis(at, data_format)), inputs)


@bind("keras.ops.conv", "keras.ops.depthwise_conv")
def conv(
    at: At,
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
) -> Any:
    weights, depthwise = shape_of(at, kernel, 3), at.label == "depthwise_conv"
    if weights is None or len(weights) > 5:
        return lost(at, inputs)
    last = last_axis(at, data_format)
    return at.apply(
        convolution(at, inputs, weights, strides, padding, dilation_rate, last, depthwise), inputs
    )


def convolution(
    at: At,
    inputs: Any,
    weights: Shape,
    strides: Any,
    padding: Any,
    dilation_rate: Any,
    last: bool,
    depthwise: bool = False,
) -> Conv:
    """The op of a kernel given as a tensor; several groups where it takes fewer channels than there are."""
    n = len(weights) - 2
    shape = shape_of(at, inputs, n + 2)
    have, takes, groups = None if shape is None else shape[-1 if last else 1], weights[n], 1
    if not depthwise and isinstance(have, int) and isinstance(takes, int) and takes:
        groups = max(have // takes, 1)
    return Conv(
        n,
        weights[n] * groups,
        weights[n + 1],
        weights[:n],
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        at.sizes(dilation_rate, n, "d"),
        groups,
        bias=False,
        last=last,
        depthwise=depthwise,
    )


@bind("keras.ops.separable_conv")
def separable_conv(
    at: At,
    inputs: Any,
    depthwise_kernel: Any,
    pointwise_kernel: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
) -> Any:
    """Each channel by itself, then all of them at every place."""
    first, second = shape_of(at, depthwise_kernel, 3), shape_of(at, pointwise_kernel, 3)
    if first is None or second is None or len(first) != len(second) or len(first) > 5:
        return lost(at, inputs)
    last = last_axis(at, data_format)
    x = at.apply(convolution(at, inputs, first, strides, padding, dilation_rate, last, True), inputs)
    return at.apply(convolution(at, x, second, 1, "valid", 1, last), x)


@bind("keras.ops.conv_transpose")
def conv_transpose(
    at: At,
    inputs: Any,
    kernel: Any,
    strides: Any = 1,
    padding: Any = "valid",
    output_padding: Any = None,
    data_format: Any = None,
    dilation_rate: Any = 1,
) -> Any:
    """The kernel says first what it makes, then what it takes."""
    weights = shape_of(at, kernel, 3)
    if weights is None or len(weights) > 5 or output_padding is not None:
        return lost(at, inputs)
    n = len(weights) - 2
    op = ConvTranspose(
        n,
        weights[n + 1],
        weights[n],
        weights[:n],
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        None,
        at.sizes(dilation_rate, n, "d"),
        bias=False,
        last=last_axis(at, data_format),
    )
    return at.apply(op, inputs)


@bind("keras.ops.depth_to_space", "keras.ops.space_to_depth")
def rearranged(at: At, x: Any, block_size: Any, data_format: Any = "channels_last") -> Any:
    """Channels become places of a finer map, or the other way round."""
    shape, r = shape_of(at, x, 4), at.size(block_size, "r")
    if shape is None or len(shape) != 4:
        return lost(at, x)
    last = last_axis(at, data_format)
    n, c, h, w = (shape[0], shape[3], *shape[1:3]) if last else shape
    c, h, w = (c // (r * r), h * r, w * r) if at.label == "depth_to_space" else (c * r * r, h // r, w // r)
    return placed(at, (n, h, w, c) if last else (n, c, h, w), x, dtype=at.m.tensor(x).dtype)


@bind("keras.ops.unfold")
def unfold(at: At, x: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1) -> Any:
    return functional_unfold(at, x, kernel_size, dilation, padding, stride)


@bind("keras.ops.fold")
def fold(
    at: At, x: Any, output_size: Any, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Any:
    return functional_fold(at, x, output_size, kernel_size, dilation, padding, stride)


@bind("keras.ops.extract_sequences")
def extract_sequences(at: At, x: Any, sequence_length: Any, sequence_stride: Any) -> Any:
    return at.apply(Sliding(-1, at.size(sequence_length, "t"), at.size(sequence_stride, "s")), x)


# --- normalisation and attention ---


@bind("keras.ops.batch_normalization")
def batch_normalization(
    at: At,
    x: Any,
    mean: Any,
    variance: Any,
    axis: Any,
    offset: Any = None,
    scale: Any = None,
    epsilon: Any = 0.001,
) -> Any:
    return at.apply(Unary("normalize"), x)


@bind("keras.ops.layer_normalization")
def layer_normalization(
    at: At, x: Any, gamma: Any = None, beta: Any = None, axis: Any = -1, epsilon: Any = None, **kwargs: Any
) -> Any:
    return at.apply(Unary("normalize"), x)


@bind("keras.ops.rms_normalization")
def rms_normalization(at: At, x: Any, scale: Any = None, axis: Any = -1, epsilon: Any = None) -> Any:
    return at.apply(Unary("normalize"), x)


@bind("keras.ops.moments")
def moments(at: At, x: Any, axes: Any, keepdims: Any = False, synchronized: Any = False) -> Any:
    """Mean and variance."""
    if places(axes) is None and axes is not None:
        return (lost(at, x), lost(at, x))
    keep = at.flag(keepdims, False)
    return tuple(at.apply(Reduce(name, places(axes), keep, True), x) for name in ("mean", "var"))


@bind("keras.ops.dot_product_attention")
def attention(
    at: At,
    query: Any,
    key: Any,
    value: Any,
    bias: Any = None,
    mask: Any = None,
    scale: Any = None,
    is_causal: Any = False,
    flash_attention: Any = None,
    attn_logits_soft_cap: Any = None,
) -> Any:
    """(n, t, heads, width): the queries' places, the values' width."""
    first, last = shape_of(at, query, 4), shape_of(at, value, 4)
    shape = None if first is None or last is None else (*first[:3], last[-1])
    return placed(at, shape, query, key, value, dtype=at.m.tensor(query).dtype)


# --- losses and the like ---


@bind("keras.ops.binary_crossentropy")
def binary_cross_entropy(at: At, target: Any, output: Any, from_logits: Any = False) -> Any:
    expects = "logits" if from_logits is True else "probabilities"
    op = BinaryCrossEntropy(expects, "none") if isinstance(from_logits, bool) else None
    return use(at, op, at.label, at.span, target, output)


@bind("keras.ops.categorical_crossentropy", "keras.ops.sparse_categorical_crossentropy")
def cross_entropy(at: At, target: Any, output: Any, from_logits: Any = False, axis: Any = -1) -> Any:
    op = op_of("sparse" if at.label.startswith("sparse") else "categorical", from_logits, axis)
    made, shape = use(at, op, at.label, at.span, target, output), shape_of(at, output)
    if isinstance(made, Value) and axis == -1:
        made.shape = None if shape is None else shape[:-1]  # one of each example, not their mean
    return made


@bind("keras.ops.ctc_loss")
def ctc_loss(
    at: At, target: Any, output: Any, target_length: Any, output_length: Any, mask_index: Any = 0
) -> Any:
    shape = shape_of(at, output)
    return placed(at, None if shape is None else shape[:1], target, output, dtype="float32")


@bind("keras.ops.in_top_k")
def in_top_k(at: At, targets: Any, predictions: Any, k: Any) -> Any:
    return placed(at, at.m.tensor(targets).shape, targets, predictions, dtype="bool")


@bind("keras.ops.psnr")
def psnr(at: At, x1: Any, x2: Any, max_val: Any) -> Any:
    return placed(at, (), x1, x2, dtype="float32")


@bind("keras.ops.multi_hot")
def multi_hot(
    at: At,
    inputs: Any,
    num_classes: Any = None,
    axis: Any = -1,
    dtype: Any = None,
    sparse: Any = False,
    **kwargs: Any,
) -> Any:
    """The classes of a row as one row of marks."""
    shape = shape_of(at, inputs)
    size = at.size(num_classes, "c")
    known = shape is not None and axis == -1
    return placed(at, (*(shape or ())[:-1], size) if known else None, inputs, dtype="float32")
