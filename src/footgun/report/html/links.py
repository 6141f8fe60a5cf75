"""What belongs together on the page: boxes of the drawings, findings and lines of the source, by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Elsewhere, Finding, Severity, Span
from footgun.network.draw import Box
from footgun.results import FileResult

TYPE_CHECKING = False
if TYPE_CHECKING:
    Place = tuple[int | None, int]

ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Links:
    """The ids of one file's findings, boxes and lines, and which leads where."""

    def __init__(self, number: int, file: FileResult, findings: Sequence[Finding]) -> None:
        self.number = number
        self.file = file
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
        self._match()

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
        """The line of this file that a span begins on, or that leads to it."""
        if isinstance(span, Elsewhere):
            span = span.entry
        if span is None or span.path != self.file.path:
            return None
        return (span.cell, span.line) if span.line <= len(self.file.lines.get(span.cell, ())) else None

    def severity(self, drawing: int, box: int) -> Severity | None:
        """The worst that is found at a box."""
        found = self.of_box.get((drawing, box))
        return self.findings[found[0]].severity if found else None

    def target(self, drawing: int, box: int) -> str | None:
        """Where a box leads: to its worst finding, else to its line."""
        found = self.of_box.get((drawing, box))
        if found:
            return self.finding_id(found[0])
        place = self.place(self.drawings[drawing].boxes[box].called)
        return self.line_id(place) if place is not None else None

    def _match(self) -> None:
        by_line: dict[tuple[str, int | None, int], list[tuple[int, int]]] = {}
        for i, drawing in enumerate(self.drawings):
            for j, box in enumerate(drawing.boxes):
                for span in dict.fromkeys(_spans(box)):
                    by_line.setdefault((span.path, span.cell, span.line), []).append((i, j))
                place = self.place(box.called)
                if place is not None:
                    self.boxes_on.setdefault(place, []).append((i, j))
        for index, finding in enumerate(self.findings):
            span = finding.span
            near = [
                key for line in range(max(1, span.line - 30), span.line + 1)
                for key in by_line.get((span.path, span.cell, line), ())
            ]  # fmt: skip
            for key in self._about(finding.span, near):
                self.of_box.setdefault(key, []).append(index)
                self.box_of.setdefault(index, key)
        for found in self.of_box.values():
            found.sort(key=lambda index: (ORDER[self.findings[index].severity], index))

    def _about(self, span: Span, near: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """The boxes whose own text is the smallest around a finding; of several runs the faulty ones."""
        around: dict[tuple[int, int], tuple[int, int]] = {}
        for i, j in near:
            holding = [_extent(s) for s in _spans(self.drawings[i].boxes[j]) if _holds(s, span)]
            if holding:
                around[i, j] = min(holding)
        least = min(around.values(), default=None)
        found = [key for key, extent in around.items() if extent == least]
        faulty = [(i, j) for i, j in found if self.drawings[i].boxes[j].faults]
        return faulty or found


def _spans(box: Box) -> list[Span]:
    return [span for span in (box.called, box.made) if span is not None]


def _holds(outer: Span, inner: Span) -> bool:
    return (
        (outer.path, outer.cell) == (inner.path, inner.cell)
        and (outer.line, outer.column) <= (inner.line, inner.column)
        and (inner.end_line, inner.end_column) <= (outer.end_line, outer.end_column)
    )


def _extent(span: Span) -> tuple[int, int]:
    return span.end_line - span.line, span.end_column - (span.column if span.line == span.end_line else 0)
