"""keras.utils and keras.preprocessing: labels, padded sequences, images from folders."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.images._picture import array_of, image, is_image
from footgun.source.keras._common import last_axis
from footgun.source.keras.datasets import array
from footgun.source.values import List, Thing, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.utils.to_categorical")
def to_categorical(at: At, x: Any = None, num_classes: Any = None, *rest: Any, **old: Any) -> Any:
    """One-hot vectors; a last axis of 1 goes."""
    data = x if x is not None else old.get("y")
    classes = num_classes if is_size(num_classes) else old.get("nb_classes", rest[0] if rest else None)
    labels = at.m.tensor(data)
    if not is_size(classes):
        classes = labels.facts.get("classes") or at.m.names.fresh("classes")
    width: Size = at.m.size(classes)
    shape = labels.shape
    if isinstance(data, (List, tuple)):
        shape = (len(data),) if not getattr(data, "open", False) else None
    if shape is None:
        return array(at, (at.m.names.fresh("len"), width), "float64", labels="one-hot", classes=width)
    kept = shape[:-1] if len(shape) > 1 and shape[-1] == 1 else shape
    return array(at, (*kept, width), "float64", labels="one-hot", classes=width)


@bind("keras.utils.pad_sequences", "keras.preprocessing.sequence.pad_sequences")
def pad_sequences(
    at: At,
    sequences: Any,
    maxlen: Any = None,
    dtype: Any = "int32",
    padding: Any = "pre",
    truncating: Any = "pre",
    value: Any = 0.0,
) -> Any:
    given = at.m.tensor(sequences).shape
    count = given[0] if given else at.m.names.fresh("len")
    length = maxlen if is_size(maxlen) else at.m.names.fresh("t")
    return array(at, (count, length), dtype if isinstance(dtype, str) else None)


@bind("keras.utils.normalize")
def normalize(at: At, x: Any, axis: Any = -1, order: Any = 2) -> Any:
    data = at.m.tensor(x)
    return array(at, data.shape, "float64")


@bind("keras.preprocessing.image.img_to_array", "keras.utils.img_to_array")
def img_to_array(at: At, img: Any, data_format: Any = None, dtype: Any = None) -> Any:
    if is_image(img):
        img = array_of(at, img)
    value = img if isinstance(img, Value) else None
    shape = None if value is None or value.shape is None or len(value.shape) not in (2, 3) else value.shape
    if shape is not None and len(shape) == 2:
        shape = (*shape, 1)
    if shape is not None and not last_axis(at, data_format):
        shape = (shape[2], *shape[:2])
    made = array(at, shape, "float32" if dtype is None else dtype if isinstance(dtype, str) else None)
    if value is not None:
        made.facts.update({k: v for k, v in value.facts.items() if k in ("range", "scale")})
    return made


@bind("keras.preprocessing.image.load_img", "keras.utils.load_img")
def load_img(
    at: At,
    path: Any = None,
    color_mode: Any = "rgb",
    target_size: Any = None,
    interpolation: Any = "nearest",
    keep_aspect_ratio: Any = False,
    **old: Any,
) -> Any:
    if old.get("grayscale") is True:
        color_mode = "grayscale"
    height, width = None, None
    if isinstance(target_size, (tuple, List)) and len(target_size) == 2 and keep_aspect_ratio is False:
        height, width = at.m.size(target_size[0], "h"), at.m.size(target_size[1], "w")
    return image(at, height, width, CHANNELS.get(color_mode) if isinstance(color_mode, str) else None)


CHANNELS = {"rgb": 3, "grayscale": 1, "rgba": 4}


def image_shape(at: At, target: Any, color_mode: Any) -> tuple[Size, ...]:
    """(height, width, channels) as asked for."""
    if not isinstance(target, (tuple, List)) or len(target) != 2:
        target = (None, None)
    sizes = [v if is_size(v) else at.m.names.fresh(hint) for v, hint in zip(target, "hw", strict=True)]
    channels = CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    depth: Size = channels if channels is not None else at.m.names.fresh("c")
    return (*sizes, depth) if last_axis(at, None) else (depth, *sizes)


PLACES = ("keras.utils", "keras.saving")
CUSTOM = ("get_custom_objects", "custom_object_scope", "CustomObjectScope", "register_keras_serializable")


@bind(*(f"{place}.{name}" for place in PLACES for name in CUSTOM))
def custom_objects(at: At, *args: Any, **kwargs: Any) -> Any:
    """From here on any string may name an object of the checked code."""
    at.m.notes["custom_objects"] = True
    return Thing("keras.custom_objects", at.name, at.span)


@bind("keras.backend.clear_session", "keras.utils.clear_session")
def clear_session(at: At, free_memory: Any = True) -> None:
    """Layers are numbered from 0 again."""
    at.m.notes.pop("names", None)
