"""keras.utils and keras.preprocessing: labels, padded sequences, images from folders."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.keras._common import last_axis
from footgun.source.keras.datasets import array
from footgun.source.keras.streams import stream
from footgun.source.values import List, Thing, Unknown, is_size

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
    size = img.facts.get("size") if isinstance(img, Thing) else None
    return array(at, size, "float32")


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
    size = image_shape(at, target_size, color_mode)
    return Thing("keras.image", at.name, at.span, size=size)


CHANNELS = {"rgb": 3, "grayscale": 1, "rgba": 4}


def image_shape(at: At, target: Any, color_mode: Any) -> tuple[Size, ...] | None:
    """(height, width, channels) as asked for."""
    if not isinstance(target, (tuple, List)) or len(target) != 2:
        target = (None, None)
    sizes = [v if is_size(v) else at.m.names.fresh(hint) for v, hint in zip(target, "hw", strict=True)]
    channels = CHANNELS.get(color_mode) if isinstance(color_mode, str) else None
    depth: Size = channels if channels is not None else at.m.names.fresh("c")
    return (*sizes, depth) if last_axis(at, None) else (depth, *sizes)


IMAGES = "keras.preprocessing.image.ImageDataGenerator"


@bind(IMAGES)
def image_data_generator(at: At, *args: Any, **kwargs: Any) -> Any:
    return Thing(IMAGES, at.name, at.span)


@bind(f"{IMAGES}.flow")
def flow(at: At, self: Any, x: Any, y: Any = None, batch_size: Any = 32, *rest: Any, **kwargs: Any) -> Any:
    """Batches of arrays."""
    m = at.m

    def batch() -> Any:
        n = m.names.fresh("n", 1, batch_size if isinstance(batch_size, int) else None)
        parts = []
        for part in (x, y):
            shape = part.shape if isinstance(part, Value) else None
            made = at.value((n, *shape[1:]) if shape else None, "float32", "dataset")
            made.facts.update({k: v for k, v in getattr(part, "facts", {}).items() if k != "symbolic"})
            parts.append(made)
        return parts[0] if y is None else tuple(parts)

    return stream(at, batch)


@bind(f"{IMAGES}.flow_from_directory")
def flow_from_directory(
    at: At,
    self: Any,
    directory: Any = None,
    target_size: Any = (256, 256),
    color_mode: Any = "rgb",
    classes: Any = None,
    class_mode: Any = "categorical",
    batch_size: Any = 32,
    *rest: Any,
    **kwargs: Any,
) -> Any:
    return folder(at, target_size, color_mode, class_mode, batch_size, classes)


@bind(f"{IMAGES}.flow_from_dataframe")
def flow_from_dataframe(
    at: At,
    self: Any,
    dataframe: Any = None,
    directory: Any = None,
    x_col: Any = "filename",
    y_col: Any = "class",
    weight_col: Any = None,
    target_size: Any = (256, 256),
    color_mode: Any = "rgb",
    classes: Any = None,
    class_mode: Any = "categorical",
    batch_size: Any = 32,
    *rest: Any,
    **kwargs: Any,
) -> Any:
    return folder(at, target_size, color_mode, class_mode, batch_size, classes)


MODES = {"int": "sparse", "categorical": "categorical", "binary": "binary"}


@bind("keras.utils.image_dataset_from_directory", "keras.preprocessing.image_dataset_from_directory")
def image_dataset(
    at: At,
    directory: Any = None,
    labels: Any = "inferred",
    label_mode: Any = "int",
    class_names: Any = None,
    color_mode: Any = "rgb",
    batch_size: Any = 32,
    image_size: Any = (256, 256),
    *rest: Any,
    **kwargs: Any,
) -> Any:
    mode = MODES.get(label_mode) if isinstance(label_mode, str) else None
    made = folder(at, image_size, color_mode, mode, batch_size, class_names)
    if kwargs.get("subset") == "both":
        return (made, made)
    return made


def folder(at: At, size: Any, color_mode: Any, mode: Any, batch_size: Any, classes: Any) -> Thing:
    """Batches of images with labels in the form that the mode says."""
    m = at.m
    shape = image_shape(at, size, color_mode) or ()
    known = isinstance(classes, (List, tuple)) and not getattr(classes, "open", False)
    count: Size = len(classes) if known else m.names.fresh("classes", 2)

    def batch() -> Any:
        n = m.names.fresh("n", 1, batch_size if isinstance(batch_size, int) else None)
        x = at.value((n, *shape), "float32", "dataset")
        if mode is None or isinstance(mode, Unknown):
            return x if mode is None else (x, Unknown("labels"))
        y = at.value((n, count) if mode == "categorical" else (n,), "float32", "dataset")
        y.facts["labels"] = "one-hot" if mode == "categorical" else "index"
        if mode == "input":
            return x, x
        return x, y

    return stream(at, batch)


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
