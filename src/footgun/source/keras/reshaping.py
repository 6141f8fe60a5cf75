"""keras.layers: the same values under another shape; maps padded, cropped and scaled up."""

from __future__ import annotations

from footgun.ops.linear import Identity
from footgun.ops.reshape import KerasFlatten, Permute, RepeatVector, Reshape
from footgun.ops.resize import Crop, Pad, Upsample
from footgun.source.bindings import bind
from footgun.source.keras._common import call_lost, keras_layer, last_axis, pairs, spatial_of
from footgun.source.keras._input import is_shape
from footgun.source.keras._legacy import renamed
from footgun.source.values import Dict, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

OLD = {"dim_ordering": "data_format"}


@bind("keras.layers.Flatten")
@renamed(OLD)
def flatten(at: At, data_format: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, KerasFlatten(), locals())


@bind("keras.layers.Reshape")
@renamed({"dims": "target_shape"})
def reshape(at: At, target_shape: Any, **kwargs: Any) -> Any:
    if is_size(target_shape):
        from footgun.changes import Wrap

        at.fault(
            "`Reshape`: `target_shape` must be a tuple, not an int",
            argument="target_shape",
            help=f"a tuple of one needs a comma: `({target_shape},)`",
            mend=Wrap(at.argument_span("target_shape"), "(", ",)"),
        )
        target_shape = (target_shape,)
    if not is_shape(target_shape):
        return keras_layer(at, Identity(), locals(), call_lost)
    sizes = tuple(v if is_size(v) else at.m.names.fresh("s") for v in target_shape)
    return keras_layer(at, Reshape(sizes, True), locals())


@bind("keras.layers.Permute")
def permute(at: At, dims: Any, **kwargs: Any) -> Any:
    if not is_shape(dims) or not all(isinstance(d, int) for d in dims):
        return keras_layer(at, Identity(), locals(), call_lost)
    return keras_layer(at, Permute(tuple(dims), True), locals())


@bind("keras.layers.RepeatVector")
def repeat_vector(at: At, n: Any, **kwargs: Any) -> Any:
    return keras_layer(at, RepeatVector(at.size(n, "t", "n")), locals())


@bind(*(f"keras.layers.ZeroPadding{n}D" for n in (1, 2, 3)))
@renamed(OLD)
def zero_padding(at: At, padding: Any = 1, data_format: Any = None, **kwargs: Any) -> Any:
    n, last = spatial_of(at), last_axis(at, data_format)
    if isinstance(padding, Dict):  # Keras 1: {"top_pad": 1, ...}
        given = [padding.get(f"{side}_pad", 0) for side in ("top", "bottom", "left", "right")]
        padding = ((given[0], given[1]), (given[2], given[3]))
    first = 1 if last else 2
    pads = tuple((first + i, *amounts) for i, amounts in enumerate(pairs(at, padding, n)))
    return keras_layer(at, Pad(pads, rank=n + 2), locals())


@bind("keras.layers.Cropping1D")
def cropping1d(at: At, cropping: Any = 1, **kwargs: Any) -> Any:
    return keras_layer(at, Crop(pairs(at, cropping, 1), True), locals())


@bind("keras.layers.Cropping3D")
@renamed(OLD)
def cropping3d(at: At, cropping: Any = 1, data_format: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, Crop(pairs(at, cropping, 3), last_axis(at, data_format)), locals())


@bind("keras.layers.Cropping2D")
@renamed(OLD)
def cropping2d(at: At, cropping: Any = 0, data_format: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, Crop(pairs(at, cropping, 2), last_axis(at, data_format)), locals())


@bind("keras.layers.UpSampling1D")
@renamed({"length": "size"})
def upsampling1d(at: At, size: Any = 2, **kwargs: Any) -> Any:
    return keras_layer(at, Upsample(at.sizes(size, 1, "r"), None, 1, True), locals())


@bind("keras.layers.UpSampling2D")
@renamed(OLD)
def upsampling2d(
    at: At, size: Any = 2, data_format: Any = None, interpolation: Any = "nearest", **kwargs: Any
) -> Any:
    return keras_layer(at, Upsample(at.sizes(size, 2, "r"), None, 2, last_axis(at, data_format)), locals())


@bind("keras.layers.UpSampling3D")
@renamed(OLD)
def upsampling3d(at: At, size: Any = 2, data_format: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, Upsample(at.sizes(size, 3, "r"), None, 3, last_axis(at, data_format)), locals())
