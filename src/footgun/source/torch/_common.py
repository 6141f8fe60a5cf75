"""What the bindings of torch share: paddings, dimensions, the arguments as given."""

from __future__ import annotations

from footgun.sizes import Size
from footgun.source.given import Gap
from footgun.source.values import List, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def spatial_of(label: str) -> int:
    """The digit of `Conv2d`, `max_pool2d`, `AdaptiveAvgPool2d`."""
    return next(int(c) for c in reversed(label) if c in "123")


def pads(at: At, value: Any, count: int) -> Any:
    """Torch's padding as (before, after) per dimension, or its word."""
    if isinstance(value, str):
        return value
    return tuple((p, p) for p in at.sizes(value, count, "p", 0))


def given(names: dict[str, Any]) -> dict[str, Any]:
    """A handler's `locals()` as settings: the library's arguments by name."""
    return {k: v for k, v in names.items() if k not in ("at", "n", "op")}


def axis_of(value: Any) -> int | None:
    """A known axis."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def axes_of(value: Any) -> tuple[int, ...] | None:
    """One or several known axes; None for all or unknown."""
    if isinstance(value, (tuple, List)) and value and all(isinstance(v, int) for v in value):
        return tuple(value)
    axis = axis_of(value)
    return None if axis is None else (axis,)


MOST_AXES = 64  # that a tensor may have


def shape_args(at: At, args: tuple[Any, ...]) -> tuple[Size, ...] | None:
    """Sizes given one by one or as one tuple, `view(2, -1)`; None if their number is unknown."""
    if len(args) == 1 and isinstance(args[0], (tuple, List)):
        if getattr(args[0], "open", False):
            return None
        args = tuple(args[0])
    elif len(args) == 1 and not is_size(args[0]):
        return None  # it may as well be a tuple
    if len(args) > MOST_AXES or any(isinstance(a, Gap) for a in args):
        return None  # `view(1, *shape)` of so many sizes as nobody knows
    return tuple(a if is_size(a) else at.m.names.fresh("s") for a in args)
