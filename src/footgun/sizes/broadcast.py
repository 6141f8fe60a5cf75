"""The shape two shapes broadcast to, and the first axis that proves they cannot.

The answer assumes the program runs: a known size above 1 against an unknown one wins, because the unknown one
must be that size or 1.
"""

from __future__ import annotations

from footgun.records import NamedTuple
from footgun.sizes.expr import Shape, Size
from footgun.sizes.names import Names
from footgun.sizes.relate import bounds, same
from footgun.sizes.show import show


class Conflict(NamedTuple):
    """Two sizes that differ where neither is 1; `axis_from_right` is 1 for the last axis."""

    axis_from_right: int
    left: Size
    right: Size


def broadcast(a: Shape, b: Shape, names: Names) -> tuple[Shape, Conflict | None]:
    """(shape, conflict): the broadcast shape, and the first proven conflict counted from the right."""
    if a == b:
        return a, None
    longer = a if len(a) >= len(b) else b
    sizes: list[Size] = []
    conflict: Conflict | None = None
    for axis in range(1, min(len(a), len(b)) + 1):
        size = _one_axis(a[-axis], b[-axis], names)
        if size is None:
            conflict = conflict or Conflict(axis, a[-axis], b[-axis])
            size = names.fresh("s", 0)
        sizes.append(size)
    return longer[: len(longer) - len(sizes)] + tuple(reversed(sizes)), conflict


def _one_axis(x: Size, y: Size, names: Names) -> Size | None:
    """The broadcast size, a fresh name when it depends, None when the two can never go together."""
    if x == y or y == 1:
        return x
    if x == 1:
        return y
    x_above, y_above = same(x, 1) is False, same(y, 1) is False
    if x_above and y_above and same(x, y) is False:
        return None
    # What is certainly not 1 is the result, and of two such a plain number says more.
    if x_above and (isinstance(x, int) or not isinstance(y, int)):
        return x
    if y_above:
        return y
    return _either(x, y, names)


def _either(x: Size, y: Size, names: Names) -> Size:
    (x_low, x_high), (y_low, y_high) = bounds(x), bounds(y)
    lows = (x_low or 0, y_low or 0)
    low = max(lows) if min(lows) >= 1 else 0
    high = None if x_high is None or y_high is None else max(x_high, y_high)
    text = show(x)
    return names.fresh(text if text.isidentifier() else "s", low, high)
