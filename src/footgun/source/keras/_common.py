"""What the bindings of Keras share: a layer with its settings, initialisers, activation and stated input.

A binding passes its own `locals()`: the arguments by the names that Keras gives them.
"""

from __future__ import annotations

from footgun.network import Initializer, Value
from footgun.ops.base import Op
from footgun.ops.elementwise import Unary
from footgun.sizes import Size
from footgun.source.bindings import unknown_argument
from footgun.source.keras._activation import activation_of, apply_activation
from footgun.source.keras._input import stated_shape
from footgun.source.keras._naming import unknown_string
from footgun.source.keras._strings import INITIALIZER_NAMES
from footgun.source.values import LayerObject, Library, List, Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# Keywords that every Keras layer takes, of any release; what they set is no business of shapes.
SHARED = frozenset({
    "name", "dtype", "trainable", "input_shape", "batch_input_shape", "batch_shape", "batch_size",
    "input_dim", "input_length", "weights", "activity_regularizer", "autocast", "input_dtype", "dynamic",
    "sparse", "ragged", "tensor", "kernel_regularizer", "bias_regularizer", "kernel_constraint",
    "bias_constraint", "implementation", "quantization_config", "lora_rank", "lora_alpha", "init", "bias",
    "dim_ordering", "W_regularizer", "b_regularizer", "W_constraint", "b_constraint", "consume_less",
    "unit_forget_bias", "forget_bias_init", "time_major", "fused", "virtual_batch_size", "adjustment",
    "renorm", "renorm_clipping", "renorm_momentum",
})  # fmt: skip
INITIALIZERS = {
    "kernel_initializer": "kernel", "depthwise_initializer": "kernel", "embeddings_initializer": "kernel",
    "gamma_initializer": "kernel", "alpha_initializer": "kernel", "bias_initializer": "bias",
    "beta_initializer": "bias", "recurrent_initializer": "recurrent",
}  # fmt: skip

# Other names of a class, put right one after the other.
ALIASES = (
    ("Convolution", "Conv"),
    ("AvgPool", "AveragePool"),
    ("Pooling", "Pool"),
    ("Pool", "Pooling"),
)


def keras_layer(
    at: At, op: Op, given: dict[str, Any], call: Any = None, natural: str = "features", label: str = ""
) -> LayerObject:
    """A layer object, by the arguments that its binding was given."""
    extra = given.get("kwargs") or {}
    refuse_unknown(at, extra)
    settings = {n: given[n] for n in at.names if n in given}
    settings |= {n: extra[n] for n in ("name",) if isinstance(extra.get(n), str)}
    starts = {role: initializer(at, n, given[n]) for n, role in INITIALIZERS.items() if n in given}
    holder = at.layer(op, settings, call or call_keras, starts)
    holder.layer.op = mended(at, op)
    holder.layer.path = settings.get("name") or auto_name(at)
    holder.layer.label = label or holder.layer.label
    at.m.notes.setdefault("layers", {})[id(holder.layer)] = holder
    if extra.get("trainable") is False:
        holder.layer.trainable = False
    following = activation_of(at, given.get("activation"))
    if following is not None:
        holder.attributes["__activation__"] = following
    shape = stated_shape(at, extra, natural)
    if shape is not None:
        holder.attributes["__input_shape__"] = shape
    return holder


COUNTS = frozenset(
    (
        "count",
        "cout",
        "dilation",
        "filters",
        "groups",
        "heads",
        "kernel",
        "key_dim",
        "out",
        "stride",
        "units",
        "width",
    )
)


def mended(at: At, op: Op) -> Op:
    """The op with an unknown size for each that is certainly too small, which has been reported."""

    def right(size: Any) -> Any:
        if isinstance(size, tuple):
            return tuple(map(right, size))
        wrong = isinstance(size, int) and not isinstance(size, bool) and size < 1
        return at.m.names.fresh("s") if wrong else size

    changes = {n: right(v) for n, v in op.settings().items() if n in COUNTS and right(v) is not v}
    changes = {n: v for n, v in changes.items() if v != getattr(op, n)}
    return op.replace(**changes) if changes else op


def auto_name(at: At) -> str:
    """The name that Keras gives: `conv2d`, `conv2d_1`, in the order that layers are made."""
    label = at.label
    for short, full in ALIASES:
        label = label.replace(short, full)
    counts = at.m.notes.setdefault("names", {})
    base = snake(label)
    counts[base] = counts.get(base, -1) + 1
    return f"{base}_{counts[base]}" if counts[base] else base


def snake(label: str) -> str:
    """`MaxPooling2D` as `max_pooling2d`."""
    out = ""
    for i, sign in enumerate(label):
        starts = sign.isupper() and i > 0 and (label[i - 1].islower() or label[i + 1 : i + 2].islower())
        out += ("_" if starts and label[i - 1].isalpha() else "") + sign.lower()
    return out


def refuse_unknown(at: At, extra: dict[str, Any]) -> None:
    """Report keywords that no release of Keras knows."""
    for key in extra:
        if key not in SHARED:
            unknown_argument(at, key, at.names)


def call_keras(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Apply the op to the first argument, then the layer's own activation as a node of its own."""
    return finish(at, holder, apply_layer(at, holder, *tensors_of(inputs, kwargs)))


def apply_layer(at: At, holder: LayerObject, *tensors: Any) -> Any:
    """The layer's op alone; integers become floats in a layer with weights."""
    op = holder.layer.op
    return at.apply(
        op, *tensors, label=holder.layer.label, layer=holder.layer, dtype="float32" if op.mixes else None
    )


def finish(at: At, holder: LayerObject, made: Any) -> Any:
    """The activation given as an argument; the result is the layer's `output`."""
    following = holder.attributes.get("__activation__")
    if following is not None and isinstance(made, Value):
        made = apply_activation(at, following, made)
    holder.attributes["__output__"] = made
    return made


def call_lost(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """A layer with settings that are not known: not even the rank of its output is."""
    return finish(at, holder, lost(at, holder, None, *inputs))


def lost(at: At, holder: LayerObject, shape: Any, *inputs: Any) -> Value:
    """A tensor that a layer makes of others in a way that is not followed."""
    made = Value(shape, "float32", span=at.span)
    node = at.m.place(
        Unary("unknown"), tuple(at.m.tensor(v) for v in inputs), made, holder.layer.label, at.span
    )
    node.layer = holder.layer
    if at.m.running:
        at.m.running[0].complete = False
    return made


def tensors_of(inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
    """What a layer is applied to: one tensor, or the tensors of a list."""
    value = inputs[0] if inputs else next(iter(kwargs.values()), None)
    if isinstance(value, (List, tuple)) and value and not getattr(value, "open", False):
        return list(value)
    return [value]


def initializer(at: At, argument: str, value: Any) -> Initializer:
    """How a weight starts; explicit only where the user says so."""
    explicit = argument in at.given
    span = at.argument_span(argument) if explicit else None
    if isinstance(value, str):
        kind = INITIALIZER_NAMES.get(value)
        if kind is None:
            unknown_string(at.m, "initializer", value, span or at.span)
        return Initializer(kind or "unknown", explicit, span)
    if isinstance(value, Thing) and value.kind == "keras.initializers":
        return Initializer(value.facts["initializer"], explicit, span, value.facts.get("scale"))
    if isinstance(value, Library):
        return Initializer(INITIALIZER_NAMES.get(value.name.rsplit(".", 1)[-1], "unknown"), explicit, span)
    return Initializer("unknown", explicit, span)


def last_axis(at: At, data_format: Any) -> bool:
    """Whether channels come last: Keras' default, unless the file sets another."""
    if data_format in ("channels_first", "channels_last"):
        return bool(data_format == "channels_last")
    return bool(at.m.notes.get("channels_last", True))


def padding_of(at: At, value: Any, count: int) -> Any:
    """`"same"`, `"valid"`, `"causal"`; amounts that nobody knows where the word is not known."""
    if isinstance(value, str):
        return value.lower()
    if value is None or isinstance(value, (bool, int, float, tuple, List)):
        at.fault(f"`{at.label}`: `padding` must be 'same' or 'valid'", argument="padding")
        return "valid"
    return tuple((at.m.names.fresh("p", 0), at.m.names.fresh("p", 0)) for _ in range(count))


def spatial_of(at: At) -> int:
    """The digit of `Conv2D`, `GlobalMaxPool1D`."""
    return next(int(c) for c in reversed(at.label) if c in "123")


def axes_of(value: Any, default: int = -1) -> int | tuple[int, ...]:
    """One axis or several."""
    if isinstance(value, (List, tuple)) and value and all(isinstance(v, int) for v in value):
        return tuple(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def pairs(at: At, value: Any, count: int) -> tuple[tuple[Size, Size], ...]:
    """(before, after) for each axis, from `1`, `(1, 2)` or `((1, 0), (0, 1))`."""
    fresh = at.m.names.fresh
    if isinstance(value, (List, tuple)) and len(value) == count and count > 1:
        return tuple(pair(at, v) for v in value)
    if isinstance(value, (List, tuple)) and count > 1:
        return tuple((fresh("p", 0), fresh("p", 0)) for _ in range(count))
    return (pair(at, value),) * count


def pair(at: At, value: Any) -> tuple[Size, Size]:
    """(before, after) of one axis."""
    if isinstance(value, (List, tuple)):
        if len(value) == 2:
            return at.m.size(value[0], "p", 0), at.m.size(value[1], "p", 0)
        return at.m.names.fresh("p", 0), at.m.names.fresh("p", 0)
    size = at.m.size(value, "p", 0)
    return size, size
