"""keras.layers: those that few programs use. Where the output is not followed, the arguments still are."""

from __future__ import annotations

from footgun.ops.einsum_dense import EinsumDense
from footgun.ops.embedding import Embedding
from footgun.ops.grouped_attention import GroupedAttention
from footgun.ops.linear import Identity
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._common import call_lost, keras_layer
from footgun.source.keras.attention import call_multi_head
from footgun.source.keras.models import built, fill
from footgun.source.values import List, Thing, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.layers.EinsumDense")
def einsum_dense(
    at: At,
    equation: Any,
    output_shape: Any,
    activation: Any = None,
    bias_axes: Any = None,
    kernel_initializer: Any = "glorot_uniform",
    bias_initializer: Any = "zeros",
    kernel_regularizer: Any = None,
    bias_regularizer: Any = None,
    kernel_constraint: Any = None,
    bias_constraint: Any = None,
    lora_rank: Any = None,
    lora_alpha: Any = None,
    gptq_unpacked_column_size: Any = None,
    quantization_config: Any = None,
    **kwargs: Any,
) -> Any:
    sizes = (output_shape,) if is_size(output_shape) else output_shape
    known = isinstance(sizes, (tuple, List)) and all(s is None or is_size(s) for s in sizes)
    if not known or not isinstance(equation, str) or isinstance(bias_axes, Unknown):
        return keras_layer(at, Identity(), {"kwargs": kwargs}, call_lost)
    return keras_layer(at, EinsumDense(equation, tuple(sizes), bias_axes), locals())


@bind("keras.layers.GroupQueryAttention")
def grouped_query_attention(
    at: At,
    head_dim: Any,
    num_query_heads: Any,
    num_key_value_heads: Any,
    dropout: Any = 0.0,
    use_bias: Any = True,
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
    op = GroupedAttention(
        at.size(num_query_heads, "heads", "num_query_heads"),
        at.size(num_key_value_heads, "heads", "num_key_value_heads"),
        at.size(head_dim, "f", "head_dim"),
        at.flag(use_bias, True),
        at.flag(use_gate, False),
    )
    return keras_layer(at, op, locals(), call_multi_head)


@bind("keras.layers.ReversibleEmbedding")
def reversible_embedding(
    at: At,
    input_dim: Any,
    output_dim: Any,
    tie_weights: Any = True,
    embeddings_initializer: Any = "uniform",
    embeddings_regularizer: Any = None,
    embeddings_constraint: Any = None,
    mask_zero: Any = False,
    reverse_dtype: Any = None,
    logit_soft_cap: Any = None,
    **kwargs: Any,
) -> Any:
    """Called with `reverse=True` it gives scores for every word, which is not followed."""
    op = Embedding(at.size(input_dim, "v", "input_dim"), at.size(output_dim, "f", "output_dim"), True)
    plain = tie_weights is True
    return keras_layer(at, op, locals(), call_reversible if plain else call_lost, natural="indices")


def call_reversible(
    at: At, holder: Any, inputs: Any = None, reverse: Any = False, *rest: Any, **kwargs: Any
) -> Any:
    """Words to vectors; the reverse is not followed."""
    from footgun.source.keras._common import call_keras

    return call_keras(at, holder, inputs) if reverse is False else call_lost(at, holder, inputs)


@bind("keras.layers.Pipeline")
def pipeline(at: At, layers: Any, name: Any = None) -> Any:
    """Preprocessing layers, one after the other."""
    made = built(at, "keras-sequential", "keras.Sequential")
    made.owned = True
    fill(at, made, List(items_of(at.m, layers) or ()))
    return made


# fmt: off
LOST = {
    "MelSpectrogram": "fft_length= sequence_stride= sequence_length= window= sampling_rate= num_mel_bins= "
        "min_freq= max_freq= power_to_db= top_db= mag_exp= min_power= ref_power= **",
    "STFTSpectrogram": "mode= frame_length= frame_step= fft_length= window= periodic= scaling= padding= "
        "expand_dims= data_format= **",
    "MaxNumBoundingBoxes": "max_number fill_value= **",
    "FlaxLayer": "module method= variables= **",
    "JaxLayer": "call_fn init_fn= params= state= seed= native_serialization_platforms= **",
    "TFSMLayer": "filepath call_endpoint= call_training_endpoint= trainable= name= dtype=",
    "TorchModuleWrapper": "module name= output_shape= **",
    "Wrapper": "layer **",
}
# fmt: on


def lost(name: str) -> Handler:
    """A layer whose output is not followed."""

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        names = SIGNATURES[handler].positional
        extra = {n: v for n, v in kwargs.items() if n not in names}
        return keras_layer(at, Identity(), {"kwargs": extra}, call_lost)

    return handler


bind_texts(LOST, lost, "keras.layers")
bind_texts(
    {"InputSpec": "dtype= shape= ndim= max_ndim= min_ndim= axes= allow_last_axis_squeeze= name= optional="},
    lambda name: lambda at, *args, **kwargs: Thing("keras.InputSpec", at.name, at.span),
    "keras.layers",
)
