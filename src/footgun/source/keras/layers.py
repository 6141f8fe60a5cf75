"""keras.layers: dense, convolution, pooling, normalisation, dropout, reshaping."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv
from footgun.ops.dropout import Dropout
from footgun.ops.linear import Identity, Linear
from footgun.ops.normalisation import BatchNorm
from footgun.ops.pooling import GlobalPool, Pool
from footgun.ops.reshape import KerasFlatten
from footgun.source.bindings import bind
from footgun.source.keras._common import activation_op, keras_layer, last_axis, shape_from

if TYPE_CHECKING:
    from footgun.source.callsite import At


def spatial(at: At) -> int:
    """The digit of `Conv2D`."""
    return next(int(c) for c in reversed(at.label) if c in "123")


@bind("keras.layers.Dense")
def dense(at: At, units: Any, activation: Any = None, use_bias: Any = True, kernel_initializer: Any = "glorot_uniform",
          bias_initializer: Any = "zeros", kernel_regularizer: Any = None, bias_regularizer: Any = None,
          activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None, lora_rank: Any = None,
          lora_alpha: Any = None, quantization_config: Any = None, **kwargs: Any) -> Any:  # fmt: skip
    op = Linear(None, at.size(units, "f", "units"), at.flag(use_bias, True), "kernel", 2)
    return keras_layer(at, op, activation, kwargs, kernel_initializer, bias_initializer)


@bind("keras.layers.Conv1D", "keras.layers.Conv2D", "keras.layers.Conv3D", "keras.layers.Convolution1D",
      "keras.layers.Convolution2D", "keras.layers.Convolution3D")  # fmt: skip
def conv(at: At, filters: Any, kernel_size: Any, strides: Any = 1, padding: Any = "valid", data_format: Any = None,
         dilation_rate: Any = 1, groups: Any = 1, activation: Any = None, use_bias: Any = True,
         kernel_initializer: Any = "glorot_uniform", bias_initializer: Any = "zeros", kernel_regularizer: Any = None,
         bias_regularizer: Any = None, activity_regularizer: Any = None, kernel_constraint: Any = None, bias_constraint: Any = None,
         **kwargs: Any) -> Any:  # fmt: skip
    n = spatial(at)
    op = Conv(
        n, None, at.size(filters, "c", "filters"), at.sizes(kernel_size, n, "k"), at.sizes(strides, n, "s"),
        padding.lower() if isinstance(padding, str) else "valid", at.sizes(dilation_rate, n, "d"), at.size(groups, "g"),
        at.flag(use_bias, True), last_axis(at, data_format),
    )  # fmt: skip
    return keras_layer(at, op, activation, kwargs, kernel_initializer, bias_initializer)


@bind(*(f"keras.layers.{a}{b}{n}D" for a in ("Max", "Average") for b in ("Pooling", "Pool") for n in (1, 2, 3)),
      *(f"keras.layers.AvgPool{n}D" for n in (1, 2, 3)))  # fmt: skip
def pool(at: At, pool_size: Any = 2, strides: Any = None, padding: Any = "valid", data_format: Any = None, **kwargs: Any) -> Any:
    n = spatial(at)
    sizes = at.sizes(pool_size, n, "k")
    op = Pool(
        "max" if at.label.startswith("Max") else "avg", n, sizes, sizes if strides is None else at.sizes(strides, n, "s"),
        padding.lower() if isinstance(padding, str) else "valid", (1,) * n, last=last_axis(at, data_format),
    )  # fmt: skip
    return keras_layer(at, op, None, kwargs)


@bind(*(f"keras.layers.Global{a}{b}{n}D" for a in ("Max", "Average") for b in ("Pooling", "Pool") for n in (1, 2, 3)))
def global_pool(at: At, data_format: Any = None, keepdims: Any = False, **kwargs: Any) -> Any:
    op = GlobalPool("max" if "Max" in at.label else "avg", spatial(at), at.flag(keepdims, False), last_axis(at, data_format))
    return keras_layer(at, op, None, kwargs)


@bind("keras.layers.Flatten")
def flatten(at: At, data_format: Any = None, **kwargs: Any) -> Any:
    return keras_layer(at, KerasFlatten(), None, kwargs)


@bind("keras.layers.Activation")
def activation(at: At, activation: Any, **kwargs: Any) -> Any:
    found = activation_op(at, activation)
    made = keras_layer(at, Identity() if found is None else found[0], None, kwargs)
    made.layer.label = "Activation" if found is None else found[1]
    return made


@bind("keras.layers.ReLU", "keras.layers.LeakyReLU", "keras.layers.ELU", "keras.layers.Softmax")
def activation_layer(at: At, *args: Any, **kwargs: Any) -> Any:
    from footgun.source.keras._common import named_activation

    name = {"ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "Softmax": "softmax"}[at.label]
    return keras_layer(at, named_activation(name) if name == "softmax" else Activation(name), None, {})


@bind("keras.layers.Dropout", "keras.layers.SpatialDropout1D", "keras.layers.SpatialDropout2D", "keras.layers.SpatialDropout3D")
def dropout(at: At, rate: Any, noise_shape: Any = None, seed: Any = None, **kwargs: Any) -> Any:
    n = spatial(at) if at.label.endswith("D") else None
    return keras_layer(at, Dropout(at.number(rate), n, last=True), None, kwargs, settings={"rate": rate})


@bind("keras.layers.BatchNormalization")
def batch_norm(at: At, axis: Any = -1, momentum: Any = 0.99, epsilon: Any = 0.001, center: Any = True, scale: Any = True,
               beta_initializer: Any = "zeros", gamma_initializer: Any = "ones", moving_mean_initializer: Any = "zeros",
               moving_variance_initializer: Any = "ones", beta_regularizer: Any = None, gamma_regularizer: Any = None,
               beta_constraint: Any = None, gamma_constraint: Any = None, synchronized: Any = False, **kwargs: Any) -> Any:  # fmt: skip
    op = BatchNorm(
        None, None, axis if isinstance(axis, int) else -1, at.flag(center, True) or at.flag(scale, True), None,
        at.flag(center, True), at.flag(scale, True),
    )  # fmt: skip
    return keras_layer(at, op, None, kwargs)


@bind("keras.layers.InputLayer")
def input_layer(at: At, shape: Any = None, batch_size: Any = None, dtype: Any = None, sparse: Any = None, ragged: Any = None,
                batch_shape: Any = None, input_tensor: Any = None, optional: Any = False, name: Any = None, **kwargs: Any) -> Any:  # fmt: skip
    made = keras_layer(at, Identity(), None, kwargs)
    if isinstance(shape, (tuple, list)):
        made.attributes["__input_shape__"] = shape_from(at, shape)
    elif isinstance(batch_shape, (tuple, list)):
        made.attributes["__input_shape__"] = shape_from(at, batch_shape, batch=False)
    made.attributes["__input_layer__"] = True
    return made
