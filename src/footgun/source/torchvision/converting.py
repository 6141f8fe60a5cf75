"""torchvision.transforms: images to tensors, number types and ranges, colours."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size, is_floating, is_integer
from footgun.source.bindings import bind
from footgun.source.images._picture import image, is_image
from footgun.source.torch.create import dtype_of
from footgun.source.torchvision.transforms import PLACE, transform
from footgun.source.values import Dict, List, Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LARGEST = {"uint8": 255, "bool": 1}


@bind(f"{PLACE}.ToTensor")
def to_tensor(at: At) -> Any:
    return transform(at, lambda here, value: scaled(here, value))


@bind(f"{PLACE}.PILToTensor", f"{PLACE}.ToImage")
def pil_to_tensor(at: At) -> Any:
    return transform(at, lambda here, value: pixels(here, value))


def scaled(at: At, value: Any) -> Any:
    """`ToTensor`: (c, h, w) from 0 to 1 of a PIL image or of bytes; other arrays keep their type."""
    made = pixels(at, value)
    if isinstance(made, Value) and made is not value and (is_image(value) or made.dtype == "uint8"):
        made.dtype = "float32"
        made.facts["range"] = (0, 1)
        made.facts.pop("scale", None)
    return made


def pixels(at: At, value: Any) -> Any:
    """A tensor (c, h, w) of a picture, its numbers as they are."""
    if is_image(value):
        facts = value.facts
        shape: tuple[Size, ...] = (facts["channels"], facts["height"], facts["width"])
        made = Value(shape, "uint8", span=at.span, origin="dataset")
        made.facts.update(range=(0, 255), scale=255)
        if facts["varied"]:
            made.facts["varied"] = facts["varied"]
        return made
    if isinstance(value, Value) and "array" in value.facts:
        axes = () if value.shape is None else value.shape if len(value.shape) == 3 else (*value.shape, 1)
        moved = (axes[2], *axes[:2]) if len(axes) == 3 else None
        made = Value(moved, value.dtype, span=at.span, origin="dataset")
        made.facts.update({k: v for k, v in value.facts.items() if k in ("range", "varied")})
        return made
    return value if isinstance(value, Value) else Value(None, span=at.span)


@bind(f"{PLACE}.functional.to_tensor")
def functional_to_tensor(at: At, pic: Any) -> Any:
    return scaled(at, pic)


@bind(f"{PLACE}.functional.pil_to_tensor", f"{PLACE}.functional.to_image")
def functional_pil_to_tensor(at: At, pic: Any) -> Any:
    return pixels(at, pic)


@bind(f"{PLACE}.Normalize")
def normalize(at: At, mean: Any, std: Any, inplace: Any = False) -> Any:
    given = [list(v) if isinstance(v, (tuple, List)) else [v] for v in (mean, std)]
    numbers = tuple(n for part in given for n in part)
    plain = all(at.number(n) is not None and n > 0 for n in numbers)
    made = transform(at, lambda here, value: normalized(at, here, value, mean, std))
    made.facts["numbers"] = numbers if plain else None
    return made


@bind(f"{PLACE}.functional.normalize")
def functional_normalize(at: At, tensor: Any, mean: Any, std: Any, inplace: Any = False) -> Any:
    return normalized(at, at, tensor, mean, std)


def normalized(made: At, at: At, value: Any, mean: Any, std: Any) -> Any:
    """Only floating tensors have their mean taken off."""
    if is_image(value):
        message = "`Normalize` is for tensors, but gets a PIL image"
        made.fault(message, help="put `transforms.ToTensor()` before it")
        return value
    if not isinstance(value, Value):
        return value
    if value.dtype == "uint8" or is_integer(value.dtype):
        message = f"`Normalize` is for floating-point numbers, but gets {value.dtype}"
        made.fault(message, help="`ToTensor()`, or `ToDtype(torch.float32, scale=True)`, comes before it")
    lengths = {len(v) for v in (mean, std) if isinstance(v, (tuple, List)) and not getattr(v, "open", False)}
    channels = value.shape[-3] if value.shape is not None and len(value.shape) >= 3 else None
    wrong = next((n for n in sorted(lengths) if isinstance(channels, int) and n not in (1, channels)), None)
    if wrong is not None and channels != 1:
        made.fault(f"`Normalize` has numbers for {wrong} channels, but gets {channels}")
    out = Value(value.shape, value.dtype, span=at.span, origin=value.origin)
    out.facts.update({k: v for k, v in value.facts.items() if k == "varied"})
    if channels == 1 and lengths and max(lengths) > 1:
        out.shape = None  # the first generation refuses this, the second makes as many channels
    low_high = value.facts.get("range")
    if low_high is not None:
        ends = moved(low_high, mean, std)
        if ends is not None:
            out.facts["range"] = ends
    return out


def moved(ends: tuple[Any, Any], mean: Any, std: Any) -> tuple[float, float] | None:
    """The range after the mean is taken off and the rest divided."""
    means, deviations = (list(v) if isinstance(v, (tuple, List)) else [v] for v in (mean, std))
    if not means or not deviations or 0 in deviations:
        return None
    if not all(isinstance(n, (int, float)) for n in [*means, *deviations]):
        return None
    pairs = list(zip(means * len(deviations), deviations * len(means), strict=False))
    return min((ends[0] - m) / d for m, d in pairs), max((ends[1] - m) / d for m, d in pairs)


@bind(f"{PLACE}.ConvertImageDtype")
def convert_image_dtype(at: At, dtype: Any = None) -> Any:
    return transform(at, lambda here, value: converted(here, value, dtype, scale=True))


@bind(f"{PLACE}.ToDtype")
def to_dtype(at: At, dtype: Any, scale: Any = False) -> Any:
    kind = dtype if not isinstance(dtype, Dict) else next(iter(dtype.values()), None)
    return transform(at, lambda here, value: converted(here, value, kind, scale))


@bind(f"{PLACE}.functional.convert_image_dtype", f"{PLACE}.functional.to_dtype")
def functional_convert(at: At, image: Any, dtype: Any = None, scale: Any = None) -> Any:
    return converted(at, image, dtype, at.label == "convert_image_dtype" if scale is None else scale)


def converted(at: At, value: Any, dtype: Any, scale: Any) -> Any:
    """Another number type; with `scale`, bytes become 0 to 1. PIL images stay what they are."""
    if not isinstance(value, Value):
        return value
    kind = dtype_of(dtype) or ("float32" if dtype is None else None)
    made = Value(value.shape, kind, span=at.span, origin=value.origin)
    made.facts.update({k: v for k, v in value.facts.items() if k in ("varied", "range")})
    largest = LARGEST.get(value.dtype or "")
    if scale is not False and "range" in made.facts and largest and is_floating(kind):
        low, high = made.facts["range"]
        made.facts["range"] = (low / largest, high / largest) if scale is True else None
    if made.facts.get("range") is None:
        made.facts.pop("range", None)
    return made


@bind(f"{PLACE}.ToPILImage")
def to_pil_image(at: At, mode: Any = None) -> Any:
    return transform(at, picture)


@bind(f"{PLACE}.functional.to_pil_image")
def functional_to_pil_image(at: At, pic: Any, mode: Any = None) -> Any:
    return picture(at, pic)


def picture(at: At, value: Any) -> Any:
    """A PIL image of a tensor (c, h, w) or of an array (h, w, c)."""
    shape = value.shape if isinstance(value, Value) else None
    if is_image(value):
        return value
    if shape is None or len(shape) not in (2, 3):
        return image(at)
    if len(shape) == 2:
        return image(at, shape[0], shape[1], 1)
    height, width, channels = shape if "array" in value.facts else (*shape[1:], shape[0])
    return image(at, height, width, channels, value.facts.get("varied", False))


@bind(f"{PLACE}.Grayscale")
def grayscale(at: At, num_output_channels: Any = 1) -> Any:
    return transform(at, lambda here, value: coloured(here, value, num_output_channels))


@bind(f"{PLACE}.RGB")
def rgb(at: At) -> Any:
    return transform(at, lambda here, value: coloured(here, value, 3))


@bind(f"{PLACE}.functional.rgb_to_grayscale", f"{PLACE}.functional.to_grayscale")
def functional_grayscale(at: At, img: Any, num_output_channels: Any = 1) -> Any:
    return coloured(at, img, num_output_channels)


def coloured(at: At, value: Any, channels: Any) -> Any:
    """The same picture in so many channels."""
    count = at.m.size(channels, "c")
    if is_image(value):
        return Thing("image", value.name, at.span, **{**value.facts, "channels": count})
    if (
        isinstance(value, Value)
        and value.shape is not None
        and len(value.shape) >= 3
        and "array" not in value.facts
    ):
        shape = (*value.shape[:-3], count, *value.shape[-2:])
        made = Value(shape, value.dtype, span=at.span, origin=value.origin)
        made.facts.update({k: v for k, v in value.facts.items() if k in ("range", "varied")})
        return made
    return value
