"""torch.nn: recurrent layers, attention, transformers' building blocks."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.attention import DotProductAttention, MultiheadAttention
from footgun.ops.recurrent import Recurrent, RecurrentCell
from footgun.source.bindings import bind
from footgun.source.interpret.operators import truth
from footgun.source.torch._common import given
from footgun.source.torch._masks import Masks
from footgun.source.torch.utilities import packed
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.LSTM", "torch.nn.GRU", "torch.nn.RNN")
def recurrent(
    at: At,
    input_size: Any,
    hidden_size: Any,
    num_layers: Any = 1,
    bias: Any = True,
    batch_first: Any = False,
    dropout: Any = 0.0,
    bidirectional: Any = False,
    proj_size: Any = 0,
    device: Any = None,
    dtype: Any = None,
    nonlinearity: Any = "tanh",
) -> Any:
    op = Recurrent(
        at.label.lower(),
        at.size(input_size, "f", "input_size"),
        at.size(hidden_size, "f", "hidden_size"),
        at.size(num_layers, "l"),
        at.flag(bias, True),
        at.flag(batch_first, False),
        at.flag(bidirectional, False),
        at.size(proj_size, "p"),
    )
    return at.layer(op, given(locals()), call_recurrent)


def call_recurrent(at: At, holder: Any, input: Any, hx: Any = None) -> Any:
    """Outputs as torch packs them: `output, (h, c)` for an LSTM, `output, h` otherwise."""
    states: list[Any] = list(hx) if isinstance(hx, (tuple, List)) else [hx] if isinstance(hx, Value) else []
    op, is_packed = holder.layer.op, isinstance(input, Thing) and "batch_first" in input.facts
    given = input
    if is_packed:
        op, given = op.replace(batch_first=input.facts["batch_first"]), input.facts["padded"]
    made = at.apply(op, given, *states, label=holder.layer.label, layer=holder.layer)
    if not isinstance(made, tuple):
        return made
    if is_packed:
        longest = input.facts.get("longest")
        made = (packed(at, made[0], op.batch_first), *made[1:])
        made[0].facts["longest"] = longest
    return (made[0], tuple(made[1:])) if holder.layer.op.cell == "lstm" else tuple(made[:2])


@bind("torch.nn.LSTMCell", "torch.nn.GRUCell")
def cell(
    at: At, input_size: Any, hidden_size: Any, bias: Any = True, device: Any = None, dtype: Any = None
) -> Any:
    kind = at.label.lower().replace("cell", "")
    op = RecurrentCell(kind, at.size(input_size, "f"), at.size(hidden_size, "f"), at.flag(bias, True))
    return at.layer(op, given(locals()), call_cell)


@bind("torch.nn.RNNCell")
def rnn_cell(
    at: At,
    input_size: Any,
    hidden_size: Any,
    bias: Any = True,
    nonlinearity: Any = "tanh",
    device: Any = None,
    dtype: Any = None,
) -> Any:
    return cell(at, input_size, hidden_size, bias)


def call_cell(at: At, holder: Any, input: Any, hx: Any = None) -> Any:
    """One step: `(h, c)` for an LSTM cell, `h` otherwise."""
    states: list[Any] = list(hx) if isinstance(hx, (tuple, List)) else [hx] if isinstance(hx, Value) else []
    return at.apply(holder.layer.op, input, *states, label=holder.layer.label, layer=holder.layer)


@bind("torch.nn.MultiheadAttention")
def attention(
    at: At,
    embed_dim: Any,
    num_heads: Any,
    dropout: Any = 0.0,
    bias: Any = True,
    add_bias_kv: Any = False,
    add_zero_attn: Any = False,
    kdim: Any = None,
    vdim: Any = None,
    batch_first: Any = False,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    op = MultiheadAttention(
        at.size(embed_dim, "f", "embed_dim"),
        at.size(num_heads, "h", "num_heads"),
        None if kdim is None else at.size(kdim, "f"),
        None if vdim is None else at.size(vdim, "f"),
        at.flag(batch_first, False),
        at.flag(bias, True),
        at.flag(add_bias_kv, False),
        at.flag(add_zero_attn, False),
    )
    return at.layer(op, given(locals()), call_attention)


def call_attention(
    at: At, holder: Any, query: Any, key: Any = None, value: Any = None, *rest: Any, **more: Any
) -> Any:
    """The output and the weights, or None instead of these."""
    masks = Masks(at, holder)
    masks.padding("key_padding_mask", rest[0] if rest else more.get("key_padding_mask"), key)
    masks.places("attn_mask", rest[2] if len(rest) > 2 else more.get("attn_mask"), query, key)
    wanted = truth(rest[1] if len(rest) > 1 else more.get("need_weights", True))
    average = rest[3] if len(rest) > 3 else more.get("average_attn_weights", True)
    op = holder.layer.op.replace(gives_weights=wanted is not False, average=at.flag(average, True))
    made = at.apply(op, query, key, value, label=holder.layer.label, layer=holder.layer)
    if wanted is None:
        return made[0], Unknown("whether attention gives its weights")
    return made if wanted else (made, None)


@bind("torch.nn.functional.scaled_dot_product_attention")
def dot_product_attention(
    at: At,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    dropout_p: Any = 0.0,
    is_causal: Any = False,
    scale: Any = None,
    enable_gqa: Any = False,
) -> Any:
    return at.apply(DotProductAttention(at.flag(enable_gqa, False)), query, key, value)
