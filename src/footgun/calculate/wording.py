"""Accepted sizes in a phrase: "28 x 28 only", "h and w: multiples of 32 from 64", "t: 400 or more"."""

from __future__ import annotations

from footgun.calculate.accepts import Accepted
from footgun.calculate.sizesets import Sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def phrase(found: Accepted) -> str:
    """What a network accepts."""
    if found.empty:
        return "no size"
    names = plain(found.axes)
    text = _of_each(names, found.each) if found.each else _of_blocks(names, found)
    if found.bound is not None and not _all(found):
        text += f", tried up to {found.bound}"
    return text + ", unless its own checks refuse it" if found.guarded else text


def side_by_side(sizes: Sizes) -> str:
    """One range of square sizes: `28 x 28`, `32 x 32 to 35 x 35`."""
    first, last = sizes.ranges[0]
    joint = "or" if last == first + 1 else "to"
    return f"{first} x {first}" if first == last else f"{first} x {first} {joint} {last} x {last}"


def plain(axes: tuple[str, ...]) -> tuple[str, ...]:
    """`h` and `w` where the analysis had counted on to `h3` and `w3`."""
    stems = tuple(axis.rstrip("0123456789").rstrip("_") or axis for axis in axes)
    return stems if len(set(stems)) == len(stems) else axes


def record(found: Accepted) -> dict[str, Any]:
    """The same for programs."""
    sides = found.each or (found.square,) * len(found.axes)
    return {
        "axes": list(plain(found.axes)),
        "text": phrase(found),
        "independent": found.each is not None,
        "sizes": [_of(side) for side in sides],
        "pairs": [[_of(side) for side in block] for block in found.blocks],
        "tried_up_to": found.bound,
        "guarded": found.guarded,
    }


def _of(sizes: Sizes) -> dict[str, Any]:
    ranges = [list(pair) for pair in sizes.ranges]
    return {"ranges": ranges, "from": sizes.start, "period": sizes.period, "residues": list(sizes.residues)}


def _all(found: Accepted) -> bool:
    return found.each is not None and all(sizes.all for sizes in found.each)


def _of_each(names: tuple[str, ...], each: tuple[Sizes, ...]) -> str:
    if len(set(each)) > 1:
        return ", ".join(f"{name}: {sizes.text}" for name, sizes in zip(names, each, strict=True))
    sizes = each[0]
    if sizes.all:
        return "any size"
    if sizes.single is not None:
        return f"{' x '.join([str(sizes.single)] * len(each))} only"
    together = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{together}: {sizes.text}"


def _of_blocks(names: tuple[str, ...], found: Accepted) -> str:
    """Squares first, then how many other forms there are."""
    if found.square.empty:
        first = min(found.blocks, key=lambda block: sum(side.ranges[0][0] for side in block))
        sides = " x ".join(str(side.ranges[0][0]) for side in first)
        return f"no square image, but such as {sides}"
    rest = [block for block in found.blocks if not _holds_squares(block)]
    text = _of_each(names, (found.square,) * len(names))
    if not rest:
        return text
    example = min(rest, key=lambda block: (sum(side.ranges[0][0] for side in block), block[0].ranges))
    sides = " x ".join(str(side.ranges[0][0]) for side in example)
    return f"{text.removesuffix(' only')}, or other sides of as many positions, such as {sides}"


def _holds_squares(block: tuple[Sizes, ...]) -> bool:
    first, last = block[0].ranges[0]
    return any(side in block[1] for side in range(first, last + 1))
