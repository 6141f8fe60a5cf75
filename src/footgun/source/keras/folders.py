"""keras: batches of images from folders, and what an `ImageDataGenerator` does to their numbers."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Value
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.keras.portions import portion
from footgun.source.keras.streams import stream
from footgun.source.keras.utilities import image_shape
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

IMAGES = "keras.preprocessing.image.ImageDataGenerator"
# Its arguments that change each image at random.
RANDOM = (
    "rotation_range", "width_shift_range", "height_shift_range", "brightness_range", "shear_range",
    "zoom_range", "channel_shift_range", "horizontal_flip", "vertical_flip",
)  # fmt: skip


@bind(IMAGES)
def image_data_generator(at: At, *args: Any, **kwargs: Any) -> Any:
    """`change`: what it does to the numbers of an image, None where that is not known."""
    other = bool(args) or at.open_arguments or any(k.endswith(("_center", "_normalization")) for k in kwargs)
    given = kwargs.get("preprocessing_function"), kwargs.get("rescale")
    chance = None if at.open_arguments else next((name for name in RANDOM if varies(kwargs.get(name))), None)
    return Thing(IMAGES, at.name, at.span, change=None if other else given, chance=chance)


def varies(setting: Any) -> bool:
    """Whether an argument that may change images is known to do so."""
    if isinstance(setting, (List, tuple)):
        return bool(setting) and all(isinstance(end, (int, float)) for end in setting) and len({*setting}) > 1
    return isinstance(setting, (bool, int, float)) and setting != 0


def drawn(data: Any) -> tuple[str, Span] | None:
    """What changes the images of a data set at random, and the generator that does it."""
    made = data.facts.get("generator") if isinstance(data, Thing) else None
    if not isinstance(made, Thing) or made.made is None or not made.facts.get("chance"):
        return None
    return made.facts["chance"], made.made


def changed(at: At, value: Value, generator: Any) -> None:
    """The facts of a batch after the generator's own function and its scale."""
    found = value.facts.pop("range", None)
    scale = value.facts.pop("scale", None)
    change = generator.facts.get("change") if isinstance(generator, Thing) else None
    if change is None or found is None:
        return
    function, factor = change
    if function is not None:
        batch = call_value(at.m, function, [value_like(at, value, found)], {}, at.span)
        found = batch.facts.get("range") if isinstance(batch, Value) else None
        scale = None
    if factor is None or at.number(factor) is not None:
        times = at.number(factor) or 1
        if found is not None:
            value.facts["range"] = (found[0] * times, found[1] * times)
        if scale is not None:
            value.facts["scale"] = scale if times == 1 else scale * times


def value_like(at: At, value: Value, ends: Any) -> Value:
    """An image of a batch, for a function that takes one."""
    made = at.value(None if value.shape is None else value.shape[1:], "float32", "dataset")
    made.facts.update(range=ends, array=True)
    return made


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
            if part is x:
                changed(at, made, self)
            parts.append(made)
        return parts[0] if y is None else tuple(parts)

    return stream(at, batch, generator=self)


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
    return folder(at, target_size, color_mode, class_mode, batch_size, classes, self)


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
    return folder(at, target_size, color_mode, class_mode, batch_size, classes, self)


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
    if not rest and not at.open_arguments:
        subset_of(at, kwargs)
    mode = MODES.get(label_mode) if isinstance(label_mode, str) else None
    made = folder(at, image_size, color_mode, mode, batch_size, class_names)
    if not rest and not at.open_arguments:
        made.facts["portion"] = portion(directory, kwargs, at.span)
    if kwargs.get("subset") == "both":
        return (made, made)
    return made


def subset_of(at: At, given: dict[str, Any]) -> None:
    """A part is cut from a random order, which only a seed makes the same for the other part."""
    part, subset = given.get("validation_split"), given.get("subset")
    if not isinstance(part, float) or not 0 < part < 1:
        return
    if subset is None:
        at.fault(f"`{at.label}`: `validation_split` wants `subset` beside it", "validation_split")
    elif given.get("seed") is None and given.get("shuffle", True) is True:
        help = "give both parts the same `seed`, so that no image is in both"
        at.fault(f"`{at.label}`: a random `validation_split` wants a `seed`", "validation_split", help)


def folder(
    at: At, size: Any, color_mode: Any, mode: Any, batch_size: Any, classes: Any, generator: Any = None
) -> Thing:
    """Batches of images with labels in the form that the mode says."""
    m = at.m
    shape = image_shape(at, size, color_mode)
    known = isinstance(classes, (List, tuple)) and not getattr(classes, "open", False)
    count: Size = len(classes) if known else m.names.fresh("classes", 2)

    def batch() -> Any:
        n = m.names.fresh("n", 1, batch_size if isinstance(batch_size, int) else None)
        x = at.value((n, *shape), "float32", "dataset")
        x.facts.update(range=(0, 255), scale=255)
        if generator is not None:
            changed(at, x, generator)
        if mode is None or isinstance(mode, Unknown):
            return x if mode is None else (x, Unknown("labels"))
        y = at.value((n, count) if mode == "categorical" else (n,), "float32", "dataset")
        y.facts["labels"] = "one-hot" if mode == "categorical" else "index"
        if mode == "input":
            return x, x
        return x, y

    return stream(at, batch, generator=generator)
