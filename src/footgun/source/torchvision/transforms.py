"""torchvision.transforms: what each step makes of an image's size and type."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.values import List, Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At

SAME = (
    "RandomHorizontalFlip",
    "RandomVerticalFlip",
    "RandomRotation",
    "ColorJitter",
    "RandomAffine",
    "GaussianBlur",
    "RandomInvert",
    "RandomPerspective",
    "RandomErasing",
    "RandomAdjustSharpness",
    "RandomAutocontrast",
    "RandomEqualize",
    "RandomPosterize",
    "RandomSolarize",
    "AutoAugment",
    "RandAugment",
    "TrivialAugmentWide",
    "AugMix",
    "Normalize",
    "RandomGrayscale",
    "ToPILImage",
    "ConvertImageDtype",
    "RandomApply",
    "ToImage",
    "ToDtype",
    "ElasticTransform",
    "LinearTransformation",
    "ToPureTensor",
)
Resizer = Callable[[Any, Any], tuple[Any, Any]]


def transform(at: At, apply: Callable[[At, Any], Any], **facts: Any) -> Thing:
    """A transform object: calling it applies it."""
    return Thing(
        "transform", at.name, at.span, call=lambda here, value, *rest, **more: apply(here, value), **facts
    )


def resized(at: At, value: Any, change: Resizer) -> Any:
    """Give an image or tensor another height and width."""
    if isinstance(value, Thing) and value.kind == "image":
        height, width = change(value.facts["height"], value.facts["width"])
        return Thing(
            "image", value.name, at.span, height=height, width=width, channels=value.facts["channels"]
        )
    if isinstance(value, Value) and value.shape is not None and len(value.shape) >= 2:
        height, width = change(value.shape[-2], value.shape[-1])
        return Value((*value.shape[:-2], height, width), value.dtype, span=at.span, origin=value.origin)
    return value


def two(at: At, size: Any) -> tuple[Any, Any] | None:
    """`(h, w)` of a size given as a pair."""
    if isinstance(size, (tuple, List)) and len(size) == 2:
        return at.m.size(size[0], "h"), at.m.size(size[1], "w")
    return None


@bind("torchvision.transforms.Resize", "torchvision.transforms.Scale")
def resize(at: At, size: Any, interpolation: Any = None, max_size: Any = None, antialias: Any = True) -> Any:
    pair = two(at, size)

    def change(height: Any, width: Any) -> tuple[Any, Any]:
        if pair is not None:
            return pair
        side = at.m.size(size[0] if isinstance(size, (tuple, List)) and size else size, "h")
        if height == width:
            return side, side  # the shorter edge becomes `size`, the other keeps the ratio
        fresh = at.m.names.fresh
        return fresh("h"), fresh("w")

    return transform(at, lambda here, value: resized(here, value, change))


@bind(
    "torchvision.transforms.CenterCrop",
    "torchvision.transforms.RandomCrop",
    "torchvision.transforms.RandomResizedCrop",
    "torchvision.transforms.RandomSizedCrop",
)
def crop(at: At, size: Any, *args: Any, **kwargs: Any) -> Any:
    pair = two(at, size)
    if pair is None:
        side = at.m.size(size[0] if isinstance(size, (tuple, List)) and size else size, "h")
        pair = (side, side)
    return transform(at, lambda here, value: resized(here, value, lambda h, w: pair))


@bind("torchvision.transforms.Pad")
def pad(at: At, padding: Any, fill: Any = 0, padding_mode: Any = "constant") -> Any:
    if isinstance(padding, int):
        return transform(
            at, lambda here, value: resized(here, value, lambda h, w: (h + 2 * padding, w + 2 * padding))
        )
    fresh = at.m.names.fresh
    return transform(at, lambda here, value: resized(here, value, lambda h, w: (fresh("h"), fresh("w"))))


@bind("torchvision.transforms.Grayscale")
def grayscale(at: At, num_output_channels: Any = 1) -> Any:
    def apply(here: At, value: Any) -> Any:
        if isinstance(value, Thing) and value.kind == "image":
            return Thing("image", value.name, here.span, **{**value.facts, "channels": num_output_channels})
        if isinstance(value, Value) and value.shape is not None and len(value.shape) == 3:
            return Value(
                (here.m.size(num_output_channels, "c"), *value.shape[1:]), value.dtype, span=here.span
            )
        return value

    return transform(at, apply)


@bind("torchvision.transforms.ToTensor", "torchvision.transforms.PILToTensor")
def to_tensor(at: At) -> Any:
    return transform(
        at, lambda here, value: tensor_of(here, value, "uint8" if at.label == "PILToTensor" else "float32")
    )


@bind("torchvision.transforms.functional.to_tensor", "torchvision.transforms.functional.pil_to_tensor")
def functional_to_tensor(at: At, pic: Any) -> Any:
    return tensor_of(at, pic, "float32")


def tensor_of(at: At, value: Any, dtype: str) -> Any:
    """(c, h, w) of a PIL image; arrays come as (h, w, c)."""
    if isinstance(value, Thing) and value.kind == "image":
        facts = value.facts
        made = Value(
            (facts["channels"], facts["height"], facts["width"]), dtype, span=at.span, origin="dataset"
        )
        made.facts["range"] = (0, 1) if dtype == "float32" else (0, 255)
        return made
    if isinstance(value, Value) and value.shape is not None and len(value.shape) in (2, 3):
        shape = value.shape if len(value.shape) == 3 else (*value.shape, 1)
        return Value((shape[2], shape[0], shape[1]), dtype, span=at.span, origin="dataset")
    return Value(None, dtype, span=at.span)


@bind(*(f"torchvision.transforms.{n}" for n in SAME))
def same(at: At, *args: Any, **kwargs: Any) -> Any:
    return transform(at, lambda here, value: value)


@bind("torchvision.transforms.Lambda")
def lambda_(at: At, lambd: Any, *types: Any) -> Any:
    return transform(at, lambda here, value: call_value(here.m, lambd, [value], {}, here.span))


@bind("torchvision.transforms.Compose", "torch.nn.Sequential.transforms")
def compose(at: At, transforms: Any) -> Any:
    steps = items_of(at.m, transforms)

    def apply(here: At, value: Any) -> Any:
        if steps is None:
            return Unknown("transforms that are not known")
        for step in steps:
            value = call_value(here.m, step, [value], {}, here.span)
        return value

    return transform(at, apply, steps=steps, transforms=List(steps or ()))
