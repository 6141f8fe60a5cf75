"""Maps made larger or smaller without weights: pad, crop, upsample, pixel shuffle."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, isfinite

from footgun.ops.axes import replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating
from footgun.sizes import DType, Shape, Size, at_least, divides, same

_HINTS = {1: ("t",), 2: ("h", "w"), 3: ("d", "h", "w")}
Factor = Size | float


def _natural(check: Check, spatial: int, last: bool = False, given: Shape | None = None) -> Shape:
    """A batched map, with what can be read off an input of another rank."""
    if given is not None and len(given) == spatial + 1:
        return (check.fresh("n"), *given)  # the batch axis is missing
    space = tuple(check.fresh(hint) for hint in _HINTS.get(spatial, ("s",) * spatial))
    n = given[0] if given else check.fresh("n")
    c = given[-1 if last else 1] if given and len(given) > 1 else check.fresh("c")
    return (n, *space, c) if last else (n, c, *space)


class Pad(Op):
    """Adds (or with negative numbers cuts off) positions: (axis, before, after) for each axis.

    `rank`: the only rank it takes. Modes other than "constant" read the map itself and so limit the amount.
    """

    affine = True
    pads: tuple[tuple[int, Size, Size], ...]
    value_known: bool = True
    mode: str = "constant"
    rank: int | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each named axis grows by both amounts."""
        x = inputs[0]
        allowed = self._ranks()
        if x is None and self.rank is None:
            return None
        if x is None or (allowed and not check.require(len(x) in allowed, "rank", expected=allowed, got=x)):
            spatial = len(self.pads)
            last = all(axis not in (-1, spatial + 1) for axis, _, _ in self.pads)
            x = _natural(check, spatial, last, x)
        reach = max((axis + 1 if axis >= 0 else -axis for axis, _, _ in self.pads), default=0)
        if not check.require(len(x) >= reach, "rank", expected=tuple(range(reach, reach + 3)), got=x):
            return None
        for axis, before, after in self.pads:
            x = replaced(x, axis % len(x), self._padded(check, x[axis], axis % len(x), before, after))
        return x

    def _ranks(self) -> tuple[int, ...]:
        if self.rank is not None:
            return (self.rank,)
        return () if self.mode == "constant" else (len(self.pads) + 1, len(self.pads) + 2)

    def _padded(self, check: Check, size: Size, axis: int, before: Size, after: Size) -> Size:
        most = {"reflect": size - 1, "circular": size}.get(self.mode)
        if most is not None:
            for amount in (before, after):
                detail = f"{self.mode} padding of {amount} on a size of {size}"
                fits = at_least(most, amount)
                check.require(fits, "argument", argument="padding", got=amount, axis=axis, detail=detail)
        padded = size + before + after
        # Constant padding cuts first and adds then; the others do both at once.
        cut = sum(amount for amount in (before, after) if at_least(amount, 0) is False)
        left = size + cut if self.mode == "constant" else padded
        if check.require(at_least(left, 0), "window", expected=-cut, got=size, axis=axis):
            return padded
        return check.fresh("s")


class Crop(Op):
    """Cuts (before, after) positions off each spatial axis of a batched map; something must be left."""

    affine = moves = True
    pads: tuple[tuple[Size, Size], ...]
    last: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Each spatial axis shrinks by both amounts."""
        x = inputs[0]
        rank = len(self.pads) + 2
        if x is None or not check.require(len(x) == rank, "rank", expected=(rank,), got=x):
            x = _natural(check, len(self.pads), self.last, x)
        for axis, (before, after) in enumerate(self.pads, 1 if self.last else 2):
            left = x[axis] - before - after
            if not check.require(
                at_least(left, 1), "window", expected=before + after + 1, got=x[axis], axis=axis
            ):
                left = 1
            x = replaced(x, axis, left)
        return x


class Upsample(Op):
    """Scales a map by a factor (rounded down) or to a size, one for each spatial axis or one for all.

    `spatial=None`: any number of spatial axes from 1 to 3.
    """

    affine = True
    scale: tuple[Factor, ...] | Factor | None = None
    size: tuple[Size, ...] | Size | None = None
    spatial: int | None = None
    last: bool = False
    area: bool = False  # by means, which may leave nothing

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """New spatial sizes."""
        x = inputs[0]
        allowed = (3, 4, 5) if self.spatial is None else (self.spatial + 2,)
        if (self.scale is None) == (self.size is None):
            which = "both of" if self.size is not None else "neither of"
            check.fail("argument", argument="size", detail=f"{which} size and scale_factor are given")
            return x
        given = self.scale if self.size is None else self.size
        if x is None or not check.require(len(x) in allowed, "rank", expected=allowed, got=x):
            count = len(given) if isinstance(given, tuple) else self.spatial
            if count is None:
                return None
            x = _natural(check, count, self.last, x)
        space = len(x) - 2
        each = given if isinstance(given, tuple) else (given,) * space
        if len(each) != space:
            argument = "scale_factor" if self.size is None else "size"
            check.fail(
                "argument", argument=argument, detail=f"{len(each)} numbers for {space} spatial dimensions"
            )
            return x
        for axis, value in enumerate(each, 1 if self.last else 2):
            x = replaced(x, axis, self._resized(check, x[axis], axis, value))
        return x

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Bytes pass in some ways, other integers in none; Keras casts."""
        if not self.last and dtypes[0] != "uint8":
            require_floating(check, dtypes)

    def _resized(self, check: Check, size: Size, axis: int, value: Factor | None) -> Size:
        if value is None:
            return check.fresh("s")
        if self.size is None:
            out = scaled(check, size, value)
        else:
            out = value if not isinstance(value, float) else int(value)
        if at_least(out, 0 if self.area else 1) is False:
            argument = "scale_factor" if self.size is None else "size"
            check.fail(
                "argument", argument=argument, got=out, axis=axis, detail=f"the map would have size {out}"
            )
            return 1
        return out


def scaled(check: Check, size: Size, factor: Factor) -> Size:
    """floor(size · factor), in floating point as the frameworks do it."""
    if not isinstance(factor, float):
        return size * factor
    if not isfinite(factor):
        return check.fresh("s")
    if isinstance(size, int):
        return floor(size * factor)
    top, bottom = factor.as_integer_ratio()
    if bottom <= 64:
        return size * top // bottom
    return check.fresh("s")


class PixelShuffle(Op):
    """Channels to positions: (c·r², h, w) to (c, h·r, w·r), or back with `down`."""

    affine = moves = True
    factor: Size
    down: bool = False

    def validate(self, check: Check) -> None:
        """The factor is positive."""
        if at_least(self.factor, 1) is False:
            check.fail(
                "argument", argument="upscale_factor", got=self.factor, detail="a factor is at least 1"
            )

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As many elements as before."""
        x, r = inputs[0], self.factor
        if x is None or not check.require(len(x) >= 3, "rank", expected=(3, 4, 5), got=x):
            return _natural(check, 2)
        if same(r, 0) or at_least(r, 1) is False:
            return (*x[:-3], check.fresh("c"), check.fresh("h"), check.fresh("w"))
        *lead, c, h, w = x
        area = r * r
        if self.down:
            for axis, size in ((len(x) - 2, h), (len(x) - 1, w)):
                fits, detail = divides(r, size), f"{r} does not divide {size}"
                check.require(
                    fits, "argument", argument="downscale_factor", got=size, axis=axis, detail=detail
                )
            return (*lead, c * area, h // r, w // r)
        check.require(divides(area, c), "channels", expected=f"a multiple of {area}", got=c, axis=len(x) - 3)
        return (*lead, c // area, h * r, w * r)
