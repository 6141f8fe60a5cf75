"""keras.layers: images changed at random, and entries of a vocabulary as numbers."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.linear import Identity
from footgun.source.bindings import SIGNATURES, Handler, bind, bind_texts
from footgun.source.keras._common import finish, keras_layer, tensors_of
from footgun.source.values import Dict, LayerObject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

# fmt: off
IMAGES = {
    "RandomFlip": "mode= seed= data_format= **",
    "RandomRotation": "factor fill_mode= interpolation= seed= fill_value= data_format= **",
    "RandomZoom": "height_factor width_factor= fill_mode= interpolation= seed= fill_value= data_format= **",
    "RandomTranslation": "height_factor width_factor fill_mode= interpolation= seed= fill_value= "
        "data_format= "
        "**",
    "RandomContrast": "factor value_range= seed= **",
    "RandomBrightness": "factor value_range= seed= **",
    "RandomShear": "x_factor= y_factor= interpolation= fill_mode= fill_value= data_format= seed= **",
    "RandomHue": "factor value_range= data_format= seed= **",
    "RandomSaturation": "factor value_range= data_format= seed= **",
    "RandomSharpness": "factor value_range= data_format= seed= **",
    "RandomColorJitter": "value_range= brightness_factor= contrast_factor= saturation_factor= "
        "hue_factor= seed= "
        "data_format= **",
    "RandomGrayscale": "factor= data_format= seed= **",
    "RandomGaussianBlur": "factor= kernel_size= sigma= value_range= data_format= seed= **",
    "RandomErasing": "factor= scale= fill_value= value_range= seed= data_format= **",
    "RandomInvert": "factor= value_range= seed= data_format= **",
    "RandomPerspective": "factor= scale= interpolation= fill_value= seed= data_format= **",
    "RandomPosterization": "factor value_range= data_format= seed= **",
    "RandomColorDegeneration": "factor value_range= data_format= seed= **",
    "RandomElasticTransform": "factor= scale= interpolation= fill_mode= fill_value= value_range= "
        "seed= data_format= "
        "**",
    "RandAugment": "value_range= num_ops= factor= interpolation= seed= data_format= **",
    "AugMix": "value_range= num_chains= chain_depth= factor= alpha= all_ops= interpolation= seed= "
        "data_format= **",
    "AutoContrast": "value_range= **",
    "Equalization": "value_range= bins= data_format= **",
    "Solarization": "addition_factor= threshold_factor= value_range= seed= **",
    "ContrastLimitedAdaptiveHistogramEqualization": "value_range= clip_limit= tile_grid_size= "
        "data_format= **",
    "MixUp": "alpha= data_format= seed= **",
    "CutMix": "factor= seed= data_format= **",
}
LOOKUPS = {
    "StringLookup": "max_tokens= num_oov_indices= mask_token= oov_token= vocabulary= idf_weights= invert= "
        "output_mode= pad_to_max_tokens= sparse= encoding= name= salt= **",
    "IntegerLookup": "max_tokens= num_oov_indices= mask_token= oov_token= vocabulary= vocabulary_dtype= "
        "idf_weights= invert= output_mode= sparse= pad_to_max_tokens= oov_method= salt= name= "
        "**",
    "Hashing": "num_bins mask_value= salt= output_mode= sparse= **",
    "Discretization": "bin_boundaries= num_bins= epsilon= output_mode= sparse= dtype= name=",
    "HashedCrossing": "num_bins output_mode= sparse= name= dtype= **",
}
# fmt: on

# What the classes underneath take as well.
INNER = ("factor", "bounding_box_format", "data_format", "has_input_vocabulary", "vocabulary_size")


def written(make: Any) -> Any:
    """A maker of handlers that get their arguments by name, those of every layer apart."""

    def maker(name: str) -> Handler:
        def handler(at: At, *args: Any, **kwargs: Any) -> Any:
            names = SIGNATURES[handler].positional
            given = {**dict(zip(names, args, strict=False)), **kwargs}
            own = {n: v for n, v in given.items() if n in names}
            extra = {n: v for n, v in given.items() if n not in names and n not in INNER}
            return make(at, {**own, "kwargs": extra})

        return handler

    return maker


def augmentation(at: At, given: dict[str, Any]) -> LayerObject:
    """Of the same size; some also change labels, which come in a dict."""
    return keras_layer(at, Unary("augment"), given, call_augmentation)


def call_augmentation(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """Images, or images with their labels."""
    value, layer = inputs[0] if inputs else next(iter(kwargs.values()), None), holder.layer
    if isinstance(value, Dict):
        return value
    return finish(at, holder, at.apply(layer.op, tensors_of((value,), {})[0], label=layer.label, layer=layer))


def lookup(at: At, given: dict[str, Any]) -> LayerObject:
    """Numbers in place of entries, unless something else is asked for."""
    whole = given.get("output_mode", "int") == "int"
    return keras_layer(at, Unary("lookup"), given, call_lookup if whole else call_counts)


bind_texts(IMAGES, written(augmentation), "keras.layers")
bind_texts(LOOKUPS, written(lookup), "keras.layers")


@bind("keras.layers.RandomHeight", "keras.layers.RandomWidth")
def resized(at: At, factor: Any, *args: Any, **kwargs: Any) -> Any:
    """Keras 2: one side changes with every batch."""
    return keras_layer(at, Unary("augment"), {"kwargs": {}})


def call_lookup(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """A number for each entry."""
    layer = holder.layer
    made = at.apply(layer.op, tensors_of(inputs, kwargs)[0], label=layer.label, layer=layer, dtype="int64")
    return finish(at, holder, made)


def call_counts(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """One-hot vectors or counts, of a width that may depend on data."""
    value = at.m.tensor(tensors_of(inputs, kwargs)[0])
    width = holder.attributes.get("__width__") or at.m.names.fresh("f")
    shape = None if value.shape is None or not value.shape else (value.shape[0], width)
    made = Value(shape, "float32", span=at.span)
    at.m.place(Identity(), (value,), made, holder.layer.label, at.span)
    return finish(at, holder, made)
