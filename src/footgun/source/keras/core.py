"""keras.layers: dense, embedding, activation, lambda, and layers that pass their input on."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.activation import Activation, PReLU
from footgun.ops.embedding import Embedding
from footgun.ops.linear import Identity, Linear
from footgun.sizes import same, show
from footgun.source.bindings import bind
from footgun.source.keras._activation import Named, activation_of, named
from footgun.source.keras._common import axes_of, finish, keras_layer, lost, tensors_of
from footgun.source.keras._input import is_shape, shape_from
from footgun.source.keras._legacy import DENSE, renamed
from footgun.source.values import Dict, LayerObject, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.layers.Dense", "keras.layers.TimeDistributedDense")
@renamed(DENSE)
def dense(
    at: At,
    units: Any,
    activation: Any = None,
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    lora_rank: Any = None,
    lora_alpha: Any = None,
    quantization_config: Any = None,
    **kwargs: Any,
) -> Any:
    op = Linear(None, at.size(units, "f", "units"), at.flag(use_bias, True), "kernel", 2)
    return keras_layer(at, op, locals())


@bind("keras.layers.Embedding")
@renamed({"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer"})
def embedding(
    at: At,
    input_dim: Any,
    output_dim: Any,
    embeddings_initializer: Any = "uniform",
    embeddings_regularizer: Any = None,
    embeddings_constraint: Any = None,
    mask_zero: Any = False,
    weights: Any = None,
    lora_rank: Any = None,
    lora_alpha: Any = None,
    quantization_config: Any = None,
    **kwargs: Any,
) -> Any:
    kwargs.pop("dropout", None)  # Keras 1
    op = Embedding(at.size(input_dim, "v", "input_dim"), at.size(output_dim, "f", "output_dim"), True)
    check_weights(at, weights, op)
    return keras_layer(at, op, locals(), natural="indices")


def check_weights(at: At, weights: Any, op: Embedding) -> None:
    """Vectors that were trained elsewhere must be as many and as long as the layer says."""
    table = weights[0] if isinstance(weights, (List, tuple)) and len(weights) == 1 else None
    shape = table.shape if isinstance(table, Value) else None
    if not shape:
        return
    wanted = (op.count, op.width)
    if len(shape) != 2 or any(same(a, b) is False for a, b in zip(shape, wanted, strict=True)):
        message = f"`{at.label}` has a table of {show(wanted)}, but its `weights` are {show(shape)}"
        at.fault(message, "weights", "take `input_dim` and `output_dim` from the shape of the weights")


@bind("keras.layers.Activation")
def activation(at: At, activation: Any, **kwargs: Any) -> Any:
    following = activation_of(at, activation)
    if following is None or isinstance(following, Named):
        op, label = following or Named(Identity(), "Activation")
        return keras_layer(at, op, {"kwargs": kwargs}, label=label)
    return keras_layer(at, Activation("unknown"), {"kwargs": kwargs, "activation": following}, call_function)


def call_function(at: At, holder: LayerObject, inputs: Any = None, *rest: Any, **kwargs: Any) -> Any:
    """An `Activation` of a function that the checked code defines."""
    return finish(at, holder, at.m.tensor(inputs))


@bind("keras.layers.ReLU")
def relu(
    at: At, max_value: Any = None, negative_slope: Any = 0.0, threshold: Any = 0.0, **kwargs: Any
) -> Any:
    name = "relu6" if max_value == 6 else "relu"
    return keras_layer(at, Activation(name if negative_slope == 0 else "leaky_relu"), locals())


@bind("keras.layers.LeakyReLU")
@renamed({"alpha": "negative_slope"})
def leaky_relu(at: At, negative_slope: Any = 0.3, **kwargs: Any) -> Any:
    return keras_layer(at, Activation("leaky_relu"), locals())


@bind("keras.layers.ELU")
def elu(at: At, alpha: Any = 1.0, **kwargs: Any) -> Any:
    return keras_layer(at, Activation("elu"), locals())


@bind("keras.layers.ThresholdedReLU")
def thresholded_relu(at: At, theta: Any = 1.0, **kwargs: Any) -> Any:
    return keras_layer(at, Activation("threshold"), locals())


@bind("keras.layers.Softmax")
def softmax(at: At, axis: Any = -1, **kwargs: Any) -> Any:
    place = axes_of(axis)
    return keras_layer(at, named("softmax", place if isinstance(place, int) else -1), locals())


@bind("keras.layers.PReLU")
@renamed({"init": "alpha_initializer"})
def prelu(
    at: At,
    alpha_initializer: Any = "Zeros",
    alpha_regularizer: Any = None,
    alpha_constraint: Any = None,
    shared_axes: Any = None,
    **kwargs: Any,
) -> Any:
    shared = axes_of(shared_axes, 0)
    axes = shared if isinstance(shared, tuple) else (shared,) if shared else ()
    return keras_layer(at, PReLU(None, shared=axes), locals())


@bind("keras.layers.Lambda")
def lambda_(
    at: At, function: Any, output_shape: Any = None, mask: Any = None, arguments: Any = None, **kwargs: Any
) -> Any:
    holder = keras_layer(at, Identity(), locals(), call_lambda)
    holder.attributes["__function__"] = function
    holder.attributes["__arguments__"] = arguments
    holder.attributes["__shape__"] = output_shape
    return holder


def call_lambda(at: At, holder: LayerObject, inputs: Any = None, *rest: Any, **kwargs: Any) -> Any:
    """Run the function on the tensor; what it gives is unknown where it cannot be followed."""
    from footgun.source.interpret.calls import call_value

    arguments = holder.attributes["__arguments__"]
    more = {k: v for k, v in arguments.items() if isinstance(k, str)} if isinstance(arguments, Dict) else {}
    result = call_value(at.m, holder.attributes["__function__"], [inputs, *rest], more, at.span)
    if isinstance(result, Value):
        if result.made_by is not None and result.made_by.layer is None:
            result.made_by.layer = holder.layer
        return finish(at, holder, result)
    if not isinstance(result, Unknown):
        return result
    at.unknown("the function of a `Lambda`")
    shape = holder.attributes["__shape__"]
    sizes = shape_from(at, shape) if is_shape(shape) else None
    return finish(at, holder, lost(at, holder, sizes, *tensors_of((inputs,), {})))


@bind("keras.layers.Identity", "keras.layers.Layer")
def identity(at: At, **kwargs: Any) -> Any:
    return keras_layer(at, Identity(), locals())


@bind("keras.layers.Masking")
def masking(at: At, mask_value: Any = 0.0, **kwargs: Any) -> Any:
    return keras_layer(at, Identity(), locals())


@bind("keras.layers.ActivityRegularization")
def activity_regularization(at: At, l1: Any = 0.0, l2: Any = 0.0, **kwargs: Any) -> Any:
    return keras_layer(at, Identity(), locals())
