"""Which boxes of the drawings a finding is about: those whose own text is the smallest around it.

A line may run many times. Then the finding is about the runs that have a fault, or that stand beside a box
which one of its labels speaks of; where nothing tells them apart, about all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.findings import Finding, Span
from footgun.network.draw import Box, Drawing

TYPE_CHECKING = False
if TYPE_CHECKING:
    Key = tuple[int, int]  # the drawing, and the box in it

TALL = 30  # lines of a call that is searched for from below


def boxes_of(findings: Sequence[Finding], drawings: Sequence[Drawing]) -> Iterator[list[Key]]:
    """For each finding its boxes."""
    by_line: dict[tuple[str, int | None, int], list[Key]] = {}
    for i, drawing in enumerate(drawings):
        for j, box in enumerate(drawing.boxes):
            for span in dict.fromkeys(_spans(box)):
                by_line.setdefault((span.path, span.cell, span.line), []).append((i, j))
    beside = [_neighbours(drawing) for drawing in drawings]

    def around(span: Span) -> list[Key]:
        lines = range(max(1, span.line - TALL), span.line + 1)
        near = (key for line in lines for key in by_line.get((span.path, span.cell, line), ()))
        extents: dict[Key, tuple[int, int]] = {}
        for i, j in near:
            holding = [_extent(s) for s in _spans(drawings[i].boxes[j]) if _holds(s, span)]
            if holding:
                extents[i, j] = min(holding)
        least = min(extents.values(), default=None)
        return sorted(key for key, extent in extents.items() if extent == least)

    for finding in findings:
        found = around(finding.span)
        if len(found) > 1:
            faulty = [(i, j) for i, j in found if drawings[i].boxes[j].faults]
            told = {key for label in finding.labels for key in around(label.span)} - set(found)
            linked = [(i, j) for i, j in found if any((i, k) in told for k in beside[i].get(j, ()))]
            found = faulty or linked or found
        yield found


def _neighbours(drawing: Drawing) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for start, end, _ in drawing.edges:
        found.setdefault(start, set()).add(end)
        found.setdefault(end, set()).add(start)
    return found


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
