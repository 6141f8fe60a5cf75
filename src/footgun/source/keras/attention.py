"""keras.layers: attention."""

from __future__ import annotations

from footgun.network import Parameter, Value
from footgun.ops.attention import DotProductAttention, KerasAttention
from footgun.source.bindings import bind
from footgun.source.keras._common import call_lost, finish, keras_layer
from footgun.source.values import LayerObject, List, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.layers.MultiHeadAttention")
def multi_head(
    at: At,
    num_heads: Any,
    key_dim: Any,
    value_dim: Any = None,
    dropout: Any = 0.0,
    use_bias: Any = True,
    output_shape: Any = None,
    attention_axes: Any = None,
    sliding_window: Any = None,
    flash_attention: Any = None,
    kernel_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    activity_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    use_gate: Any = False,
    seed: Any = None,
    **kwargs: Any,
) -> Any:
    out = (
        output_shape[0]
        if isinstance(output_shape, (tuple, List)) and len(output_shape) == 1
        else output_shape
    )
    values = None if value_dim is None else at.size(value_dim, "f")
    plain = out is None or is_size(out)
    op = KerasAttention(
        at.size(num_heads, "heads", "num_heads"),
        at.size(key_dim, "f", "key_dim"),
        values,
        out if is_size(out) else None,
        at.flag(use_bias, True),
    )
    return keras_layer(at, op, locals(), call_multi_head if plain else call_lost)


def call_multi_head(
    at: At,
    holder: LayerObject,
    query: Any = None,
    value: Any = None,
    key: Any = None,
    query_mask: Any = None,
    value_mask: Any = None,
    key_mask: Any = None,
    attention_mask: Any = None,
    return_attention_scores: Any = False,
    *rest: Any,
    **kwargs: Any,
) -> Any:
    """The mix, and on demand the scores of each head."""
    m, layer = at.m, holder.layer
    given = [m.tensor(v) for v in (query, value, key) if v is not None]
    made = finish(at, holder, at.apply(layer.op, *given, label=layer.label, layer=layer, dtype="float32"))
    if return_attention_scores is False:
        return made
    shapes = [v.shape for v in given[:2]]
    known = all(s is not None and len(s) == 3 for s in shapes) and len(shapes) == 2
    heads = layer.op.settings()["heads"]
    scores = (shapes[0][0], heads, shapes[0][1], shapes[1][1]) if known else None  # type: ignore[index]
    return made, Value(scores, "float32", span=at.span)


@bind("keras.layers.Attention")
def attention(
    at: At,
    use_scale: Any = False,
    score_mode: Any = "dot",
    dropout: Any = 0.0,
    seed: Any = None,
    **kwargs: Any,
) -> Any:
    holder = keras_layer(at, DotProductAttention(), locals(), call_attention)
    holder.attributes["__scalars__"] = (use_scale is True) + (score_mode == "concat")
    return holder


@bind("keras.layers.AdditiveAttention")
def additive_attention(at: At, use_scale: Any = True, dropout: Any = 0.0, **kwargs: Any) -> Any:
    holder = keras_layer(at, DotProductAttention(), locals(), call_attention)
    holder.attributes["__vector__"] = use_scale is True
    return holder


def call_attention(
    at: At,
    holder: LayerObject,
    inputs: Any = None,
    *more: Any,
    return_attention_scores: Any = False,
    **kwargs: Any,
) -> Any:
    """[query, value] or [query, value, key]."""
    if not isinstance(inputs, (List, tuple)) or len(inputs) not in (2, 3):
        return call_lost(at, holder, inputs)
    m, layer = at.m, holder.layer
    query, value = m.tensor(inputs[0]), m.tensor(inputs[1])
    key = m.tensor(inputs[2]) if len(inputs) == 3 else value
    made = at.apply(layer.op, query, key, value, label=layer.label, layer=layer)
    if not layer.parameters:
        scalars = holder.attributes.get("__scalars__", 0)
        layer.parameters += [Parameter(f"scale{i}", ()) for i in range(scalars)]
        if holder.attributes.get("__vector__") and query.shape:
            layer.parameters.append(Parameter("scale", (query.shape[-1],)))
    result = finish(at, holder, made)
    return result if return_attention_scores is False else (result, Value(None, "float32", span=at.span))
