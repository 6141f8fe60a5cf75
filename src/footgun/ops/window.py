"""Sliding windows: how many fit on an axis, for convolutions and pools of both frameworks.

An extent is exact for numbers and names alike; a window larger than its padded map is a `window` fault.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check
from footgun.sizes import Shape, Size, at_least, bounds, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias, TypeVar

    T = TypeVar("T")

# (before, after) for each spatial axis, or "same" / "valid" / "causal".
Pads: TypeAlias = "tuple[tuple[Size, Size], ...] | str"

# What the spatial axes of a map are called, by how many there are.
AXES = {1: ("t",), 2: ("h", "w"), 3: ("d", "h", "w")}


def axis_names(spatial: int) -> tuple[str, ...]:
    """Names for the spatial axes: h and w for an image."""
    return AXES.get(spatial) or tuple(f"x{i + 1}" for i in range(spatial))


def effective(kernel: Size, dilation: Size) -> Size:
    """The stretch a dilated window covers."""
    return dilation * (kernel - 1) + 1


def ceil_divide(a: Size, b: Size) -> Size:
    """The quotient a / b, rounded up."""
    return -(-a // b)


def larger(check: Check, a: Size, b: Size) -> Size:
    """The larger size; a fresh name where it depends."""
    answer = at_least(a, b)
    if answer is None:
        return check.fresh("s")
    return a if answer else b


def share(whole: Size, parts: Size) -> Size:
    """The part whole / parts; all of it for a number of parts that no constructor accepts."""
    return whole if at_least(parts, 1) is False else whole // parts


def windows(
    check: Check,
    size: Size,
    axis: int,
    hint: str,
    kernel: Size,
    stride: Size,
    padding: tuple[Size, Size] | str,
    dilation: Size = 1,
    ceil: bool = False,
) -> Size:
    """How many windows fit on one axis; records a `window` fault when none does."""
    if at_least(stride, 1) is False:
        return check.fresh(hint)
    if padding in ("same", "causal"):
        return ceil_divide(size, stride)
    before, after = (0, 0) if isinstance(padding, str) else padding
    span = effective(kernel, dilation)
    padded = size + before + after
    # Rounding up lets the last window hang over the end by less than a stride.
    slack = stride - 1 if ceil else 0
    if at_least(padded + slack, span) is False:
        check.fail("window", expected=span, got=padded, axis=axis)
        return repaired(check, size, hint, stride)
    if not ceil:
        return (padded - span) // stride + 1
    # The last window must start inside the map or its left padding. That rule bites exactly where the window
    # without its right padding is shorter than a stride, whatever the map.
    overhang = larger(check, span - after, stride)
    return ceil_divide(size + before + stride - overhang, stride)


def square(out: Shape, *settings: Sequence[Any]) -> Shape:
    """Axes with the same size and window give the same size, also where a repair had to name it."""
    keys = list(zip(*settings, strict=True))
    return tuple(out[keys.index(key)] for key in keys)


def repaired(check: Check, size: Size, hint: str, stride: Size) -> Size:
    """The output size after a window fault: unknown, at most what a padded map would give."""
    high = None if at_least(stride, 1) is False else bounds(ceil_divide(size, stride))[1]
    if high is not None and high <= 1:
        return 1
    return check.fresh(hint, 1, high)


def spread(
    check: Check,
    size: Size,
    axis: int,
    kernel: Size,
    stride: Size,
    padding: tuple[Size, Size] | str,
    extra: Size | None,
    dilation: Size = 1,
) -> Size:
    """The size after a transposed convolution; `extra` is the output padding, None where Keras chooses it."""
    span = effective(kernel, dilation)
    if padding == "same":
        return size * stride if extra is None else (size - 1) * stride + span % 2 + extra
    if isinstance(padding, str):
        return (size - 1) * stride + (larger(check, span, stride) if extra is None else span + extra)
    whole = (size - 1) * stride + span + (extra or 0)
    cropped = whole - padding[0] - padding[1]
    if at_least(cropped, 1) is False:
        check.fail("window", expected=padding[0] + padding[1] + 1, got=whole, axis=axis, detail="transposed")
        return 1
    return cropped


def pads_of(padding: Pads, spatial: int) -> list[tuple[Size, Size] | str]:
    """The padding of each axis."""
    return [padding] * spatial if isinstance(padding, str) else each(padding, spatial)


def each(values: tuple[T, ...], spatial: int) -> list[T]:
    """One value for each axis, also where too few or too many were given."""
    return [values[min(i, len(values) - 1)] for i in range(spatial)] if values else []


def counted(check: Check, argument: str, values: tuple[Any, ...], spatial: int, exact: bool) -> None:
    """Record an `argument` fault for a tuple of the wrong length; if not `exact`, one number will do."""
    if len(values) != spatial and (exact or len(values) != 1):
        detail = f"`{argument}` needs {spatial} number{'s' if spatial > 1 else ''}, got {len(values)}"
        check.fail("argument", argument=argument, expected=spatial, got=len(values), detail=detail)


def batched_shape(shape: Shape, spatial: int, last: bool) -> tuple[Shape, Size, Shape]:
    """(leading, channels, spatial) of a map with or without a batch axis."""
    if last:
        return shape[: -spatial - 1], shape[-1], shape[-spatial - 1 : -1]
    return shape[: -spatial - 1], shape[-spatial - 1], shape[-spatial:]


def map_shape(lead: Shape, channels: Size, space: Shape, last: bool) -> Shape:
    """The inverse of `batched_shape`."""
    return (*lead, *space, channels) if last else (*lead, channels, *space)


def positive(check: Check, argument: str, sizes: tuple[Size, ...] | Size, low: int = 1) -> None:
    """Record an `argument` fault where a setting is certainly below `low`."""
    values = sizes if isinstance(sizes, tuple) else (sizes,)
    if any(at_least(v, low) is False for v in values):
        shown = plain(sizes)
        detail = f"`{argument}` must be {'positive' if low == 1 else '0 or more'}, got {shown}"
        check.fail("argument", argument=argument, got=shown, detail=detail)


def plain(sizes: tuple[Size, ...] | Size) -> str:
    """A setting as its user may have written it: `3` for (3, 3)."""
    if not isinstance(sizes, tuple):
        return str(sizes)
    if len(set(sizes)) == 1:
        return str(sizes[0])
    return f"({', '.join(map(str, sizes))})"


def differs(sizes: tuple[Size, ...], value: int) -> bool:
    """Whether some size is certainly not `value`."""
    return any(same(size, value) is False for size in sizes)


def alike(a: Shape, b: Shape) -> bool:
    """Whether two shapes may be the same."""
    return len(a) == len(b) and all(same(x, y) is not False for x, y in zip(a, b, strict=True))
