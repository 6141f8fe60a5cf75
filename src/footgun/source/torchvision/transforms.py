"""torchvision.transforms, both generations: what each step makes of an image's size and type.

A PIL image becomes a tensor once in a chain; steps before it and after it differ in what they take.
"""

from __future__ import annotations

from collections.abc import Callable

from footgun.network import Value
from footgun.source.bindings import SIGNATURES, bind, bind_texts
from footgun.source.images._picture import image, is_image
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.loops import pipeline_of
from footgun.source.values import List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from footgun.source.bindings import Handler
    from footgun.source.callsite import At

PLACE = "torchvision.transforms"
P = "p=0.5"
FILL = "interpolation=nearest fill=None"
# Steps that leave size and type as they are.
SAME = {
    "RandomHorizontalFlip": P,
    "RandomVerticalFlip": P,
    "ColorJitter": "brightness=0 contrast=0 saturation=0 hue=0",
    "RandomAffine": "degrees translate=None scale=None shear=None interpolation=nearest fill=0 center=None",
    "GaussianBlur": "kernel_size sigma=(0.1,2.0)",
    "GaussianNoise": "mean=0.0 sigma=0.1 clip=True",
    "RandomInvert": P,
    "RandomPerspective": "distortion_scale=0.5 p=0.5 interpolation=bilinear fill=0",
    "RandomErasing": "p=0.5 scale=(0.02,0.33) ratio=(0.3,3.3) value=0 inplace=False",
    "RandomAdjustSharpness": "sharpness_factor p=0.5",
    "RandomAutocontrast": P,
    "RandomEqualize": P,
    "RandomPosterize": "bits p=0.5",
    "RandomSolarize": "threshold p=0.5",
    "AutoAugment": "policy=imagenet interpolation=nearest fill=None",
    "RandAugment": f"num_ops=2 magnitude=9 num_magnitude_bins=31 {FILL}",
    "TrivialAugmentWide": f"num_magnitude_bins=31 {FILL}",
    "AugMix": "severity=3 mixture_width=3 chain_depth=-1 alpha=1.0 all_ops=True"
    " interpolation=bilinear fill=None",
    "RandomGrayscale": "p=0.1",
    "ElasticTransform": "alpha=50.0 sigma=5.0 interpolation=bilinear fill=0",
    "LinearTransformation": "transformation_matrix mean_vector",
    "ToPureTensor": "",
    "Identity": "",
    "RandomPhotometricDistort": "brightness=() contrast=() saturation=() hue=() p=0.5",
    "RandomChannelPermutation": "",
    "JPEG": "quality",
    "ClampBoundingBoxes": "clamping_mode=auto",
    "SanitizeBoundingBoxes": "min_size=1.0 min_area=1.0 labels_getter=default",
    "SanitizeKeyPoints": "labels_getter=None",
    "ClampKeyPoints": "",
    "SetClampingMode": "clamping_mode",
    "ConvertBoundingBoxFormat": "format",
}
Resizer: TypeAlias = "Callable[[Any, Any], tuple[Any, Any]]"


def transform(at: At, apply: Callable[[At, Any], Any], **facts: Any) -> Thing:
    """A transform object: calling it applies it to its first argument."""
    return Thing(
        "transform", at.name, at.span, call=lambda here, *args, **more: applied(here, apply, args), **facts
    )


def applied(here: At, apply: Callable[[At, Any], Any], args: tuple[Any, ...]) -> Any:
    """Transforms of the second generation take several things at once, and nests of them."""
    if len(args) > 1:
        return tuple(applied(here, apply, (arg,)) for arg in args)
    value = args[0] if args else Unknown("no image")
    if isinstance(value, tuple):
        return tuple(applied(here, apply, (part,)) for part in value)
    return apply(here, value)


def chosen(handler: Handler, args: tuple[Any, ...], named: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a handler whose parameters are written as text."""
    return {**dict(zip(SIGNATURES[handler].positional, args, strict=False)), **named}


def make_same(name: str) -> Handler:
    """The handler of a step that keeps size and type."""

    def same(at: At, *args: Any, **named: Any) -> Any:
        return transform(at, lambda here, value: value)

    return same


bind_texts(SAME, make_same, PLACE)


def resized(at: At, value: Any, change: Resizer, certain: bool = True, side: Any = None) -> Any:
    """Give an image or tensor another height and width.

    `certain` where all images then have one size, `side` is the place of what only sets their shorter side.
    """
    varied = value.facts.get("varied") if isinstance(value, (Thing, Value)) and not certain else False
    varied = side if side is not None and varied == "files" else varied
    if is_image(value):
        height, width = change(value.facts["height"], value.facts["width"])
        return image(at, height, width, value.facts["channels"], varied)
    if (
        isinstance(value, Value)
        and value.shape is not None
        and len(value.shape) >= 2
        and "array" not in value.facts
    ):
        height, width = change(value.shape[-2], value.shape[-1])
        made = Value((*value.shape[:-2], height, width), value.dtype, span=at.span, origin=value.origin)
        made.facts.update({k: v for k, v in value.facts.items() if k == "range"})
        if varied:
            made.facts["varied"] = varied
        return made
    return value


def two(at: At, size: Any) -> tuple[Any, Any] | None:
    """`(h, w)` of a size given as a pair."""
    if isinstance(size, (tuple, List)) and len(size) == 2:
        return at.m.size(size[0], "h"), at.m.size(size[1], "w")
    return None


def side_of(at: At, size: Any) -> Any:
    """The one number of a size given as `32` or `[32]`."""
    return at.m.size(size[0] if isinstance(size, (tuple, List)) and size else size, "h")


def shorter_edge(at: At, size: Any, max_size: Any = None) -> Resizer:
    """`Resize(256)`: the shorter edge becomes 256, the other keeps the ratio."""

    def change(height: Any, width: Any) -> tuple[Any, Any]:
        side = side_of(at, size)
        if height == width and max_size is None:
            return side, side
        if all(isinstance(edge, int) for edge in (height, width, side)) and max_size is None:
            longer = int(side * max(height, width) / min(height, width))
            return (side, longer) if height < width else (longer, side)
        return at.m.names.fresh("h"), at.m.names.fresh("w")

    return change


@bind(f"{PLACE}.Resize", f"{PLACE}.Scale")
def resize(at: At, size: Any, interpolation: Any = None, max_size: Any = None, antialias: Any = True) -> Any:
    pair = two(at, size)
    told = plain_sizes(size)
    if pair is not None:
        return transform(at, lambda here, value: resized(here, value, lambda h, w: pair), sizes=told)
    change = shorter_edge(at, size, max_size)
    return transform(
        at, lambda here, value: resized(here, value, change, certain=False, side=at.span), sizes=told
    )


def plain_sizes(value: Any) -> tuple[int, ...] | None:
    """A number, or several, that a transform is given; None where one is not known."""
    parts = tuple(value) if isinstance(value, (tuple, List)) else (value,)
    return parts if all(isinstance(part, int) for part in parts) else None


CROPS = {
    "CenterCrop": "size",
    "RandomCrop": "size padding=None pad_if_needed=False fill=0 padding_mode=constant",
    "RandomResizedCrop": "size scale=() ratio=() interpolation=bilinear antialias=True",
    "RandomSizedCrop": "size scale=() ratio=() interpolation=bilinear antialias=True",
    "FiveCrop": "size",
    "TenCrop": "size vertical_flip=False",
}


def make_crop(name: str) -> Handler:
    """The handler of a step that cuts images of one size."""

    def crop(at: At, *args: Any, **named: Any) -> Any:
        given = chosen(crop, args, named)
        pair = two(at, given["size"]) or (side_of(at, given["size"]),) * 2
        count = {"FiveCrop": 5, "TenCrop": 10}.get(name)

        def apply(here: At, value: Any) -> Any:
            if (
                name == "RandomCrop"
                and given.get("padding") is None
                and given.get("pad_if_needed") is not True
            ):
                too_small(at, value, pair)
            made = resized(here, value, lambda h, w: pair)
            return made if count is None else (made,) * count

        return transform(at, apply, sizes=plain_sizes(given["size"]))

    return crop


bind_texts(CROPS, make_crop, PLACE)


def too_small(at: At, value: Any, pair: tuple[Any, Any]) -> None:
    """A random crop larger than the image raises."""
    if is_image(value):
        edges = (value.facts["height"], value.facts["width"])
    elif isinstance(value, Value) and value.shape is not None and len(value.shape) >= 2:
        edges = (value.shape[-2], value.shape[-1])
    else:
        return
    if all(isinstance(n, int) for n in (*edges, *pair)) and (edges[0] < pair[0] or edges[1] < pair[1]):
        message = f"`RandomCrop` of {pair[0]} x {pair[1]} from an image of {edges[0]} x {edges[1]}"
        at.fault(message, help="resize before, or give `pad_if_needed=True`")


@bind(f"{PLACE}.Pad")
def pad(at: At, padding: Any, fill: Any = 0, padding_mode: Any = "constant") -> Any:
    parts = list(padding) if isinstance(padding, (tuple, List)) else [padding]
    parts = {1: parts * 4, 2: parts * 2, 4: parts}.get(len(parts), [])
    if not parts or not all(isinstance(p, int) for p in parts):
        fresh = at.m.names.fresh
        return transform(at, lambda here, value: resized(here, value, lambda h, w: (fresh("h"), fresh("w"))))
    left, top, right, bottom = parts

    def change(h: Any, w: Any) -> tuple[Any, Any]:
        return h + top + bottom, w + left + right

    return transform(at, lambda here, value: resized(here, value, change, certain=False))


@bind(f"{PLACE}.RandomRotation")
def rotation(
    at: At, degrees: Any, interpolation: Any = None, expand: Any = False, center: Any = None, fill: Any = 0
) -> Any:
    return transform(
        at, lambda here, value: value if expand is False else unsized(here, value), sizes=plain_sizes(degrees)
    )


def unsized(at: At, value: Any) -> Any:
    """An image whose size is drawn by chance."""
    fresh = at.m.names.fresh
    return resized(at, value, lambda h, w: (fresh("h"), fresh("w")))


UNSIZED = {
    "RandomResize": "min_size max_size interpolation=bilinear antialias=True",
    "RandomShortestSize": "min_size max_size=None interpolation=bilinear antialias=True",
    "ScaleJitter": "target_size scale_range=(0.1,2.0) interpolation=bilinear antialias=True",
    "RandomZoomOut": "fill=0 side_range=(1.0,4.0) p=0.5",
    "RandomIoUCrop": "min_scale=0.3 max_scale=1.0 min_aspect_ratio=0.5 max_aspect_ratio=2.0"
    " sampler_options=None trials=40",
}


def make_unsized(name: str) -> Handler:
    """The handler of a step after which the size is not known."""

    def any_size(at: At, *args: Any, **named: Any) -> Any:
        return transform(at, unsized)

    return any_size


bind_texts(UNSIZED, make_unsized, PLACE)


@bind(f"{PLACE}.Lambda")
def lambda_(at: At, lambd: Any, *types: Any) -> Any:
    return transform(at, lambda here, value: call_value(here.m, lambd, [value], {}, here.span))


@bind(f"{PLACE}.Compose", f"{PLACE}.RandomOrder", "torch.nn.Sequential.transforms")
def compose(at: At, transforms: Any) -> Any:
    steps = items_of(at.m, transforms)

    def apply(here: At, *args: Any, **more: Any) -> Any:
        if steps is None:
            return Unknown("transforms that are not known")
        for step in steps:
            made = call_value(here.m, step, list(args), {}, here.span)
            args = made if len(args) > 1 and isinstance(made, tuple) else (made,)
        return args if len(args) > 1 else args[0] if args else Unknown("no image")

    made = Thing("transform", at.name, at.span, call=apply, steps=steps, transforms=List(steps or ()))
    if steps is not None and at.label == "Compose":
        at.m.program.pipelines.append(pipeline_of(made, at.span))
    return made


@bind(f"{PLACE}.RandomApply", f"{PLACE}.RandomChoice")
def random_apply(at: At, transforms: Any, p: Any = None) -> Any:
    """Some of the steps, or none."""
    steps = items_of(at.m, transforms)

    def apply(here: At, value: Any) -> Any:
        from footgun.source.interpret.join import join

        if steps is None:
            return Unknown("transforms that are not known")
        chain = value
        made = [] if at.label == "RandomChoice" else [value]
        for step in steps:
            chain = call_value(here.m, step, [value if at.label == "RandomChoice" else chain], {}, here.span)
            if at.label == "RandomChoice":
                made.append(chain)
        if at.label == "RandomApply":
            made.append(chain)
        found = made[0] if made else value
        for other in made[1:]:
            found = found if alike(found, other) else join(here.m, found, other)
        return found

    return transform(at, apply)


def alike(a: Any, b: Any) -> bool:
    """Whether two images or tensors are of one size and type."""
    if is_image(a) and is_image(b):
        return bool(a.facts == b.facts)
    return isinstance(a, Value) and isinstance(b, Value) and (a.shape, a.dtype) == (b.shape, b.dtype)
