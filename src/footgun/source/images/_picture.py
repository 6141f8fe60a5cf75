"""A picture as PIL holds it: height, width, channels; arrays of it have the channels last."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Size
from footgun.source.values import Thing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

CHANNELS = {
    "RGB": 3,
    "L": 1,
    "RGBA": 4,
    "CMYK": 4,
    "YCbCr": 3,
    "HSV": 3,
    "LAB": 3,
    "1": 1,
    "I": 1,
    "F": 1,
    "P": 1,
}


def image(at: At, height: Any = None, width: Any = None, channels: Any = None, varied: Any = False) -> Thing:
    """A PIL image; `varied` where others of the same data set are known to have other sizes.

    It is "files" for pictures of one's own, the place of a step that sets their shorter side alone.
    """
    fresh = at.m.names.fresh
    return Thing(
        "image",
        "PIL.Image.Image",
        at.span,
        height=height if height is not None else fresh("h"),
        width=width if width is not None else fresh("w"),
        channels=channels if channels is not None else fresh("c"),
        varied=varied,
    )


def is_image(value: Any) -> bool:
    """Whether it is a PIL image."""
    return isinstance(value, Thing) and value.kind == "image"


def array_of(at: At, picture: Thing) -> Value:
    """`np.array(image)`."""
    facts = picture.facts
    shape: tuple[Size, ...] = (facts["height"], facts["width"], facts["channels"])
    made = at.value(None if not isinstance(shape[2], int) else shape[:2] if shape[2] == 1 else shape, "uint8")
    made.facts.update({"array": True, "range": (0, 255), "scale": 255})
    if facts.get("varied"):
        made.facts["varied"] = facts["varied"]
    return made
