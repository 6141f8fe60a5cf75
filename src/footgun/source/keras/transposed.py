"""keras.layers: transposed convolutions."""

from __future__ import annotations

from footgun.ops.convolution import ConvTranspose
from footgun.source.bindings import bind
from footgun.source.keras._common import keras_layer, last_axis, padding_of, spatial_of
from footgun.source.keras._legacy import CONVOLUTION, renamed, separate_kernel
from footgun.source.values import LayerObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def without_shape(at: At, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Keras 1's `Deconvolution2D` was also told its `output_shape`, which follows from the rest."""
    separate_kernel(at, args, kwargs)
    if at.label.startswith("Deconvolution"):
        kwargs.pop("output_shape", None)
        kwargs.setdefault("padding", kwargs.pop("border_mode", "valid"))
        del args[2:]


def transposed(at: At, given: dict[str, Any]) -> LayerObject:
    """What all of them are, the order of their arguments aside."""
    n = spatial_of(at) if at.label[-1] == "D" else int(at.label.split("D")[0][-1])
    extra = given["output_padding"]
    op = ConvTranspose(
        n,
        None,
        at.size(given["filters"], "c", "filters"),
        at.sizes(given["kernel_size"], n, "k"),
        at.sizes(given["strides"], n, "s"),
        padding_of(at, given["padding"], n),
        None if extra is None else at.sizes(extra, n, "p", 0),
        at.sizes(given["dilation_rate"], n, "d"),
        bias=at.flag(given["use_bias"], True),
        last=last_axis(at, given["data_format"]),
    )
    return keras_layer(at, op, given, natural="sequence" if n == 1 else "features")


@bind(
    *(f"keras.layers.{name}{n}DTranspose" for name in ("Conv", "Convolution") for n in (1, 2)),
    "keras.layers.Deconvolution2D",
)
@renamed(CONVOLUTION, without_shape)
def conv_transpose(
    at: At,
    filters: Any,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    output_padding: Any = None,
    data_format: Any = None,
    dilation_rate: Any = 1,
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
    return transposed(at, locals())


@bind("keras.layers.Conv3DTranspose", "keras.layers.Convolution3DTranspose", "keras.layers.Deconvolution3D")
@renamed(CONVOLUTION, without_shape)
def conv3d_transpose(
    at: At,
    filters: Any,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    output_padding: Any = None,
    dilation_rate: Any = 1,
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
    return transposed(at, locals())
