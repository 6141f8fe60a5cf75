"""tf.layers and tf.placeholder of TensorFlow 1: functions that make a layer and apply it at once."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_library, call_value
from footgun.source.keras._input import is_shape, shape_from
from footgun.source.keras.backend import dtype_of
from footgun.source.values import LayerObject, Library, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Function: the class that does the same.
LAYERS = {
    "dense": "Dense", "conv1d": "Conv1D", "conv2d": "Conv2D", "conv3d": "Conv3D",
    "separable_conv1d": "SeparableConv1D", "separable_conv2d": "SeparableConv2D",
    "conv2d_transpose": "Conv2DTranspose", "conv3d_transpose": "Conv3DTranspose",
    "max_pooling1d": "MaxPooling1D", "max_pooling2d": "MaxPooling2D", "max_pooling3d": "MaxPooling3D",
    "average_pooling1d": "AveragePooling1D", "average_pooling2d": "AveragePooling2D",
    "average_pooling3d": "AveragePooling3D", "flatten": "Flatten", "dropout": "Dropout",
    "batch_normalization": "BatchNormalization",
}  # fmt: skip
# What the functions take and the classes do not.
OTHER = ("reuse", "training", "trainable", "_reuse", "_scope", "beta_regularizer", "gamma_regularizer")


@bind(*(f"tensorflow.layers.{name}" for name in LAYERS))
def function(at: At, inputs: Any = None, *args: Any, **kwargs: Any) -> Any:
    """The input comes first, the settings of the class after it."""
    settings = {k: v for k, v in kwargs.items() if k not in OTHER}
    if settings.get("kernel_initializer", 0) is None:
        del settings["kernel_initializer"]
    if "conv" in at.label or "pool" in at.label:
        settings.setdefault("data_format", "channels_last")  # whatever Keras is set to
    name = f"keras.layers.{LAYERS[at.label]}"
    layer = call_library(at.m, Library(name), list(args), settings, at.span, None, None, at.open_arguments)
    if not isinstance(layer, LayerObject):
        return Unknown(f"the output of `{at.label}`")
    return call_value(at.m, layer, [inputs], {}, at.span)


@bind("tensorflow.placeholder")
def placeholder(at: At, dtype: Any = None, shape: Any = None, name: Any = None) -> Any:
    """A tensor to come; None where any size goes."""
    sizes = shape_from(at, shape, batch=False) if is_shape(shape) else None
    return at.value(sizes, dtype_of(dtype) or "float32", "Input")
