"""torch.nn: transformer layers, stacks of them, and the whole Transformer."""

from __future__ import annotations

from footgun.ops.transformer import Transformer, TransformerLayer
from footgun.source.bindings import bind
from footgun.source.torch._common import given
from footgun.source.torch._masks import Masks, order_of
from footgun.source.values import LayerObject, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.TransformerEncoderLayer", "torch.nn.TransformerDecoderLayer")
def layer(
    at: At,
    d_model: Any,
    nhead: Any,
    dim_feedforward: Any = 2048,
    dropout: Any = 0.1,
    activation: Any = None,
    layer_norm_eps: Any = 1e-05,
    batch_first: Any = False,
    norm_first: Any = False,
    bias: Any = True,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    decoder = "Decoder" in at.label
    op = TransformerLayer(
        at.size(d_model, "f", "d_model"),
        at.size(nhead, "h", "nhead"),
        at.size(dim_feedforward, "f", "dim_feedforward"),
        decoder,
        at.flag(batch_first, False),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()), call_decoder if decoder else call_encoder)


@bind("torch.nn.TransformerEncoder")
def encoder(
    at: At,
    encoder_layer: Any,
    num_layers: Any,
    norm: Any = None,
    enable_nested_tensor: Any = True,
    mask_check: Any = True,
) -> Any:
    return stack(at, encoder_layer, num_layers, norm)


@bind("torch.nn.TransformerDecoder")
def decoder(at: At, decoder_layer: Any, num_layers: Any, norm: Any = None) -> Any:
    return stack(at, decoder_layer, num_layers, norm)


def stack(at: At, inner: Any, num_layers: Any, norm: Any) -> Any:
    """Copies of one layer, one after the other; the layer that is given is not one of them."""
    op = inner.layer.op if isinstance(inner, LayerObject) else None
    if not isinstance(op, TransformerLayer):
        return Unknown(f"`{at.label}` of a layer that is not followed")
    at.m.owned(inner)
    at.m.owned(norm)
    many = op.replace(layers=at.size(num_layers, "l", "num_layers"), final_norm=isinstance(norm, LayerObject))
    return at.layer(
        many, {"num_layers": num_layers, **order_of(inner)}, call_decoder if op.decoder else call_encoder
    )


def call_encoder(
    at: At,
    holder: Any,
    src: Any,
    mask: Any = None,
    src_key_padding_mask: Any = None,
    *rest: Any,
    **named: Any,
) -> Any:
    """The source and its masks; a single layer calls the first of them `src_mask`."""
    name = "src_mask" if "src_mask" in named else "mask"
    masks = Masks(at, holder)
    masks.places(name, named.get(name, mask), src, src)
    masks.padding("src_key_padding_mask", src_key_padding_mask, src)
    return at.apply(holder.layer.op, src, label=holder.layer.label, layer=holder.layer)


def call_decoder(
    at: At,
    holder: Any,
    tgt: Any,
    memory: Any = None,
    tgt_mask: Any = None,
    memory_mask: Any = None,
    tgt_key_padding_mask: Any = None,
    memory_key_padding_mask: Any = None,
    **named: Any,
) -> Any:
    """The target and what it attends to."""
    masks = Masks(at, holder)
    masks.places("tgt_mask", tgt_mask, tgt, tgt)
    masks.places("memory_mask", memory_mask, tgt, memory)
    masks.padding("tgt_key_padding_mask", tgt_key_padding_mask, tgt)
    masks.padding("memory_key_padding_mask", memory_key_padding_mask, memory)
    return at.apply(holder.layer.op, tgt, memory, label=holder.layer.label, layer=holder.layer)


@bind("torch.nn.Transformer")
def transformer(
    at: At,
    d_model: Any = 512,
    nhead: Any = 8,
    num_encoder_layers: Any = 6,
    num_decoder_layers: Any = 6,
    dim_feedforward: Any = 2048,
    dropout: Any = 0.1,
    activation: Any = None,
    custom_encoder: Any = None,
    custom_decoder: Any = None,
    layer_norm_eps: Any = 1e-05,
    batch_first: Any = False,
    norm_first: Any = False,
    bias: Any = True,
    device: Any = None,
    dtype: Any = None,
) -> Any:
    if custom_encoder is not None or custom_decoder is not None:
        return Unknown("a `Transformer` of parts of one's own")
    op = Transformer(
        at.size(d_model, "f", "d_model"),
        at.size(nhead, "h", "nhead"),
        at.size(num_encoder_layers, "l"),
        at.size(num_decoder_layers, "l"),
        at.size(dim_feedforward, "f"),
        at.flag(batch_first, False),
        at.flag(bias, True),
    )
    return at.layer(op, given(locals()), call_transformer)


def call_transformer(
    at: At,
    holder: Any,
    src: Any,
    tgt: Any = None,
    src_mask: Any = None,
    tgt_mask: Any = None,
    memory_mask: Any = None,
    src_key_padding_mask: Any = None,
    tgt_key_padding_mask: Any = None,
    memory_key_padding_mask: Any = None,
    **named: Any,
) -> Any:
    """The source and the target."""
    masks = Masks(at, holder)
    masks.places("src_mask", src_mask, src, src)
    masks.places("tgt_mask", tgt_mask, tgt, tgt)
    masks.places("memory_mask", memory_mask, tgt, src)
    masks.padding("src_key_padding_mask", src_key_padding_mask, src)
    masks.padding("tgt_key_padding_mask", tgt_key_padding_mask, tgt)
    masks.padding("memory_key_padding_mask", memory_key_padding_mask, src)
    return at.apply(holder.layer.op, src, tgt, label=holder.layer.label, layer=holder.layer)


@bind("torch.nn.Transformer.generate_square_subsequent_mask")
def square_mask(at: At, sz: Any, *rest: Any, **more: Any) -> Any:
    rows = rest[0] if rest and not isinstance(sz, (int,)) and at.receiver is not None else sz
    side = at.size(rows, "t")
    return at.value((side, side), "float32")
