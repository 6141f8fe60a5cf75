"""The lines that a finding speaks of, with its own stretch and those of its labels marked and named."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from footgun.findings import Finding, Span
from footgun.report.html.links import Links
from footgun.report.html.markup import Markup, escape, join, prose, tag
from footgun.report.html.words import spoken_place
from footgun.report.place import place as written_place
from footgun.report.text import width

TALL = 8  # lines of one span; of a taller one the first and the last are shown
WIDE, LEAD = 300, 60  # characters of a line, and those kept before the first mark of a longer one


def frame(finding: Finding, links: Links) -> Markup | None:
    """The frame, or None where the text is not at hand."""
    spans = [(finding.span, "", True), *((span, text, False) for span, text in finding.labels)]
    here = [item for item in spans if _is_here(item[0], finding, links)]
    away = [item for item in spans if item not in here and not item[2]]
    rows: list[Markup] = []
    for cell in dict.fromkeys(span.cell for span, _, _ in here):
        if rows:
            rows.append(tag("span", f"cell {cell}", class_="gap"))
        rows += _rows(cell, [item for item in here if item[0].cell == cell], finding, links)
    notes = [
        tag("p", tag("b", written_place(span)), " ", prose(text), class_="quiet") for span, text, _ in away
    ]
    lines = tag("pre", *rows, class_="frame", tabindex=0, role="group", aria_label="source") if rows else None
    return join([lines, *notes]) if rows or notes else None


def _is_here(span: Span, finding: Finding, links: Links) -> bool:
    return span.path == finding.span.path == links.file.path and 0 < span.line <= len(
        links.file.lines.get(span.cell, ())
    )


def _rows(
    cell: int | None, items: list[tuple[Span, str, bool]], finding: Finding, links: Links
) -> Iterator[Markup]:
    lines = links.file.lines[cell]
    wanted: dict[int, list[tuple[Span, str, bool]]] = {}
    for item in items:
        span = item[0]
        end = min(max(span.end_line, span.line), len(lines))
        tall = end - span.line >= TALL
        for line in [*range(span.line, span.line + 3), end] if tall else range(span.line, end + 1):
            wanted.setdefault(line, []).append(item)
    before = min(wanted) - 1
    for line in sorted(wanted):
        if line == before + 2:
            yield _row(links, cell, before + 1, [], finding)
        elif line > before + 2:
            yield tag("span", "⋯", class_="gap")
        yield _row(links, cell, line, wanted[line], finding)
        for span, text, _ in wanted[line]:
            if text and span.line == line:
                first = min(width(lines[line - 1][: span.column - 1]), 32)
                yield tag("span", " " * first, "╰ ", prose(text), class_="note")
        before = line


def _row(
    links: Links, cell: int | None, line: int, items: list[tuple[Span, str, bool]], finding: Finding
) -> Markup:
    text = links.file.lines[cell][line - 1].rstrip("\r\n")
    marks = [0] * len(text)
    for span, _, primary in sorted(items, key=lambda item: item[2]):
        start = span.column - 1 if span.line == line else len(text) - len(text.lstrip())
        end = span.end_column - 1 if span.end_line == line else len(text)
        for i in range(start, min(end, len(text))):
            marks[i] = 2 if primary else 1
    place = tag(
        "a", str(line), href=f"#{links.line_id((cell, line))}", class_="no", aria_label=_named(cell, line)
    )
    return tag("span", place, *_marked(text, marks, finding.severity.value), class_="row")


def _named(cell: int | None, line: int) -> str:
    return spoken_place(Span("", line, 1, line, 1, cell))


def _marked(text: str, marks: list[int], severity: str) -> Iterator[Markup]:
    """The text with its marked stretches, cut where it is very long."""
    first = next((i for i, mark in enumerate(marks) if mark), 0)
    start = max(0, first - LEAD) if len(text) > WIDE else 0
    if start:
        yield tag("span", "…", class_="quiet")
    for mark, run in groupby(range(start, min(len(text), start + WIDE)), key=marks.__getitem__):
        piece = "".join(text[i] for i in run)
        yield tag("mark", piece, class_=severity if mark == 2 else "label") if mark else escape(piece)
    if len(text) > start + WIDE:
        yield tag("span", "…", class_="quiet")
