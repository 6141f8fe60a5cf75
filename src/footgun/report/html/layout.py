"""Where everything in a drawing stands: rows from top to bottom, boxes apart, edges that only go down.

The places in a row are exact: of all that keep the order and the gaps, those nearest to what each item wants,
which is to stand under what leads to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from footgun.records import NamedTuple
from footgun.report.html.layers import Rows, Way

GAP = 22  # between neighbours of a row
LANE = 10  # the width of a lane
LABEL = 24  # the height below a box in which the shape stands
BEND = 30  # the height in which edges change their place
MARGIN = 6
PASSES = 9  # odd: the last one goes down, so that what follows one another stands in one column
HEAVY = 1000.0  # a box keeps its wish before a lane does


class Place(NamedTuple):
    """A box on the drawing, from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


class Line(NamedTuple):
    """A value between two rows: down from `start`, over to `end`, down to it."""

    x: float
    y: float
    bend: float  # where it begins to change its place
    end_x: float
    end_y: float
    box: int  # which box it leaves or, as a lane, comes from
    port: int
    target: int | None  # the box that it reaches, None where it goes on


class Layout(NamedTuple):
    """A drawing."""

    width: float
    height: float
    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    ports: dict[tuple[int, int], tuple[float, float]]  # where each value leaves its box


def lay_out(sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int, int]]) -> Layout:
    """Boxes of these widths and heights, with edges (start, end, which of the values of start)."""
    if not sizes:
        return Layout(0, 0, (), (), {})
    rows = Rows(len(sizes), edges)
    count = len(sizes)
    widths = [width for width, _ in sizes] + [LANE] * len(rows.lane)
    centres = _centres(rows, widths)
    left = min(centre - width / 2 for centre, width in zip(centres, widths, strict=True)) - MARGIN
    centres = [round(centre - left) for centre in centres]
    ports = _ports(sizes, edges, centres)
    ends = [_entry(rows, way, centres, widths, ports) for way in rows.ways]
    tops, bottoms, bends = _heights(rows, sizes, ends)
    places = tuple(Place(centres[i] - sizes[i][0] / 2, tops[rows.row[i]], *sizes[i]) for i in range(count))
    lines = []
    for way, (start, end) in zip(rows.ways, ends, strict=True):
        box, port = rows.lane.get(way.start, (way.start, way.port))
        row, lane = rows.row[way.start], way.start >= count
        y = tops[row] if lane else tops[row] + sizes[box][1]
        target = None if way.end >= count else way.end
        lines.append(Line(start, y, bends[row], end, tops[row + 1], box, port, target))
    width = max(centre + width / 2 for centre, width in zip(centres, widths, strict=True)) + MARGIN
    exits = {key: (x, tops[rows.row[key[0]]] + sizes[key[0]][1]) for key, x in ports.items()}
    return Layout(round(width), bottoms[-1] + MARGIN, places, tuple(lines), exits)


def _entry(
    rows: Rows,
    way: Way,
    centres: Sequence[float],
    widths: Sequence[float],
    ports: dict[tuple[int, int], float],
) -> tuple[float, float]:
    """Where an edge begins and ends: it goes straight down if the middle half of the box is there."""
    start = centres[way.start] if way.start >= rows.count else ports[way.start, way.port]
    centre = centres[way.end]
    return start, start if way.end < rows.count and abs(start - centre) <= widths[way.end] / 4 else centre


def _ports(
    sizes: Sequence[tuple[float, float]], edges: Sequence[tuple[int, int, int]], centres: list[float]
) -> dict[tuple[int, int], float]:
    """Where each value leaves its box: one in the middle, several side by side."""
    values: dict[int, list[int]] = {}
    for start, port in sorted({(start, port) for start, _, port in edges}):
        values.setdefault(start, []).append(port)
    found: dict[tuple[int, int], float] = {}
    for box, ports in values.items():
        step = sizes[box][0] / len(ports)
        for i, port in enumerate(ports):
            found[box, port] = round(centres[box] - sizes[box][0] / 2 + step * (i + 0.5))
    return found


def _heights(
    rows: Rows, sizes: Sequence[tuple[float, float]], ends: list[tuple[float, float]]
) -> tuple[list[float], list[float], list[float]]:
    """Top and bottom of each row, and where the bends below it begin."""
    bent = {rows.row[way.start] for way, (start, end) in zip(rows.ways, ends, strict=True) if start != end}
    tops, bottoms, bends = [], [], []
    y: float = MARGIN
    for number, row in enumerate(rows.rows):
        tops.append(y)
        y += max((sizes[item][1] for item in row if item < rows.count), default=0)
        bottoms.append(y)
        y += LABEL if any(rows.below[item] for item in row if item < rows.count) else 4
        bends.append(y)
        y += BEND if number in bent else 8
    return tops, bottoms, bends


def _centres(rows: Rows, widths: Sequence[float]) -> list[float]:
    """The middle of every item."""
    centres = [0.0] * len(widths)
    weights = [HEAVY if item < rows.count else 1.0 for item in range(len(widths))]
    for row in rows.rows:
        _spread(row, [0.0] * len(row), widths, weights, centres)
    for number in range(PASSES):
        down = number % 2 == 0
        beside = rows.above if down else rows.below
        for row in rows.rows if down else rows.rows[::-1]:
            wishes = []
            for item in row:
                near = beside[item] or [item]
                total = sum(weights[other] for other in near)
                wishes.append(sum(centres[other] * weights[other] for other in near) / total)
            _spread(row, wishes, widths, weights, centres)
    _straighten(rows, widths, centres)
    return centres


def _straighten(rows: Rows, widths: Sequence[float], centres: list[float]) -> None:
    """Each lane in one line from its first row to its last, where there is room for it in all of them."""
    place = {item: (row, i) for row in rows.rows for i, item in enumerate(row)}
    lanes: dict[tuple[int, int], list[int]] = {}
    for lane, value in rows.lane.items():
        lanes.setdefault(value, []).append(lane)
    for parts in lanes.values():
        low, high = float("-inf"), float("inf")
        for part in parts:
            row, i = place[part]
            if i:
                low = max(low, centres[row[i - 1]] + (widths[row[i - 1]] + LANE) / 2 + GAP)
            if i + 1 < len(row):
                high = min(high, centres[row[i + 1]] - (widths[row[i + 1]] + LANE) / 2 - GAP)
        if low <= high:
            middle = sorted(centres[part] for part in parts)[len(parts) // 2]
            for part in parts:
                centres[part] = min(max(middle, low), high)


def _spread(
    row: list[int], wishes: list[float], widths: Sequence[float], weights: list[float], centres: list[float]
) -> None:
    """Set the middles of a row: the least squares from what is wished, in this order and with these gaps.

    That is an isotonic regression: items that want to pass each other form a pool with their mean wish.
    """
    if not row:
        return
    offsets = [0.0]
    for before, item in pairwise(row):
        offsets.append(offsets[-1] + (widths[before] + widths[item]) / 2 + GAP)
    pools: list[tuple[float, float, int]] = []  # mean, weight, items
    for i, item in enumerate(row):
        pools.append((wishes[i] - offsets[i], weights[item], 1))
        while len(pools) > 1 and pools[-2][0] >= pools[-1][0]:
            (mean, weight, size), (other, more, n) = pools.pop(), pools.pop()
            pools.append(((mean * weight + other * more) / (weight + more), weight + more, size + n))
    i = 0
    for mean, _, size in pools:
        for item in row[i : i + size]:
            centres[item] = mean + offsets[i]
            i += 1
