"""The images that a published network takes: its usual size, and the least it can do with."""

from __future__ import annotations

from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def image_shape(
    at: At, stated: Any, usual: Any, least: Any, last: bool, fixed: bool, weights: Any
) -> tuple[Any, ...] | Unknown:
    """(height, width, channels), None where any size goes; what Keras refuses is reported.

    `fixed`: the network ends in a classifier, for which Keras wants a size.
    """
    if stated is None:
        return placed((usual, usual) if fixed else (None, None), 3, last)
    if not isinstance(stated, (tuple, List)) or getattr(stated, "open", False):
        return Unknown("the shape of the images")
    if len(stated) != 3:
        text = "`input_shape` is (height, width, channels), without the batch"
        at.fault(f"`{at.label}`: {text}, got {len(stated)} sizes", "input_shape")
        return Unknown("the shape of the images")
    sides, depth = (stated[:2], stated[2]) if last else (stated[1:], stated[0])
    shown = "(" + ", ".join(map(str, stated)) + ")"
    if weights == "imagenet":
        if (
            fixed
            and is_size(usual)
            and all(map(is_int, stated))
            and tuple(stated) != placed((usual,) * 2, 3, last)
        ):
            text = (
                f"with `include_top=True` the trained weights are for {usual} x {usual} images of 3 channels"
            )
            at.fault(f"`{at.label}`: {text}, not {shown}", "input_shape", "say `include_top=False`")
        elif is_int(depth) and depth != 3:
            text = f"the trained weights are for 3 channels, not {depth}"
            at.fault(
                f"`{at.label}`: {text}",
                "input_shape",
                "repeat the channel three times, or say `weights=None`",
            )
    if is_int(least) and any(is_int(s) and s < least for s in sides):
        text = f"images must be at least {least} x {least}, got {shown}"
        at.fault(f"`{at.label}`: {text}", "input_shape", f"resize the images to {least} x {least} or more")
        return placed((least, least), depth, last)
    if fixed and any(s is None for s in stated):
        at.fault(
            f"`{at.label}` with `include_top=True` needs images of a fixed size, got {shown}", "input_shape"
        )
    return tuple(stated)


def is_int(value: Any) -> bool:
    """Whether a size is a plain number."""
    return isinstance(value, int) and not isinstance(value, bool)


def placed(sides: tuple[Any, ...], depth: Any, last: bool) -> tuple[Any, ...]:
    """Sides and channels in the order of the data format."""
    return (*sides, depth) if last else (depth, *sides)
