"""keras.layers: what is done to images, words and categories before the network proper."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.linear import Identity
from footgun.ops.resize import Upsample
from footgun.source.bindings import bind
from footgun.source.keras._common import finish, keras_layer, last_axis, tensors_of
from footgun.source.keras.augmentation import call_counts
from footgun.source.values import LayerObject, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.layers.Rescaling")
def rescaling(at: At, scale: Any, offset: Any = 0.0, **kwargs: Any) -> Any:
    return keras_layer(at, Binary("mul", "float"), locals())


@bind("keras.layers.Resizing")
def resizing(
    at: At,
    height: Any,
    width: Any,
    interpolation: Any = "bilinear",
    crop_to_aspect_ratio: Any = False,
    pad_to_aspect_ratio: Any = False,
    fill_mode: Any = "constant",
    fill_value: Any = 0.0,
    antialias: Any = False,
    data_format: Any = None,
    **kwargs: Any,
) -> Any:
    return resized(at, locals())


@bind("keras.layers.CenterCrop")
def center_crop(at: At, height: Any, width: Any, data_format: Any = None, **kwargs: Any) -> Any:
    return resized(at, locals())


@bind("keras.layers.RandomCrop")
def random_crop(
    at: At,
    height: Any,
    width: Any,
    seed: Any = None,
    data_format: Any = None,
    name: Any = None,
    **kwargs: Any,
) -> Any:
    return resized(at, locals())


def resized(at: At, given: dict[str, Any]) -> LayerObject:
    """Images of the height and width asked for; smaller ones are scaled up by the crops too."""
    size = (at.size(given["height"], "h", "height"), at.size(given["width"], "w", "width"))
    return keras_layer(at, Upsample(None, size, 2, last_axis(at, given["data_format"])), given, call_image)


def call_image(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """A batch of images, or one alone."""
    value, layer = at.m.tensor(tensors_of(inputs, kwargs)[0]), holder.layer
    if value.shape is None or len(value.shape) != 3:
        return finish(at, holder, at.apply(layer.op, value, label=layer.label, layer=layer))
    size, last = layer.op.settings()["size"], layer.op.settings()["last"]
    shape = (*size, value.shape[-1]) if last else (value.shape[0], *size)
    made = Value(shape, "float32", span=at.span)
    at.m.place(Identity(), (value,), made, layer.label, at.span)
    return finish(at, holder, made)


@bind("keras.layers.CategoryEncoding")
def category_encoding(
    at: At, num_tokens: Any = None, output_mode: Any = "multi_hot", sparse: Any = False, **kwargs: Any
) -> Any:
    holder = keras_layer(at, Unary("lookup"), locals(), call_counts)
    if is_size(num_tokens):
        holder.attributes["__width__"] = num_tokens
    return holder


@bind("keras.layers.TextVectorization")
def text_vectorization(
    at: At,
    max_tokens: Any = None,
    standardize: Any = "lower_and_strip_punctuation",
    split: Any = "whitespace",
    ngrams: Any = None,
    output_mode: Any = "int",
    output_sequence_length: Any = None,
    pad_to_max_tokens: Any = False,
    vocabulary: Any = None,
    idf_weights: Any = None,
    sparse: Any = False,
    ragged: Any = False,
    encoding: Any = "utf-8",
    name: Any = None,
    **kwargs: Any,
) -> Any:
    holder = keras_layer(at, Unary("lookup"), locals(), call_counts)
    length = output_sequence_length if output_mode == "int" else None
    holder.attributes["__width__"] = length if is_size(length) else at.m.names.fresh("t")
    return holder
