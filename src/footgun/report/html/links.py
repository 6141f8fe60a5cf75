"""What belongs together on the page: boxes of the drawings, findings, lines of the source, by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Elsewhere, Finding, Severity, Span
from footgun.report.html.budget import Room
from footgun.report.html.matching import boxes_of
from footgun.results import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    Place = tuple[int | None, int]

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Links:
    """The ids of one file's findings, boxes and lines, and which leads where."""

    def __init__(self, number: int, file: FileResult, findings: Sequence[Finding], room: Room) -> None:
        self.number = number
        self.file = file
        self.room = room
        self.findings = list(findings)
        self.drawings = file.drawings
        self.of_box: dict[tuple[int, int], list[int]] = {}  # (drawing, box) -> findings, the worst first
        self.box_of: dict[int, tuple[int, int]] = {}  # finding -> the first box that it is about
        self.on_line: dict[Place, list[int]] = {}
        self.boxes_on: dict[Place, list[tuple[int, int]]] = {}
        for index, finding in enumerate(self.findings):
            place = self.place(finding.span)
            if place is not None:
                self.on_line.setdefault(place, []).append(index)
        for i, drawing in enumerate(self.drawings):
            if i not in room.drawn:
                continue
            for j, box in enumerate(drawing.boxes):
                line = self.place(box.called)
                if line is not None:
                    self.boxes_on.setdefault(line, []).append((i, j))
        for index, boxes in enumerate(boxes_of(self.findings, self.drawings)):
            for key in filter(lambda key: key[0] in room.drawn, boxes):
                self.of_box.setdefault(key, []).append(index)
                self.box_of.setdefault(index, key)
        for found in self.of_box.values():
            found.sort(key=lambda index: (ORDER[self.findings[index].severity], index))

    def finding_id(self, index: int) -> str:
        """Of a finding by its place in the list."""
        return f"f{self.number}-{index + 1}"

    def box_id(self, drawing: int, box: int) -> str:
        """Of a box of a drawing."""
        return f"b{self.number}-{drawing + 1}-{box + 1}"

    def line_id(self, place: Place) -> str:
        """Of a line of the source."""
        cell, line = place
        return f"l{self.number}-{line}" if cell is None else f"l{self.number}-{cell}-{line}"

    def place(self, span: Span | None) -> Place | None:
        """The line of this file that a span begins on, or that leads to it, if the page shows it."""
        if isinstance(span, Elsewhere):
            span = span.entry
        if span is None or span.path != self.file.path or not self.room.text:
            return None
        return (span.cell, span.line) if span.line <= len(self.file.lines.get(span.cell, ())) else None

    def at(self, drawing: int, box: int) -> list[Finding]:
        """What is found at a box, the worst first."""
        return [self.findings[index] for index in self.of_box.get((drawing, box), ())]

    def target(self, drawing: int, box: int) -> str | None:
        """Where a box leads: to its worst finding, else to its line."""
        found = self.of_box.get((drawing, box))
        if found:
            return self.finding_id(found[0])
        place = self.place(self.drawings[drawing].boxes[box].called)
        return self.line_id(place) if place is not None else None
