"""Between which numbers the entries of an array lie, followed from where the text states them.

`low` and `high` hold for nearly all entries; some entry is as low as `least`, some as high as `most`: what a
rule says of an array it can say of these.
"""

from __future__ import annotations

from math import inf

from footgun.network import FitUse, Network, Node, Program, Value
from footgun.ops.elementwise import Binary, Cast, Unary
from footgun.ops.indexing import Index
from footgun.ops.join import Concat
from footgun.records import NamedTuple
from footgun.rules.facts.rows import sources
from footgun.sizes import is_integer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 60
HUGE = 1e30
# A random part of so many examples has about the ends of the whole.
MANY = 20


class Extent(NamedTuple):
    """The ends of an array; `whole` where all its numbers are."""

    low: float
    high: float
    least: float
    most: float
    whole: bool = False

    @property
    def reach(self) -> float:
        """A number that the absolute value of some entry comes up to."""
        return max(self.most, -self.least, 0.0)

    @property
    def binary(self) -> bool:
        """Whether it holds zeros and ones alone."""
        return self.whole and self.low >= 0 and self.high <= 1


def extent(value: Value | None, depth: int = 0) -> Extent | None:
    """The ends of an array, None where they are not known."""
    if value is None or "changed" in value.facts or depth > DEEPEST:
        return None
    if "extent" in value.facts:
        return Extent(*value.facts["extent"])
    source = value.facts.get("from")
    if source is not None and ("part" in value.facts or "shuffled" in value.facts):
        return _part(value, extent(source, depth + 1))
    node = value.made_by
    if node is None or not node.inputs:
        return None
    parts = [extent(v, depth + 1) for v in node.inputs]
    known = [part for part in parts if part is not None]
    return _after(node, value, known) if len(known) == len(parts) else None


def _part(value: Value, whole: Extent | None) -> Extent | None:
    """Examples drawn at random."""
    count = value.shape[0] if value.shape else None
    return whole if isinstance(count, int) and count >= MANY else None


def _after(node: Node, value: Value, parts: list[Extent]) -> Extent | None:
    op, first = node.op, parts[0]
    if isinstance(op, Cast):
        if op.to == "bool":
            return None
        return first._replace(whole=first.whole or bool(op.to and is_integer(op.to)))
    if isinstance(op, Concat):
        highs, lows = [p.high for p in parts], [p.low for p in parts]
        least, most = min(p.least for p in parts), max(p.most for p in parts)
        return Extent(min(lows), max(highs), least, most, all(p.whole for p in parts))
    if isinstance(op, Index):
        return _indexed(op, node.inputs[0], first)
    if isinstance(op, Unary):
        return first if op.moves else _power(first, 2) if op.name == "square" else None
    if isinstance(op, Binary):
        scalar = value.facts.get("scalar")
        if scalar:
            return _scaled(op.name, first, float(scalar[0]), "swapped" in value.facts)
        return _added(first, parts[1]) if op.name == "add" and len(parts) == 2 else None
    return first if op.moves else None


def _indexed(op: Index, array: Value, whole: Extent) -> Extent | None:
    """All entries with axes moved or new, or the only column."""
    kinds = [kind for kind in op.kinds if kind[0] != "none"]
    sizes = [*(array.shape or ()), *[None] * len(kinds)]
    plain = all(kind[:3] == ("slice", None, None) for kind in kinds)
    only = all(
        kind[:3] == ("slice", None, None) or size == 1 for kind, size in zip(kinds, sizes, strict=False)
    )
    return whole if plain or (only and ("ellipsis",) not in kinds) else None


def _added(a: Extent, b: Extent) -> Extent:
    """Where one array is highest, the other is at its lowest or above."""
    least, most = min(a.least + b.high, b.least + a.high), max(a.most + b.low, b.most + a.low)
    return Extent(a.low + b.low, a.high + b.high, least, most, a.whole and b.whole)


def _scaled(name: str, a: Extent, number: float, swapped: bool) -> Extent | None:
    """The ends after an operator with a number."""
    if not max(abs(number), abs(a.low), abs(a.high)) < HUGE:
        return None
    if name == "pow":
        return _power(a, int(number)) if not swapped and number.is_integer() and number > 0 else None
    if name in ("div", "true_divide") and number and not swapped:
        factor, shift, whole = 1 / number, 0.0, False
    elif name == "mul":
        factor, shift, whole = number, 0.0, number.is_integer()
    elif name in ("add", "sub"):
        factor = -1.0 if name == "sub" and swapped else 1.0
        shift, whole = (number if name == "add" or swapped else -number), number.is_integer()
    else:
        return None
    low, high, least, most = (end * factor + shift for end in a[:4])
    if factor < 0:
        low, high, least, most = high, low, most, least
    return Extent(low, high, least, most, a.whole and whole)


def _power(a: Extent, number: int) -> Extent | None:
    low, high, least, most = (_raised(end, number) for end in a[:4])
    if inf in (abs(low), abs(high)):
        return None
    if number % 2:
        return Extent(low, high, least, most, a.whole)
    nearest = 0.0 if a.low <= 0 <= a.high else min(low, high)
    return Extent(nearest, max(low, high), max(low, high), _raised(a.reach, number), a.whole)


def _raised(end: float, number: int) -> float:
    try:
        return float(end**number)
    except OverflowError:
        return inf


def fitted(program: Program, network: Network | None) -> Iterator[FitUse]:
    """The calls of `fit` that train a Keras model."""
    for use in program.fits:
        if network is not None and use.network is network and use.method in ("fit", "train_on_batch"):
            yield use


def targets(program: Program, network: Network | None) -> Extent | None:
    """The ends of what a model with one output is trained to answer."""
    return _shared([use.arguments.get("y") for use in fitted(program, network)])


def features(program: Program, network: Network | None) -> Extent | None:
    """The ends of what a model with one input is trained on."""
    return _shared([use.arguments.get("x") for use in fitted(program, network)])


def _shared(arrays: list[object]) -> Extent | None:
    """The ends of arrays that agree; random fractions stand in for numbers of which they say nothing."""
    found = [extent(array) if isinstance(array, Value) else None for array in arrays]
    first = found[0] if found else None
    if first is None or any(part != first for part in found):
        return None
    return first if first.whole or not any(map(is_drawn, arrays)) else None


def is_drawn(array: object) -> bool:
    """Whether an array holds random numbers as they were drawn."""
    value = array
    while isinstance(value, Value) and value.made_by is not None and value.made_by.op.moves:
        value = value.made_by.inputs[0]
    return isinstance(value, Value) and "random" in value.facts


def made_up(array: object) -> bool:
    """Whether examples are random or all the same: they stand in for data that comes later."""
    if not isinstance(array, Value):
        return True
    roots = [v for v in sources(array) if v.made_by is None and "from" not in v.facts and "of" not in v.facts]
    return any("random" in v.facts or _constant(v) for v in roots)


def _constant(value: Value) -> bool:
    ends = value.facts.get("extent")
    return ends is not None and ends[0] == ends[1] and "changed" not in value.facts
