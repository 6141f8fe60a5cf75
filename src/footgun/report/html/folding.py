"""A large network in pieces: where one value alone goes on, it can be cut, and parts of it folded away.

Parts are those that the dotted paths name (`layer1`, then `layer1.0`); of parts that repeat the first is
shown and the others are folded into one. A network of few boxes stays whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

from footgun.network.draw import Drawing
from footgun.records import NamedTuple

WHOLE = 40  # boxes of a drawing that is not cut
FOLD = 8  # boxes of a named part that is worth folding
LONGEST = 12  # groups that repeat as one
CHUNK = 60  # boxes of a run that has no parts


class Piece(NamedTuple):
    """Boxes `first` to `end`, in one picture; their paths begin with `within`."""

    first: int
    end: int
    within: str = ""


class Fold(NamedTuple):
    """A part with a name, to be opened and closed; `times` more like the part before it."""

    title: str
    first: int
    end: int
    parts: tuple[Piece | Fold, ...]
    times: int = 0


class _Block(NamedTuple):
    """Boxes between two cuts, and the path that they share."""

    first: int
    end: int
    path: tuple[str, ...]


def folded(drawing: Drawing) -> tuple[Piece | Fold, ...]:
    """The parts of a drawing, from top to bottom."""
    count = len(drawing.boxes)
    if count <= WHOLE:
        return (Piece(0, count),) if count else ()
    return tuple(_parts(_blocks(drawing), 0, drawing))


def _cuts(drawing: Drawing) -> list[int]:
    """The places where one value alone is still to be used."""
    last: dict[tuple[int, int], int] = {}
    for start, end, port in drawing.edges:
        last[start, port] = max(last.get((start, port), 0), end)
    opened, closed = [0] * (len(drawing.boxes) + 1), [0] * (len(drawing.boxes) + 1)
    for (start, _), end in last.items():
        opened[start] += 1
        closed[end] += 1
    alive, found = 0, []
    for box in range(len(drawing.boxes)):
        alive += opened[box] - closed[box]
        if alive == 1:
            found.append(box + 1)
    return found


def _blocks(drawing: Drawing) -> list[_Block]:
    cuts = [0, *_cuts(drawing), len(drawing.boxes)]
    paths = [tuple(box.path.split(".")) if box.kind == "layer" else () for box in drawing.boxes]
    blocks: list[_Block] = []
    for first, end in pairwise(cuts):
        if first == end:
            continue
        named = [path for path in paths[first:end] if path]
        if named or not blocks:
            blocks.append(_Block(first, end, _common(named)))
        else:  # what has no name goes with what is before it
            before = blocks[-1]
            inside = before.path if before.end - before.first > 1 else before.path[:-1]
            blocks.append(_Block(first, end, inside))
    return blocks


def _parts(blocks: Sequence[_Block], depth: int, drawing: Drawing) -> list[Piece | Fold]:
    """Blocks as parts by the path component at this depth, the small ones together."""
    groups: list[list[_Block]] = []
    for block in blocks:
        name = block.path[depth : depth + 1]
        before = groups[-1][0].path if groups else ()
        if groups and (before[depth : depth + 1] == name if name else len(before) <= depth):
            groups[-1].append(block)
        else:
            groups.append([block])
    if len(groups) == 1 and all(len(block.path) > depth + 1 for block in blocks):
        return _parts(blocks, depth + 1, drawing)
    parts: list[Piece | Fold] = []
    looks = [_look(drawing, group[0].first, group[-1].end) for group in groups]
    i = 0
    while i < len(groups):
        period, times = _repeats(groups, looks, i)
        for group in groups[i : i + period]:
            first, end = group[0].first, group[-1].end
            if len(group[0].path) <= depth or end - first < FOLD:
                _append(parts, first, end)
                continue
            title = _title(group, depth)
            inner = _parts(group, depth + 1, drawing) if end - first > WHOLE else [Piece(first, end, title)]
            parts.append(Fold(title, first, end, tuple(inner)))
        if times:
            parts.append(_again(groups[i + period : i + period * (times + 1)], period, depth, drawing))
        i += period * (times + 1)
    return parts


def _repeats(groups: list[list[_Block]], looks: list[object], start: int) -> tuple[int, int]:
    """How many groups repeat as one from here on, and how often they do; (1, 0) where nothing does."""
    for period in range(1, LONGEST + 1):
        times = 0
        while looks[start : start + period] == looks[(at := start + (times + 1) * period) : at + period]:
            times += 1
        last = groups[min(start + (times + 1) * period, len(groups)) - 1]
        boxes = last[-1].end - groups[start][0].first
        if times and boxes * times // (times + 1) >= FOLD and (period == 1 or times > 1):
            return period, times
    return 1, 0


def _again(groups: list[list[_Block]], period: int, depth: int, drawing: Drawing) -> Fold:
    """Parts that are like those before them; each `period` of the groups is one."""
    deep = depth if period == 1 else depth + LONGEST
    inner = []
    for i in range(0, len(groups), period):
        first, end = groups[i][0].first, groups[min(i + period, len(groups)) - 1][-1].end
        within = _title(groups[i], depth) if period == 1 else ""
        title = _title(groups[i], deep) or drawing.boxes[first].label
        inner.append(Fold(title, first, end, (Piece(first, end, within),)))
    if len(inner) == 1:
        return inner[0]._replace(times=1)
    last = _title(groups[-1], deep) or drawing.boxes[inner[-1].end - 1].label
    title = f"{inner[0].title} to {last}"
    if inner[-1].end - inner[-1].first < FOLD:  # too small to be folded one by one
        pieces: list[Piece | Fold] = []
        for part in inner:
            _append(pieces, part.first, part.end)
        return Fold(title, inner[0].first, inner[-1].end, tuple(pieces), len(inner))
    return Fold(title, inner[0].first, inner[-1].end, tuple(inner), len(inner))


def _append(parts: list[Piece | Fold], first: int, end: int) -> None:
    """More boxes to the picture before, unless that is long enough."""
    before = parts[-1] if parts else None
    if isinstance(before, Piece) and end - before.first <= CHUNK:
        parts[-1] = Piece(before.first, end)
    else:
        parts.append(Piece(first, end))


def _look(drawing: Drawing, first: int, end: int) -> object:
    """What makes two parts the same: their boxes, and what leads where inside."""
    boxes = [(b.kind, b.label, b.settings, b.gives, b.weights, b.faults) for b in drawing.boxes[first:end]]
    # Edges stand in the order of their ends.
    span = slice(*(bisect_left(drawing.edges, box, key=lambda edge: edge.end) for box in (first, end)))
    return boxes, [(max(e.start - first, -1), e.end - first, e.output) for e in drawing.edges[span]]


def _title(group: list[_Block], depth: int) -> str:
    return ".".join(group[0].path[: depth + 1])


def _common(paths: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all paths begin with."""
    shared = paths[0] if paths else ()
    for path in paths:
        n = next((i for i, (a, b) in enumerate(zip(shared, path, strict=False)) if a != b), None)
        shared = shared[: min(len(shared), len(path)) if n is None else n]
    return shared
