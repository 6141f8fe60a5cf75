"""PIL: pictures that are opened, converted and resized."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.images._picture import CHANNELS, image, is_image
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

SAME = ("copy", "filter", "rotate", "point", "transform", "quantize", "effect_spread")


@bind("PIL.Image.open")
def open_(at: At, fp: Any, mode: Any = "r", formats: Any = None) -> Any:
    return image(at, varied=False if isinstance(fp, str) else "files")


@bind("PIL.Image.new")
def new(at: At, mode: Any, size: Any, color: Any = 0) -> Any:
    width, height = size if isinstance(size, (tuple, List)) and len(size) == 2 else (None, None)
    return image(at, height, width, CHANNELS.get(mode) if isinstance(mode, str) else None)


@bind("PIL.Image.fromarray")
def fromarray(at: At, obj: Any, mode: Any = None) -> Any:
    shape = obj.shape if isinstance(obj, Value) else None
    if shape is None or len(shape) not in (2, 3):
        return image(at)
    return image(at, shape[0], shape[1], shape[2] if len(shape) == 3 else 1)


@bind("PIL.Image.Image.convert")
def convert(at: At, self: Any, mode: Any = None, *rest: Any, **more: Any) -> Any:
    channels = CHANNELS.get(mode) if isinstance(mode, str) else None
    return image(at, **{**kept(known(self)), "channels": channels})


@bind("PIL.Image.Image.resize")
def resize(at: At, self: Any, size: Any, *rest: Any, **more: Any) -> Any:
    if not isinstance(size, (tuple, List)) or len(size) != 2:
        return image(at, channels=known(self).get("channels"))
    width, height = size
    return image(at, at.m.size(height, "h"), at.m.size(width, "w"), known(self).get("channels"))


@bind("PIL.Image.Image.crop", "PIL.Image.Image.thumbnail")
def crop(at: At, self: Any, *args: Any, **more: Any) -> Any:
    box = args[0] if args else more.get("box")
    edges = list(box) if at.label == "crop" and isinstance(box, (tuple, List)) else []
    if len(edges) == 4 and all(isinstance(edge, int) for edge in edges):
        return image(at, edges[3] - edges[1], edges[2] - edges[0], known(self).get("channels"))
    return image(at, channels=known(self).get("channels"))


@bind(*(f"PIL.Image.Image.{name}" for name in SAME))
def same(at: At, self: Any, *args: Any, **more: Any) -> Any:
    return (
        image(at, **kept(known(self)))
        if at.label in ("copy", "filter", "point")
        else image(at, channels=known(self).get("channels"))
    )


@bind("PIL.ImageOps.mirror", "PIL.ImageOps.flip", "PIL.ImageOps.invert", "PIL.ImageOps.equalize")
def operated(at: At, image: Any, *args: Any, **more: Any) -> Any:
    return image


def kept(facts: dict[str, Any]) -> dict[str, Any]:
    """Those that a new picture takes over."""
    return {k: v for k, v in facts.items() if k in ("height", "width", "channels", "varied")}


def known(picture: Any) -> dict[str, Any]:
    """What is known of a picture."""
    return dict(picture.facts) if is_image(picture) else {}


@bind("PIL.Image.Image.size.fget", "PIL.Image.Image.width.fget", "PIL.Image.Image.height.fget")
def size(at: At, self: Any) -> Any:
    facts = known(self)
    if at.label == "size":
        return (facts["width"], facts["height"]) if facts else Unknown("the size of an image")
    return facts.get(at.label, Unknown("the size of an image"))
