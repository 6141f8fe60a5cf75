"""`x[...]`: numbers, slices, new axes, `...`, and tensors or masks as indices."""

from __future__ import annotations

from footgun.ops.axes import broadcast_all, normal_axis
from footgun.ops.base import Check, Op
from footgun.sizes import DType, Shape, Size, at_least, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Index(Op):
    """Each kind is one entry between the brackets.

    `("int",)` or `("int", value)`, `("slice", start, stop, step)`, `("none",)`, `("ellipsis",)`,
    `("tensor", shape)` of integers, `("mask", shape)` of booleans. `reverse` (NumPy): steps may be negative.
    """

    affine = moves = True
    kinds: tuple[tuple[Any, ...], ...]
    reverse: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Numbers drop an axis, slices shorten it, tensors replace it."""
        x = inputs[0]
        if x is None or any(kind[0] in ("tensor", "mask") and kind[1] is None for kind in self.kinds):
            return None
        used = sum(_consumes(kind) for kind in self.kinds)
        if used > len(x):
            check.fail("index", expected=x, got=used, detail="too many indices")
            return None
        walk = _Walk(check, x, self.reverse)
        for kind in self.kinds:
            walk.step(kind, len(x) - used)
        return walk.finish()


def _consumes(kind: tuple[Any, ...]) -> int:
    if kind[0] in ("none", "ellipsis"):
        return 0
    return len(kind[1]) if kind[0] == "mask" else 1


class _Walk:
    """Goes through the entries from left to right; indices by tensors are put in at the end."""

    def __init__(self, check: Check, x: Shape, reverse: bool) -> None:
        self.check = check
        self.reverse = reverse
        self.x = x
        self.at = 0
        self.out: list[Size | None] = []  # None: an axis that a tensor indexes
        self.indices: list[Shape] = []
        self.rest = True

    def step(self, kind: tuple[Any, ...], spare: int) -> None:
        """Handle one entry; an ellipsis takes the `spare` axes."""
        match kind[0]:
            case "none":
                self.out.append(1)
            case "ellipsis":
                self._keep(spare if self.rest else 0)
                self.rest = False
            case "int":
                self._select(kind[1] if len(kind) > 1 else None)
            case "tensor" if not kind[1]:
                self._select(None)  # a tensor that holds one number
            case "tensor":
                self.indices.append(kind[1])
                self.out.append(None)
                self.at += 1
            case "mask":
                self._by_mask(kind[1])
            case _:
                self.out.append(self._slice(self.x[self.at], *kind[1:4]))
                self.at += 1

    def finish(self) -> Shape | None:
        """The result, with the axes of all index tensors in one place."""
        self._keep(len(self.x) - self.at)
        if not self.indices:
            return tuple(size for size in self.out if size is not None)
        joint = broadcast_all(self.check, *self.indices)
        if joint is None:
            return None
        places = [i for i, size in enumerate(self.out) if size is None]
        # Next to each other, they stay in place; apart, they go to the front.
        first = places[0] if places[-1] - places[0] == len(places) - 1 else 0
        before = [size for size in self.out[:first] if size is not None]
        after = [size for size in self.out[first:] if size is not None]
        return (*before, *joint, *after)

    def _keep(self, count: int) -> None:
        self.out += self.x[self.at : self.at + count]
        self.at += count

    def _by_mask(self, mask: Shape) -> None:
        for axis, size in enumerate(mask, self.at):
            self.check.require(
                same(size, self.x[axis]), "index", expected=self.x[axis], got=size, axis=axis, detail="mask"
            )
        self.indices.append((self.check.fresh("k", 0),))
        self.out += [None] * max(len(mask), 1)  # a mask that is one boolean makes an axis
        self.at += len(mask)

    def _select(self, value: Size | None) -> None:
        size = self.x[self.at]
        if value is not None and (at_least(value, size) is True or at_least(value, -size) is False):
            self.check.fail("index", expected=size, got=value, axis=self.at, detail="out of range")
        self.at += 1

    def _slice(self, size: Size, start: Size | None, stop: Size | None, step: Size | None) -> Size:
        step = 1 if step is None else step
        if at_least(step, 1) is False:
            if not self.reverse or step == 0:
                self.check.fail("argument", argument="step", got=step, detail="a step is greater than 0")
                return size
            return size if step == -1 and start is None and stop is None else self.check.fresh("s", 0)
        length = _between(self.check, size, start, stop)
        return length if step == 1 else (length + step - 1) // step


def _between(check: Check, size: Size, start: Size | None, stop: Size | None) -> Size:
    """How many positions `start:stop` leaves of `size`."""
    first = _place(size, start, 0)
    last = _place(size, stop, size)
    if first is None or last is None:
        return _bounded(check, size, start, stop)
    length = last - first
    if at_least(length, 0) is False:
        return 0
    if isinstance(length, int) or at_least(length, 0):
        return length
    if stop is not None and not isinstance(stop, int):
        return length  # a symbolic stop such as `x[:, :t]` is taken to lie within
    return check.fresh("s", 0, None)


def _place(size: Size, at: Size | None, default: Size) -> Size | None:
    """A bound of a slice counted from 0 and kept within the size; None when that depends."""
    if at is None:
        return default
    if at_least(at, 0) is False:
        place = size + at
        inside = at_least(place, 0)
        return place if inside else None if inside is None else 0
    inside = at_least(size, at)
    if inside is None:
        return None if isinstance(at, int) else at
    return at if inside else size


def _bounded(check: Check, size: Size, start: Size | None, stop: Size | None) -> Size:
    """A fresh length for a slice by plain numbers of a size that may be smaller than them."""
    if not start and isinstance(stop, int):
        return check.fresh("s", 0 if stop < 0 else min(stop, 1), None if stop < 0 else stop)
    if stop is None and isinstance(start, int) and start < 0:
        return check.fresh("s", 1, -start)
    return check.fresh("s", 0, None)


class SizeOf(Op):
    """`x.size(axis)`: a number for Python, which is on the tape only where there is no such axis."""

    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """One number."""
        x = inputs[0]
        if x is not None and normal_axis(check, self.axis, len(x)) is not None and not x:
            check.fail("argument", argument="dim", got=self.axis, detail="a tensor without axes has no sizes")
        return ()

    def dtype(self, *inputs: DType | None) -> DType:
        """A count."""
        return "int64"
