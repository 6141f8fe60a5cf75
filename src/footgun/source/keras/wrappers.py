"""keras.layers: Bidirectional, TimeDistributed, convolutional LSTM."""

from __future__ import annotations

from footgun.network import Layer, Value
from footgun.ops.convolutional_recurrent import ConvLSTM
from footgun.ops.elementwise import Merge
from footgun.ops.join import Concat
from footgun.ops.recurrent import KerasRecurrent
from footgun.ops.steps import Steps, Unsteps
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_module
from footgun.source.keras._common import (
    auto_name,
    call_lost,
    finish,
    keras_layer,
    last_axis,
    padding_of,
    refuse_unknown,
    spatial_of,
    tensors_of,
)
from footgun.source.keras._input import stated_shape
from footgun.source.keras.recurrent import call_recurrent
from footgun.source.values import LayerObject, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

MERGES = {"sum": "add", "mul": "multiply", "ave": "average"}


@bind("keras.layers.Bidirectional")
def bidirectional(
    at: At,
    layer: Any,
    merge_mode: Any = "concat",
    weights: Any = None,
    backward_layer: Any = None,
    **kwargs: Any,
) -> Any:
    """The layer is applied twice, the second time from the end and with weights of its own."""
    inner = layer.layer if isinstance(layer, LayerObject) else None
    if inner is None or not isinstance(inner.op, (KerasRecurrent, ConvLSTM)):
        return keras_layer(at, Steps(), {"kwargs": kwargs}, call_lost)
    refuse_unknown(at, kwargs)
    holder = LayerObject(inner, at.name, call_bidirectional)
    name = kwargs["name"] if isinstance(kwargs.get("name"), str) else auto_name(at)
    inner.path = f"{name}.forward"
    other = backward_layer.layer if isinstance(backward_layer, LayerObject) else None
    if other is None:
        other = Layer(inner.op, inner.label, inner.made, inner.settings)
        other.initializers, other.trainable, other.turn = inner.initializers, inner.trainable, inner.turn
    other.path = f"{name}.backward"
    holder.attributes["__backward__"] = other
    holder.attributes["__merge__"] = merge_mode
    shape = stated_shape(at, kwargs, "sequence") or layer.attributes.get("__input_shape__")
    if shape is not None:
        holder.attributes["__input_shape__"] = shape
    return holder


def call_bidirectional(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Outputs are merged; states come after, those of the forward layer first."""
    value, forward, backward = tensors_of(inputs, kwargs)[0], holder.layer, holder.attributes["__backward__"]
    made = [at.apply(x.op, value, label=x.label, layer=x, dtype="float32") for x in (forward, backward)]
    first = [m[0] if isinstance(m, tuple) else m for m in made]
    states = [s for m in made if isinstance(m, tuple) for s in m[1:]]
    mode = holder.attributes["__merge__"]
    if mode is None:
        return (*first, *states)
    op = Merge(MERGES[mode]) if mode in MERGES else Concat(-1)
    merged = at.apply(op, *first, label=mode if isinstance(mode, str) else "merge")
    result = finish(at, holder, merged)
    return (result, *states) if states else result


@bind("keras.layers.TimeDistributed")
def time_distributed(at: At, layer: Any, **kwargs: Any) -> Any:
    if not is_module(layer):
        return keras_layer(at, Steps(), {"kwargs": kwargs}, call_lost)
    at.m.owned(layer)
    holder = keras_layer(at, Steps(), {"kwargs": kwargs}, call_time_distributed)
    holder.attributes["__inner__"] = layer
    inner = layer.attributes.get("__input_shape__") if isinstance(layer, LayerObject) else None
    if inner is not None and "__input_shape__" not in holder.attributes:
        holder.attributes["__input_shape__"] = (inner[0], at.m.names.fresh("t"), *inner[1:])
    return holder


def call_time_distributed(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Each step goes through the layer as an example of its own."""
    m, layer, label = at.m, holder.layer, holder.layer.label
    value = m.tensor(tensors_of(inputs, kwargs)[0])
    steps = value.shape[1] if value.shape is not None and len(value.shape) > 1 else m.names.fresh("t")
    folded = at.apply(Steps(), value, label=label, layer=layer)
    made = call_module(m, holder.attributes["__inner__"], [folded], {}, at.span, at.node, at.frame)
    if not isinstance(made, Value):
        return call_lost(at, holder, value)
    return finish(at, holder, at.apply(Unsteps(steps), made, label=label, layer=layer))


@bind(*(f"keras.layers.ConvLSTM{n}D" for n in (1, 2, 3)))
def conv_lstm(
    at: At,
    filters: Any,
    kernel_size: Any,
    strides: Any = 1,
    padding: Any = "valid",
    data_format: Any = None,
    dilation_rate: Any = 1,
    activation: Any = "tanh",
    recurrent_activation: Any = "sigmoid",
    use_bias: Any = True,
    kernel_initializer: Any = "glorot_uniform",
    recurrent_initializer: Any = "orthogonal",
    bias_initializer: Any = "zeros",
    unit_forget_bias: Any = True,
    kernel_regularizer: Any = None,
    recurrent_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    recurrent_constraint: Any = None,
    bias_constraint: Any = None,
    dropout: Any = 0.0,
    recurrent_dropout: Any = 0.0,
    seed: Any = None,
    return_sequences: Any = False,
    return_state: Any = False,
    go_backwards: Any = False,
    stateful: Any = False,
    **kwargs: Any,
) -> Any:
    n, given = spatial_of(at), locals()
    op = ConvLSTM(
        n,
        at.size(filters, "c", "filters"),
        at.sizes(kernel_size, n, "k"),
        at.sizes(strides, n, "s"),
        padding_of(at, padding, n),
        at.sizes(dilation_rate, n, "d"),
        at.flag(return_sequences, False),
        at.flag(return_state, False),
        at.flag(use_bias, True),
        last_axis(at, data_format),
    )
    return keras_layer(at, op, {k: v for k, v in given.items() if k != "activation"}, call_recurrent)
