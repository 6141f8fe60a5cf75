"""keras.ops, keras.backend and tensorflow: shapes changed and asked for, tensors joined and made."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.join import Concat, Split, Stack
from footgun.ops.reshape import Flatten, Permute, Repeat, Reshape, Squeeze, Unsqueeze
from footgun.ops.resize import Pad, Upsample
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._input import is_shape
from footgun.source.keras._legacy import renamed
from footgun.source.keras.backend import OLD, axes, dtype_of, everywhere, is_tensor, lost
from footgun.source.torch._common import MOST_AXES
from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def sizes_of(at: At, shape: Any) -> tuple[Any, ...] | None:
    """A shape as sizes; None where even the rank is not known."""
    if not is_shape(shape) or len(shape) > MOST_AXES:
        return None
    return tuple(v if is_size(v) else at.m.names.fresh("s") for v in shape)


@bind(*everywhere("reshape"))
@renamed({**OLD, "shape": "newshape"})
def reshape(at: At, x: Any = None, newshape: Any = None, *rest: Any, **more: Any) -> Any:
    sizes = (newshape,) if is_size(newshape) else sizes_of(at, newshape)
    return at.apply(Reshape(sizes), x) if sizes is not None else lost(at, x)


@bind(*everywhere("transpose", "permute_dimensions"))
@renamed({**OLD, "a": "x", "perm": "axes", "pattern": "axes"})
def transpose(at: At, x: Any = None, axes: Any = None, *rest: Any, **more: Any) -> Any:
    tensor = at.m.tensor(x)
    order = tuple(axes) if is_shape(axes) else None
    if axes is None and tensor.shape is not None:
        order = tuple(reversed(range(len(tensor.shape))))
    known = order is not None and all(isinstance(a, int) for a in order)
    return at.apply(Permute(order), x) if known else lost(at, x)  # type: ignore[arg-type]


@bind(*everywhere("expand_dims"))
@renamed({**OLD, "dim": "axis"})
def expand_dims(at: At, x: Any = None, axis: Any = -1, *rest: Any, **more: Any) -> Any:
    return at.apply(Unsqueeze(axis), x) if isinstance(axis, int) and is_tensor(x) else lost(at, x)


@bind(*everywhere("squeeze"))
@renamed({**OLD, "squeeze_dims": "axis"})
def squeeze(at: At, x: Any = None, axis: Any = None, *rest: Any, **more: Any) -> Any:
    places = axes(axis)
    known = axis is None or places is not None
    return at.apply(Squeeze(places, True), x) if known and is_tensor(x) else lost(at, x)


@bind(*everywhere("flatten", "ravel", "batch_flatten"))
def flatten(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    return at.apply(Flatten(1 if at.label == "batch_flatten" else 0, -1), x)


@bind(*everywhere("concatenate", "concat", "stack"))
@renamed({"values": "xs", "tensors": "xs", "concat_dim": "axis"})
def join(at: At, xs: Any = None, axis: Any = None, *rest: Any, **more: Any) -> Any:
    default = 0 if not at.name.startswith("keras.backend") or at.label == "stack" else -1
    place = axis if "axis" in at.given else default
    found = items_of(at.m, xs) if not isinstance(xs, Value) else None
    if found is None or not isinstance(place, int):
        return lost(at, *(found or ()))
    if not is_tensor(*found):
        if at.label == "concat" and all(isinstance(v, (tuple, List)) for v in found):
            return tuple(x for v in found for x in v)  # shapes joined
        return tuple(found) if at.label == "stack" else Unknown("joined numbers")
    return at.apply(Stack(place) if at.label == "stack" else Concat(place), *found)


@bind(*everywhere("split", "unstack"))
@renamed({**OLD, "value": "x", "num": "indices_or_sections"})
def split(
    at: At, x: Any = None, indices_or_sections: Any = None, axis: Any = 0, *rest: Any, **more: Any
) -> Any:
    tensor, parts = at.m.tensor(x), indices_or_sections
    if at.label == "unstack" or tensor.shape is None or not isinstance(axis, int):
        return Unknown("parts of a tensor")
    if isinstance(parts, int) and parts > 0:
        size = tensor.shape[axis] if -len(tensor.shape) <= axis < len(tensor.shape) else None
        made = at.apply(Split(size // parts, axis), x) if size is not None else None
    elif at.name.startswith("tensorflow") and sizes_of(at, parts) is not None:
        made = at.apply(Split(sizes_of(at, parts) or (), axis), x)
    else:
        return Unknown("parts of a tensor")
    return List(made) if isinstance(made, tuple) else Unknown("parts of a tensor")


@bind(*everywhere("tile"))
@renamed({**OLD, "multiples": "repeats", "n": "repeats"})
def tile(at: At, x: Any = None, repeats: Any = None, *rest: Any, **more: Any) -> Any:
    times = (repeats,) if is_size(repeats) else sizes_of(at, repeats)
    return at.apply(Repeat(times, True), x) if times is not None else lost(at, x)


@bind(*everywhere("repeat", "repeat_elements"), "keras.backend.resize_images")
def repeated(at: At, x: Any = None, *args: Any, **more: Any) -> Any:
    if at.label == "resize_images" and len(args) >= 2 and all(isinstance(v, int) for v in args[:2]):
        last = args[2] != "channels_first" if len(args) > 2 else True
        return at.apply(Upsample((args[0], args[1]), None, 2, last), x)
    return lost(at, x)


@bind("tensorflow.image.resize", "tensorflow.image.resize_images", "keras.ops.image.resize")
@renamed({"image": "images"})
def image_resize(at: At, images: Any = None, size: Any = None, *rest: Any, **more: Any) -> Any:
    sizes = sizes_of(at, size)
    tensor = at.m.tensor(images)
    if sizes is None or len(sizes) != 2 or tensor.shape is None or len(tensor.shape) != 4:
        return lost(at, images)
    return at.apply(Upsample(None, (sizes[0], sizes[1]), 2, True), images)


@bind(*everywhere("pad"))
@renamed({**OLD, "paddings": "pad_width"})
def pad(at: At, x: Any = None, pad_width: Any = None, *rest: Any, **more: Any) -> Any:
    rows = [sizes_of(at, row) for row in pad_width] if is_shape(pad_width) else []
    if not rows or any(row is None or len(row) != 2 for row in rows):
        return lost(at, x)
    return at.apply(Pad(tuple((i, *row) for i, row in enumerate(rows) if row)), x)


@bind(*everywhere("shape", "int_shape"), "builtins.tuple.as_list", "torch.Tensor.get_shape")
@renamed(OLD)
def shape(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    if isinstance(x, tuple):
        return List(x)
    if isinstance(x, Value) and x.shape is not None:
        return tuple(x.shape)
    return Unknown("the shape of a tensor")


@bind(*everywhere("ndim", "rank"))
@renamed(OLD)
def ndim(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    return len(x.shape) if isinstance(x, Value) and x.shape is not None else Unknown("the rank of a tensor")


@bind(*everywhere("zeros", "ones", "random_normal", "random_uniform", "truncated_normal"),
      *(f"{place}.{name}" for place in ("tensorflow.random", "keras.random") for name in ("normal",
      "uniform")))  # fmt: skip
def filled(at: At, shape: Any = None, *args: Any, dtype: Any = None, **more: Any) -> Any:
    return at.value((shape,) if is_size(shape) else sizes_of(at, shape), dtype_of(dtype) or "float32")


@bind(*everywhere("arange", "range"))
def ranged(
    at: At, start: Any = None, stop: Any = None, step: Any = None, dtype: Any = None, *rest: Any, **more: Any
) -> Any:
    first, last = (0, start) if stop is None else (start, stop)
    plain = step in (None, 1) and is_size(first) and is_size(last)
    length = last - first if plain else at.m.names.fresh("t")
    made = at.value((length,), dtype_of(dtype) or "int32")
    if plain and isinstance(first, int) and isinstance(last, int) and first < last:
        made.facts["range"] = (first, last - 1)
    return made


@bind(*everywhere("zeros_like", "ones_like"))
@renamed(OLD)
def like(at: At, x: Any = None, dtype: Any = None, *rest: Any, **more: Any) -> Any:
    tensor = at.m.tensor(x)
    return at.value(tensor.shape, dtype_of(dtype) or tensor.dtype)


@bind(*everywhere("one_hot"))
@renamed({**OLD, "indices": "x", "depth": "num_classes", "nb_classes": "num_classes"})
def one_hot(
    at: At, x: Any = None, num_classes: Any = None, axis: Any = -1, dtype: Any = None, *rest: Any, **more: Any
) -> Any:
    tensor = at.m.tensor(x)
    known = tensor.shape is not None and is_size(num_classes) and axis == -1
    made = at.value((*(tensor.shape or ()), num_classes) if known else None, dtype_of(dtype) or "float32")
    made.facts["labels"] = "one-hot"
    return made


@bind(
    *everywhere("convert_to_tensor", "constant", "eval", "get_value"),
    "tensorflow.keras.utils.convert_to_tensor",
)
def convert(at: At, x: Any = None, *args: Any, **more: Any) -> Any:
    if isinstance(x, Value):
        return x
    from footgun.source.torch.create import nested

    found, kind = nested(x)
    return at.value(found, kind) if found is not None else Unknown("a tensor")


@bind("keras.backend.image_data_format", "keras.config.image_data_format", "keras.backend.image_dim_ordering")
def image_data_format(at: At) -> Any:
    last = at.m.notes.get("channels_last", True)
    if at.label == "image_dim_ordering":
        return "tf" if last else "th"
    return "channels_last" if last else "channels_first"


@bind(
    "keras.backend.set_image_data_format",
    "keras.config.set_image_data_format",
    "keras.backend.set_image_dim_ordering",
)
def set_image_data_format(at: At, data_format: Any) -> None:
    if isinstance(data_format, str):
        at.m.notes["channels_last"] = data_format in ("channels_last", "tf")


@bind("keras.backend.backend", "keras.config.backend")
def backend(at: At) -> Any:
    return Unknown("the backend of Keras")
