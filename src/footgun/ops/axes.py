"""Axes as users write them: negative ones count from the end, and some do not exist."""

from __future__ import annotations

from footgun.ops.base import Check
from footgun.sizes import Shape, Size, broadcast


def normal_axis(check: Check, axis: Size, rank: int, argument: str = "dim") -> int | None:
    """The axis counted from 0, or None: out of range (an `argument` fault) or not known.

    A scalar has one axis here, as in torch: callers treat rank 0 on their own.
    """
    if not isinstance(axis, int):
        return None
    room = max(rank, 1)
    if -room <= axis < room:
        return axis % room
    check.fail(
        "argument",
        got=axis,
        argument=argument,
        detail=f"axis {axis} is out of range for a tensor of {rank} dimension{'s' if rank != 1 else ''}",
    )
    return None


def normal_axes(check: Check, axes: tuple[Size, ...], rank: int, argument: str = "dim") -> list[int] | None:
    """Several axes counted from 0; None when one is out of range, named twice or not known."""
    found = [normal_axis(check, axis, rank, argument) for axis in axes]
    known = [axis for axis in found if axis is not None]
    if len(set(known)) < len(known):
        check.fail("argument", argument=argument, detail="an axis is named twice")
        return None
    return known if len(known) == len(found) else None


def replaced(shape: Shape, axis: int, *sizes: Size) -> Shape:
    """The shape with the size at `axis` replaced by none, one or more others."""
    return (*shape[:axis], *sizes, *shape[axis + 1 :])


def fresh_shape(check: Check, rank: int) -> Shape:
    """A shape of which only the rank is known."""
    return tuple(check.fresh() for _ in range(rank))


def broadcast_all(check: Check, *shapes: Shape | None) -> Shape | None:
    """The shape that all broadcast to; after a `broadcast` fault the first input's size stands."""
    known = [shape for shape in shapes if shape is not None]
    if not known or len(known) < len(shapes):
        return None
    result = known[0]
    for shape in known[1:]:
        merged, conflict = broadcast(result, shape, check.names)
        if conflict is not None:
            axis = len(merged) - conflict.axis_from_right
            check.fail("broadcast", expected=result, got=shape, axis=axis)
            merged = _mended(result, shape, merged)
        result = merged
    return result


def _mended(a: Shape, b: Shape, merged: Shape) -> Shape:
    """`merged` with the first input's size where only a fresh name was left."""
    sizes = list(merged)
    for back in range(1, min(len(a), len(b)) + 1):
        if sizes[-back] != a[-back] and sizes[-back] != b[-back]:
            sizes[-back] = a[-back]
    return tuple(sizes)
