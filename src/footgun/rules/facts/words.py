"""Sizes and counts as findings say them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from footgun.network import Node
from footgun.sizes import Shape, Size, bounds, name, names_in, product, show, substitute


def by(sizes: Iterable[Size]) -> str:
    """`9 x 9`; names that are bounded from above as `at most 9 x 9`, other unknown sizes by their names."""
    sizes = tuple(sizes)
    highs = [bounds(size)[1] for size in sizes]
    if any(not isinstance(size, int) for size in sizes) and None not in highs:
        return f"at most {' x '.join(map(str, highs))}"
    return " x ".join(map(str, renamed(sizes)))


def times(sizes: Sequence[Size]) -> str:
    """A product as code: `512 * 24 * 24`, or as mathematics where names are in it: `128·h·w`."""
    if all(isinstance(size, int) for size in sizes):
        return " * ".join(map(str, sizes))
    return str(product(renamed(sizes)))


def count(number: Size, noun: str) -> str:
    """`1 channel`, `512 channels`."""
    return f"{renamed((number,))[0]} {noun}" if number == 1 else f"{renamed((number,))[0]} {noun}s"


def shown(shape: Shape) -> str:
    """A shape as Python writes it: `(2, 512, 9, 9)`."""
    return show(renamed(shape))


def renamed(sizes: Sequence[Size]) -> Shape:
    """Sizes under the plainest names: `h` where the analysis had counted on to `h3`."""
    known: dict[str, Size] = {}
    counts: dict[str, int] = {}
    found = {text for size in sizes for text in names_in(size)}
    for text in sorted(found, key=lambda text: (len(text), text)):
        stem = text.rstrip("0123456789").rstrip("_") or text
        counts[stem] = counts.get(stem, 0) + 1
        known[text] = name(stem if counts[stem] == 1 else f"{stem}{counts[stem]}")
    return tuple(substitute(size, known) for size in sizes)


def one_of(items: Sequence[object]) -> str:
    """`3`, `3 or 4`, `2, 3 or 4`."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def percent(share: float) -> str:
    """`97%`; nearly all and nearly nothing keep a decimal: `99.8%`."""
    rounded = f"{share:.0%}"
    return f"{min(max(share, 0.001), 0.999):.1%}" if rounded in ("0%", "100%") and 0 < share < 1 else rounded


def in_pass(node: Node) -> str:
    """The pass of the loop that made a node, to end a sentence: ` (4th pass, filters=256)`."""
    turn = node.turn or (node.layer.turn if node.layer else "")
    return f" ({turn})" if turn else ""
