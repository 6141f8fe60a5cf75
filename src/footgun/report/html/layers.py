"""The rows of a drawing: which box stands in which, and in what order.

A value that passes rows on its way gets a place in each of them, its lane, one for all that take it: so no
edge runs through a box, and many skip connections stay few lines.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Sequence
from itertools import pairwise

from footgun.records import NamedTuple

SWEEPS = 8
LARGE = 4000  # items; of a larger drawing the first order stands


class Way(NamedTuple):
    """A value from one item of a row to an item of the next; `port` numbers the values of a box."""

    start: int
    end: int
    port: int


class Rows:
    """Items by row: a box has its own number, lanes have higher ones."""

    def __init__(self, count: int, edges: Sequence[tuple[int, int, int]]) -> None:
        self.count = count
        self.edges = edges  # (start, end, port); a start is smaller than its end
        self.row = _depths(count, edges)
        self.ways: list[Way] = []
        self.lane: dict[int, tuple[int, int]] = {}  # the box and port that a lane carries
        self._lead()
        height = max(self.row, default=-1) + 1
        self.above: list[list[int]] = [[] for _ in self.row]
        self.below: list[list[int]] = [[] for _ in self.row]
        for way in self.ways:
            self.above[way.end].append(way.start)
            self.below[way.start].append(way.end)
        self.rows: list[list[int]] = [[] for _ in range(height)]
        for item, row in enumerate(self.row):
            self.rows[row].append(item)
        self._sort()

    def _lead(self) -> None:
        """Every value through lanes to the rows where it is taken."""
        ends: dict[tuple[int, int], list[int]] = {}
        for start, end, port in self.edges:
            ends.setdefault((start, port), []).append(end)
        for (start, port), taken in ends.items():
            at, last = start, max(self.row[end] for end in taken)
            for row in range(self.row[start] + 1, last + 1):
                self.ways += [Way(at, end, port) for end in taken if self.row[end] == row]
                if row < last:
                    lane = len(self.row)
                    self.row.append(row)
                    self.lane[lane] = start, port
                    self.ways.append(Way(at, lane, port))
                    at = lane

    def _sort(self) -> None:
        """Few crossings: each item under the middle of those it comes from, then over those it goes to."""
        places = dict.fromkeys(range(len(self.row)), 0.0)
        for row in self.rows:
            self._arrange(row, self.above, places)
        best, fewest = [list(row) for row in self.rows], self.crossings()
        for sweep in range(SWEEPS):
            if not fewest or len(self.row) > LARGE:
                break
            upward = sweep % 2 == 0
            for row in self.rows[::-1] if upward else self.rows:
                self._arrange(row, self.below if upward else self.above, places)
            crossings = self.crossings()
            if crossings < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _arrange(self, row: list[int], beside: list[list[int]], places: dict[int, float]) -> None:
        """Sort a row by the mean place of the neighbours; of equals boxes before lanes, then as before."""
        before = {item: i for i, item in enumerate(row)}

        def wanted(item: int) -> tuple[float, int, int]:
            near = beside[item]
            mean = sum(places[other] for other in near) / len(near) if near else float(before[item])
            return mean, item >= self.count, before[item]

        row.sort(key=wanted)
        places.update((item, float(i)) for i, item in enumerate(row))

    def crossings(self) -> int:
        """How often two ways cross."""
        found = 0
        for upper, lower in pairwise(self.rows):
            place = {item: i for i, item in enumerate(lower)}
            seen: list[int] = []
            for item in upper:
                ends = sorted(place[end] for end in self.below[item])
                found += sum(len(seen) - bisect_right(seen, end) for end in ends)
                for end in ends:
                    insort(seen, end)
        return found


def _depths(count: int, edges: Sequence[tuple[int, int, int]]) -> list[int]:
    """Each box one row below the lowest that leads to it, a first one just above whatever takes it."""
    row = [0] * count
    for start, end, _ in sorted(edges, key=lambda edge: edge[1]):
        row[end] = max(row[end], row[start] + 1)
    led = {end for _, end, _ in edges}
    first: dict[int, int] = {}
    for start, end, _ in edges:
        if start not in led:
            first[start] = min(first.get(start, row[end]), row[end])
    for start, user in first.items():
        row[start] = user - 1
    return row
