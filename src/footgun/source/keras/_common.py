"""What the bindings of Keras share: building a layer with its activation, initialisers and input shape."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Initializer, UnknownString, Value
from footgun.ops.activation import ACTIVATIONS, Activation, Softmax
from footgun.ops.base import Op
from footgun.sizes import Size
from footgun.source.keras._strings import ACTIVATION_NAMES, INITIALIZER_NAMES, kind_of_name
from footgun.source.values import Dict, Function, LayerObject, Library, List, Thing, Unknown, is_size

if TYPE_CHECKING:
    from footgun.source.callsite import At

# Keywords that every Keras layer takes, of any release.
SHARED = frozenset({
    "name", "dtype", "trainable", "input_shape", "batch_input_shape", "batch_shape", "batch_size", "input_dim", "input_length",
    "weights", "activity_regularizer", "autocast", "input_dtype", "dynamic", "kernel_regularizer", "bias_regularizer",
    "kernel_constraint", "bias_constraint", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint", "sparse", "ragged",
    "tensor", "type_spec", "dim_ordering", "bias", "init", "quantization_config", "lora_rank", "lora_alpha", "implementation",
})  # fmt: skip


def keras_layer(
    at: At, op: Op, activation: Any = None, kwargs: dict[str, Any] | None = None, kernel: Any = None, bias: Any = None,
    settings: dict[str, Any] | None = None, call: Any = None,
) -> LayerObject:  # fmt: skip
    """A Keras layer object: its op, the activation that follows it, its initialisers, the input shape it states."""
    extra = kwargs or {}
    for key in extra:
        if key not in SHARED:
            from footgun.source.bindings import unknown_argument

            unknown_argument(at, key, at.names)
    initializers = {}
    if kernel is not None:
        initializers["kernel"] = initializer(at, "kernel_initializer", extra.get("init", kernel))
    if bias is not None:
        initializers["bias"] = initializer(at, "bias_initializer", bias)
    holder = at.layer(op, settings, call or call_keras, initializers)
    following = activation_op(at, activation)
    if following is not None:
        holder.attributes["__activation__"] = following
    shape = stated_shape(at, extra)
    if shape is not None:
        holder.attributes["__input_shape__"] = shape
    return holder


def call_keras(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Apply the op, then the layer's own activation as a node of its own."""
    value = inputs[0] if inputs else next(iter(kwargs.values()), None)
    items = list(value) if isinstance(value, (List, tuple)) else [value]
    made = at.apply(holder.layer.op, *items, label=holder.layer.label, layer=holder.layer)
    return activate(at, holder, made)


def activate(at: At, holder: LayerObject, made: Any) -> Any:
    """The activation given as an argument."""
    following = holder.attributes.get("__activation__")
    if following is None or not isinstance(made, Value):
        return made
    op, name = following
    return at.m.apply(op, (made,), name, at.span)


def activation_op(at: At, activation: Any) -> tuple[Op, str] | None:
    """The op of `activation=`; None for none or linear."""
    if activation is None or isinstance(activation, Unknown):
        return None
    if isinstance(activation, str):
        name = ACTIVATION_NAMES.get(activation)
        if name is None:
            span = at.argument_span("activation")
            at.m.program.unknown_strings.append(UnknownString("activation", activation, span, kind_of_name(activation, "activation")))
            return None
    elif isinstance(activation, Library):
        name = ACTIVATION_NAMES.get(activation.name.rsplit(".", 1)[-1])
    elif isinstance(activation, LayerObject):
        return activation.layer.op, activation.layer.label
    else:
        return None
    return None if name in (None, "linear") else (named_activation(name), name)


def named_activation(name: str) -> Op:
    """The op for a name of ours."""
    if name in ("softmax", "log_softmax"):
        return Softmax(-1, log=name == "log_softmax")
    return Activation(name if name in ACTIVATIONS else name)


def initializer(at: At, argument: str, value: Any) -> Initializer:
    """How a weight starts; explicit only where the user says so."""
    explicit = argument in at.given
    span = at.argument_span(argument) if explicit else None
    if isinstance(value, str):
        kind = INITIALIZER_NAMES.get(value)
        if kind is None:
            at.m.program.unknown_strings.append(
                UnknownString("initializer", value, span or at.span, kind_of_name(value, "initializer"))
            )
        return Initializer(kind or "unknown", explicit, span)
    if isinstance(value, Thing) and value.kind == "keras.initializers":
        return Initializer(value.facts["initializer"], explicit, span, value.facts.get("scale"))
    if isinstance(value, Library):
        return Initializer(INITIALIZER_NAMES.get(value.name.rsplit(".", 1)[-1], "unknown"), explicit, span)
    return Initializer("unknown", explicit, span)


def stated_shape(at: At, extra: dict[str, Any]) -> tuple[Size, ...] | None:
    """`input_shape`, `batch_input_shape` or `input_dim`, with a batch size in front."""
    for key in ("batch_input_shape", "batch_shape"):
        if isinstance(extra.get(key), (tuple, List)):
            return shape_from(at, extra[key], batch=False)
    if isinstance(extra.get("input_shape"), (tuple, List)):
        return shape_from(at, extra["input_shape"])
    if is_size(extra.get("input_shape")) or is_size(extra.get("input_dim")):
        last = extra.get("input_shape") if is_size(extra.get("input_shape")) else extra["input_dim"]
        if at.label in ("LSTM", "GRU", "SimpleRNN", "Conv1D", "Convolution1D"):
            length = extra.get("input_length")
            return (at.m.names.fresh("n"), length if is_size(length) else at.m.names.fresh("t"), last)
        if at.label == "Embedding":
            length = extra.get("input_length")
            return (at.m.names.fresh("n"), length if is_size(length) else at.m.names.fresh("t"))
        return (at.m.names.fresh("n"), last)
    if at.label == "Embedding" and is_size(extra.get("input_length")):
        return (at.m.names.fresh("n"), extra["input_length"])
    return None


def shape_from(at: At, value: Any, batch: bool = True) -> tuple[Size, ...]:
    """A Keras shape: None is a size that is not known."""
    hints = {3: ("h", "w", "c"), 2: ("t", "f"), 1: ("f",), 4: ("d", "h", "w", "c")}.get(len(value), ())
    sizes = [v if is_size(v) else at.m.names.fresh(hints[i] if i < len(hints) else "s") for i, v in enumerate(value)]
    if not batch and value and not is_size(value[0]):
        sizes[0] = at.m.names.fresh("n")
    return (at.m.names.fresh("n"), *sizes) if batch else tuple(sizes)


def last_axis(at: At, data_format: Any) -> bool:
    """Whether channels come last, Keras' default."""
    return data_format not in ("channels_first", "th")


__all__ = ["Dict", "Function"]
