"""What one page can hold: a browser that must show all networks of a large project shows none of them well.

Files with findings are served first. What is left out is said, with the way to see it.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Finding
from footgun.network.draw import Box, Drawing
from footgun.records import NamedTuple
from footgun.results import FileResult

BOXES = 8_000  # about six million characters
LINES = 30_000


class Room(NamedTuple):
    """What of a file is shown: the drawings that are, by number, and whether its text is."""

    drawn: frozenset[int]
    same: dict[int, int]  # a drawing like an earlier one of the file, and which
    text: bool


def rooms(files: Sequence[FileResult], findings: Sequence[Sequence[Finding]]) -> list[Room]:
    """The room of each file."""
    boxes, lines = BOXES, LINES
    found: dict[int, Room] = {}
    for number in sorted(range(len(files)), key=lambda i: not findings[i]):
        file = files[number]
        same = _same(file.drawings)
        drawn = set()
        for i, drawing in enumerate(file.drawings):
            if i not in same and len(drawing.boxes) <= boxes:
                boxes -= len(drawing.boxes)
                drawn.add(i)
        count = sum(map(len, file.lines.values()))
        text = count <= lines
        lines -= count if text else 0
        found[number] = Room(frozenset(drawn), same, text)
    return [found[number] for number in range(len(files))]


def _same(drawings: Sequence[Drawing]) -> dict[int, int]:
    """Drawings that look like an earlier one: the same builder called twice."""
    first: dict[object, int] = {}
    same: dict[int, int] = {}
    for i, drawing in enumerate(drawings):
        key = drawing.name, drawing.edges, tuple(map(_look, drawing.boxes))
        if first.setdefault(key, i) != i:
            same[i] = first[key]
    return same


def _look(box: Box) -> object:
    return box.kind, box.label, box.gives, box.path, box.settings, box.weights, box.faults, box.called
