"""Axes moved, joined, split, repeated or reduced by a pattern of names: `b c h w -> b (h w) c`.

Source: the notation of einops (Rogozhnikov, "Einops: Clear and Reliable Tensor Manipulations", 2022).
"""

from __future__ import annotations

import re

from footgun.ops.axes import fresh_shape
from footgun.ops.base import Check, Op
from footgun.ops.reshape import fill
from footgun.sizes import DType, Shape, Size, is_floating, product

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

DOTS = "..."  # inside parentheses
WHOLE = ("...", "")  # on their own: several axes
Side: TypeAlias = "list[tuple[str, ...]]"  # the names of each axis; none for an axis of 1


class Rearrange(Op):
    """`mode`: "rearrange", "repeat", or what reduces: "mean", "sum", "max", "min", "prod"."""

    pattern: str
    sizes: tuple[tuple[str, Size], ...] = ()
    mode: str = "rearrange"

    @property
    def moves(self) -> bool:  # type: ignore[override]
        """Unless it reduces."""
        return self.mode in ("rearrange", "repeat")

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """A sum or a mean is, a maximum is not."""
        return self.moves or self.mode in ("mean", "sum")

    def validate(self, check: Check) -> None:
        """The pattern is well formed, and each name of one side is on the other where it must be."""
        sides = split(self.pattern)
        wrong = _malformed(sides) if sides is not None else "is not `axes -> axes` with balanced parentheses"
        if wrong is None and sides is not None:
            wrong = self._open_group(sides[0]) or self._one_sided(
                *({n for axis in side for n in axis if n} for side in sides)
            )
        if wrong is not None:
            check.fail("argument", argument="pattern", detail=f"`{self.pattern}` {wrong}")

    def _open_group(self, left: Side) -> str | None:
        known = {name for name, _ in self.sizes}
        for axis in left:
            open_ = [name for name in axis if name not in known and not name.isdigit()]
            if len(open_) > 1 and axis != WHOLE:
                return f"leaves the sizes of both `{open_[0]}` and `{open_[1]}` open"
        return None

    def _one_sided(self, left: set[str], right: set[str]) -> str | None:
        known = {name for name, _ in self.sizes}
        bare = {name for name in left | right if name.isdigit()}  # each is an axis of its own
        lost, new = sorted(left - (right - bare)), sorted(right - (left - bare))
        if lost and self.moves:
            return f"names `{lost[0]}` on the left alone"
        if self.mode == "repeat":
            new = [name for name in new if name not in known and not name.isdigit()]
        if new:
            unsized = ", without a size" if self.mode == "repeat" else ""
            return f"names `{new[0]}` on the right alone{unsized}"
        unused = sorted(known - left - right)
        return f"does not name `{unused[0]}`" if unused else None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The axes of the right side, each the product of its names' sizes."""
        own = Check(check.names)
        self.validate(own)
        sides = split(self.pattern)
        if own.faults or sides is None:
            check.faults += own.faults
            return None
        left, right = sides
        x = inputs[0]
        dotted = WHOLE in left
        if x is None:
            if dotted:
                return None
            x = fresh_shape(check, len(left))
        elif len(x) < len(left) - 1 if dotted else len(x) != len(left):
            least = len(left) - dotted
            ranks = tuple(range(least, least + 6)) if dotted else (least,)
            check.fail("rank", expected=ranks, got=x)
            if dotted:
                return None
            x = fresh_shape(check, len(left))
        found, rest = self._read(check, left, x)
        shape: list[Size] = []
        for axis in right:
            if axis == WHOLE:
                shape.extend(rest)
            else:
                shape.append(product([product(rest) if n == DOTS else _size(found, n) for n in axis]))
        return tuple(shape)

    def _read(self, check: Check, left: Side, x: Shape) -> tuple[dict[str, Size], Shape]:
        """The size of each name, and the sizes that stand for the dots."""
        found = dict(self.sizes)
        rest: Shape = ()
        place = 0
        for axis in left:
            if axis == WHOLE:
                wide = len(x) - len(left) + 1
                rest = x[place : place + wide]
                place += wide
                continue
            open_ = [n for n in axis if n not in found and not n.isdigit()]
            wanted = tuple(-1 if n in open_ else _size(found, n) for n in axis)
            found.update(zip(axis, fill(check, wanted or (1,), (x[place],)), strict=False))
            place += 1
        return found, rest

    def dtype(self, *inputs: DType | None) -> DType | None:
        """A mean is refused for whole numbers; all else keeps the type."""
        x = inputs[0]
        return x if self.mode != "mean" or x is None or is_floating(x) else None


def _size(found: dict[str, Size], name: str) -> Size:
    return int(name) if name.isdigit() else found[name]


def split(pattern: str) -> tuple[Side, Side] | None:
    """Both sides of a pattern, None where it cannot be read."""
    sides = [_side(text) for text in pattern.split("->")]
    return (sides[0], sides[1]) if len(sides) == 2 and sides[0] is not None and sides[1] is not None else None


def _side(text: str) -> Side | None:
    """`b (h p) 1 ...` as [("b",), ("h", "p"), (), ("...",)]."""
    side: Side = []
    group: list[str] | None = None
    for token in re.findall(r"\.\.\.|…|\w+|\S", text):
        if token == "(" and group is None:
            group = []
        elif token == ")" and group is not None:
            side.append(tuple(group))
            group = None
        elif token.isidentifier() or token.isdigit() or token in (DOTS, "…"):
            names = () if token == "1" else (DOTS if token == "…" else token,)
            if group is None:
                side.append(WHOLE if names == (DOTS,) else names)
            else:
                group.extend(names)
        else:
            return None
    return None if group is not None else side


def _malformed(sides: tuple[Side, Side]) -> str | None:
    for side in sides:
        names = [name for axis in side for name in axis if not name.isdigit()]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            return f"names `{twice}` twice on one side"
        odd = next((name for name in names if name != DOTS and name.strip("_") != name), None)
        if odd is not None:
            return f"names `{odd}`: a name has no underscore at its ends"
    if any(DOTS in axis and axis != WHOLE for axis in sides[0]):
        return "has `...` in parentheses on the left"
    return None
