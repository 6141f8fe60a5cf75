"""torch.nn: layers and functions that few networks use."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Check
from footgun.ops.convolution import ConvTranspose
from footgun.ops.dtypes import require_floating
from footgun.ops.elementwise import Unary
from footgun.ops.embedding import EmbeddingBag
from footgun.ops.linear import Bilinear, Linear, Weights
from footgun.ops.loss import CrossEntropy, OtherLoss
from footgun.ops.normalisation import InstanceNorm, LocalResponseNorm
from footgun.ops.pooling import AdaptivePool
from footgun.ops.reduction import Cumulate
from footgun.sizes import is_floating
from footgun.source.bindings import bind
from footgun.source.torch._common import axis_of, given, pads, spatial_of
from footgun.source.torch._functional import function, note, shaped
from footgun.source.torch.linear import upsample_op
from footgun.source.torch.losses import criterion, use
from footgun.source.torch.shapes import lost
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

FUNCTIONS = "torch.nn.functional."


@bind("torch.nn.LazyConvTranspose1d", "torch.nn.LazyConvTranspose2d", "torch.nn.LazyConvTranspose3d")
def lazy_conv_transpose(
    at: At,
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
        None,
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


@bind("torch.nn.LazyInstanceNorm1d", "torch.nn.LazyInstanceNorm2d", "torch.nn.LazyInstanceNorm3d")
def lazy_instance_norm(
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
    return at.layer(InstanceNorm(None, spatial_of(at.label), 1, at.flag(affine, True)), given(locals()))


@bind("torch.nn.CrossMapLRN2d")
def cross_map(at: At, size: Any, alpha: Any = 0.0001, beta: Any = 0.75, k: Any = 1) -> Any:
    return at.layer(LocalResponseNorm(at.size(size, "k")), given(locals()))


@bind(f"{FUNCTIONS}local_response_norm")
def local_response_norm(
    at: At, input: Any, size: Any, alpha: Any = 0.0001, beta: Any = 0.75, k: Any = 1.0
) -> Any:
    return at.apply(LocalResponseNorm(at.size(size, "k")), input)


@bind("torch.nn.FractionalMaxPool2d", "torch.nn.FractionalMaxPool3d")
def fractional_pool(
    at: At,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: Any = False,
    _random_samples: Any = None,
) -> Any:
    op = fractional(at, output_size, return_indices)
    return Unknown("a pool to a part of the size") if op is None else at.layer(op, given(locals()))


@bind(f"{FUNCTIONS}fractional_max_pool2d", f"{FUNCTIONS}fractional_max_pool3d")
def functional_fractional_pool(
    at: At,
    input: Any,
    kernel_size: Any,
    output_size: Any = None,
    output_ratio: Any = None,
    return_indices: Any = False,
    _random_samples: Any = None,
) -> Any:
    op = fractional(at, output_size, return_indices)
    return at.value(None, at.m.tensor(input).dtype, "") if op is None else at.apply(op, input)


def fractional(at: At, output_size: Any, return_indices: Any) -> AdaptivePool | None:
    """Pooled to a size that is given; a share of the input's size is not followed."""
    n = spatial_of(at.label)
    if output_size is None:
        return None
    return AdaptivePool("max", n, at.sizes(output_size, n, "o"), indices=at.flag(return_indices, False))


@bind("torch.nn.AdaptiveLogSoftmaxWithLoss")
def adaptive_softmax(
    at: At,
    in_features: Any,
    n_classes: Any,
    cutoffs: Any,
    div_value: Any = 4.0,
    head_bias: Any = False,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    op = Linear(at.size(in_features, "f", "in_features"), at.size(n_classes, "classes"), False)

    def call(here: At, holder: Any, input: Any = None, target: Any = None) -> Any:
        here.apply(op, input, label=holder.layer.label, layer=holder.layer)
        value = here.value((), "float32", "")
        return Thing(
            "torch.return_types", here.name, here.span, output=here.value(None, "float32"), loss=value
        )

    return at.layer(op, given(locals()), call)


@bind("torch.nn.LinearCrossEntropyLoss")
def linear_cross_entropy_loss(
    at: At,
    in_features: Any,
    num_classes: Any,
    *,
    out_features: Any = (),
    bias: Any = False,
    device: Any = None,
    dtype: Any = None,
    reduction: Any = "mean",
    weight: Any = None,
    ignore_index: Any = None,
    label_smoothing: Any = 0.0,
    options: Any = None,
) -> Any:
    return criterion(at, OtherLoss(at.label), {})


@bind(f"{FUNCTIONS}linear_cross_entropy")
def linear_cross_entropy(
    at: At,
    input: Any,
    linear_weight: Any,
    target: Any,
    *,
    linear_bias: Any = None,
    weight: Any = None,
    reduction: Any = "mean",
    ignore_index: Any = None,
    label_smoothing: Any = 0.0,
    options: Any = None,
) -> Any:
    shape = at.m.tensor(linear_weight).shape
    if shape is None or len(shape) != 2:
        return at.value(None, "float32", "")
    logits = at.apply(Linear(shape[1], shape[0], linear_bias is not None), input)
    kind = reduction if isinstance(reduction, str) else None
    return use(
        at,
        CrossEntropy("logits", "index-or-probabilities", reduction=kind),
        at.label,
        at.span,
        logits,
        target,
    )


@bind(f"{FUNCTIONS}bilinear", "torch.bilinear")
def bilinear(at: At, input1: Any, input2: Any, weight: Any, bias: Any = None) -> Any:
    shape = at.m.tensor(weight).shape
    if shape is None or len(shape) != 3:
        return at.value(None, "float32", "")
    op = Bilinear(shape[1], shape[2], shape[0], bias is not None)
    return function(at, op, input1, input2, weights=(("bias", bias, (shape[0],)),))


@bind(f"{FUNCTIONS}embedding_bag")
def embedding_bag(
    at: At,
    input: Any,
    weight: Any,
    offsets: Any = None,
    max_norm: Any = None,
    norm_type: Any = 2,
    scale_grad_by_freq: Any = False,
    mode: Any = "mean",
    sparse: Any = False,
    per_sample_weights: Any = None,
    include_last_offset: Any = False,
    padding_idx: Any = None,
) -> Any:
    table, places = at.m.tensor(weight), at.m.tensor(input)
    if table.dtype == "int64" and is_floating(places.dtype):
        weight, input = input, weight  # torch still takes the older order
        table, places = places, table
    if table.shape is not None and len(table.shape) != 2:
        at.apply(Weights((2,)), weight)
    if table.shape is None or len(table.shape) != 2:
        return at.value(None, table.dtype, "")
    inputs = (input,) if offsets is None else (input, offsets)
    op = EmbeddingBag(*table.shape, mode if isinstance(mode, str) else "mean")
    made = function(at, op, *inputs, dtype=table.dtype)
    check = Check(at.m.names)
    if table.dtype is not None and is_floating(table.dtype) is False:
        check.fail("argument", argument="weight", detail=f"`weight` must be floating, got {table.dtype}")
    shaped(at, check, "per_sample_weights", per_sample_weights, places.shape)
    if isinstance(per_sample_weights, Value) and mode in ("mean", "max"):
        detail = f"`per_sample_weights` are for the mode 'sum', not '{mode}'"
        check.fail("argument", argument="per_sample_weights", detail=detail)
    note(at, made, check.faults)
    if offsets is None or include_last_offset is False or made.shape is None:
        return made
    if include_last_offset is not True:
        return at.value(None, table.dtype, "")
    return at.value((made.shape[0] - 1, made.shape[1]), table.dtype, "")


@bind(f"{FUNCTIONS}pdist", "torch.pdist")
def pdist(at: At, input: Any, p: Any = 2) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is not None and len(tensor.shape) != 2:
        check = Check(at.m.names)
        check.fail("rank", expected=(2,), got=tensor.shape)
        note(at, at.apply(Unary("pdist"), input), check.faults)
    size = tensor.shape[0] if tensor.shape is not None and len(tensor.shape) == 2 else None
    count = size * (size - 1) // 2 if isinstance(size, int) else at.m.names.fresh("pairs", 0)
    return Value((count,), tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind(f"{FUNCTIONS}upsample_nearest", f"{FUNCTIONS}upsample_bilinear")
def upsample(at: At, input: Any, size: Any = None, scale_factor: Any = None) -> Any:
    mode = "bilinear" if "bilinear" in at.label else "nearest"
    return at.apply(upsample_op(at, size, scale_factor, mode), input)


@bind(f"{FUNCTIONS}normalize")
def normalize(at: At, input: Any, p: Any = 2.0, dim: Any = 1, eps: Any = 1e-12, out: Any = None) -> Any:
    if isinstance(dim, (tuple, List)):
        made = at.apply(Unary("normalize"), input)
    elif axis_of(dim) is None:
        return lost(at, input)
    else:
        made = at.apply(Cumulate("normalize", dim), input)
    check = Check(at.m.names)
    require_floating(check, [at.m.tensor(input).dtype])
    note(at, made, check.faults)
    return made


IN_PLACE = ("celu_", "hardtanh_", "rrelu_", "selu_", "threshold_")


@bind(*(f"{FUNCTIONS}{n}" for n in IN_PLACE), *(f"torch.{n}" for n in (*IN_PLACE, "sigmoid_", "tanh_")),
      "torch.hardshrink", "torch.Tensor.hardshrink", "torch.rrelu", "torch.threshold",
      "torch.native_dropout", "torch.alpha_dropout_", "torch.feature_dropout_")  # fmt: skip
def activation(at: At, input: Any, *args: Any, **more: Any) -> Any:
    return at.apply(Unary(at.label.rstrip("_")), input)


TORCHS = ("ctc_loss", "kl_div", "poisson_nll_loss", "triplet_margin_loss", "margin_ranking_loss",
          "cosine_embedding_loss", "hinge_embedding_loss")  # fmt: skip


@bind(*(f"torch.{n}" for n in TORCHS))
def loss(at: At, *args: Any, **more: Any) -> Any:
    return at.value(None, "float32", "")


@bind("torch.nn.RNNBase", "torch.nn.RNNCellBase", "torch.nn.Container")
def base(at: At, *args: Any, **more: Any) -> Any:
    """Classes that are there to derive from."""
    return Unknown(f"a bare `{at.label}`")
