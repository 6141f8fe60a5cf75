"""torchvision.transforms.functional, torchvision.io and utils: the steps as plain functions."""

from __future__ import annotations

from footgun.source.bindings import bind
from footgun.source.torchvision.transforms import PLACE, resized, shorter_edge, side_of, two, unsized
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

F = f"{PLACE}.functional"
SAME = (
    "hflip", "vflip", "horizontal_flip", "vertical_flip", "adjust_brightness", "adjust_contrast",
    "adjust_hue", "adjust_saturation", "adjust_gamma", "adjust_sharpness", "gaussian_blur", "invert",
    "equalize", "autocontrast", "posterize", "solarize", "affine", "perspective",
    "erase", "elastic_transform", "gaussian_noise",
)  # fmt: skip


@bind(*(f"{F}.{name}" for name in SAME))
def same(at: At, img: Any, *args: Any, **more: Any) -> Any:
    return img


@bind(f"{F}.resize")
def resize(
    at: At, img: Any, size: Any, interpolation: Any = None, max_size: Any = None, antialias: Any = True
) -> Any:
    pair = two(at, size)
    if pair is not None:
        return resized(at, img, lambda h, w: pair)
    return resized(at, img, shorter_edge(at, size, max_size), certain=False, side=at.span)


@bind(f"{F}.center_crop")
def center_crop(at: At, img: Any, output_size: Any) -> Any:
    pair = two(at, output_size) or (side_of(at, output_size),) * 2
    return resized(at, img, lambda h, w: pair)


@bind(f"{F}.crop")
def crop(at: At, img: Any, top: Any, left: Any, height: Any, width: Any) -> Any:
    pair = (at.m.size(height, "h"), at.m.size(width, "w"))
    return resized(at, img, lambda h, w: pair)


@bind(f"{F}.resized_crop")
def resized_crop(
    at: At,
    img: Any,
    top: Any,
    left: Any,
    height: Any,
    width: Any,
    size: Any,
    interpolation: Any = None,
    antialias: Any = True,
) -> Any:
    pair = two(at, size) or (side_of(at, size),) * 2
    return resized(at, img, lambda h, w: pair)


@bind(f"{F}.rotate", f"{F}.pad")
def moved(at: At, img: Any, *args: Any, expand: Any = False, **more: Any) -> Any:
    rotated = at.label == "rotate" and expand is False and len(args) < 3
    return img if rotated else unsized(at, img)


@bind(f"{F}.get_image_size", f"{F}.get_dimensions", f"{F}.get_image_num_channels")
def asked(at: At, img: Any) -> Any:
    return Unknown("the size of an image")


@bind("torchvision.utils.save_image", "torchvision.io.write_png", "torchvision.io.write_jpeg")
def save_image(at: At, *args: Any, **more: Any) -> None:
    return None


@bind("torchvision.utils.make_grid")
def make_grid(at: At, *args: Any, **more: Any) -> Any:
    fresh = at.m.names.fresh
    return at.value((3, fresh("h"), fresh("w")), "float32", "")


@bind("torchvision.io.read_image", "torchvision.io.decode_image")
def read_image(at: At, input: Any = None, *args: Any, **more: Any) -> Any:
    fresh = at.m.names.fresh
    made = at.value((fresh("c"), fresh("h"), fresh("w")), "uint8", "")
    made.facts["range"] = (0, 255)
    return made
