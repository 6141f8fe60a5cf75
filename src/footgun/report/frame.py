"""The source frame of a finding: its lines with carets under the mistake and dashes under what led to it.

Secondary labels stand in source order, distant lines are joined by `...`, and a bracket on the left holds a
span over several lines.
"""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Span
from footgun.records import NamedTuple
from footgun.report.paint import Paint
from footgun.report.place import place
from footgun.report.text import Shown, visible, width
from footgun.results import Lines

WIDEST = 140  # columns of a source line; a longer one is cut around its marks
LEAD = 24  # columns kept before the first mark of a cut line
TALLEST = 6  # lines of a bracket; of a taller one the first three and the last are shown


class Mark(NamedTuple):
    """An underlined stretch of one shown line, in display columns."""

    start: int
    end: int
    text: str
    primary: bool


def frame(finding: Finding, lines: Lines, paint: Paint) -> Iterator[str]:
    """The `-->` line, the source lines with their marks, and help."""
    spans = [(finding.span, "", True)]
    for span, text in finding.labels:
        if span == finding.span and not spans[0][1]:
            spans[0] = (span, text, True)
        else:
            spans.append((span, text, False))
    blocks: dict[tuple[str, int | None], list[tuple[Span, str, bool]]] = {}
    elsewhere: list[tuple[Span, str, bool]] = []
    for item in spans:
        span = item[0]
        here = span.path == finding.span.path and 0 < span.line <= len(lines.get(span.cell, ()))
        if here:
            blocks.setdefault((span.path, span.cell), []).append(item)
        elif not item[2]:
            elsewhere.append(item)
    drawn = [_Block(items, lines[cell]) for (_, cell), items in blocks.items()]
    gutter = max([len(str(block.last)) for block in drawn], default=1)
    bar = " " * gutter + paint("gutter", " |")
    arrow = " " * gutter
    yield f"{arrow}{paint('gutter', '-->')} {place(finding.span)}"
    for index, block in enumerate(drawn):
        if index or not block.primary:
            yield f"{arrow}{paint('gutter', ':::')} {place(block.first_span)}"
        yield bar
        yield from block.draw(gutter, paint)
    if drawn and (elsewhere or finding.help):
        yield bar
    for span, text, _ in elsewhere:
        yield f"{' ' * gutter} {paint('gutter', '=')} note: {place(span)}: {visible(text)}"
    if finding.help:
        first, *rest = finding.help.splitlines()
        yield f"{' ' * gutter} {paint('gutter', '=')} {paint('good', 'help')}: {visible(first)}"
        for line in rest:
            yield f"{' ' * gutter}         {visible(line)}"


class _Block:
    """The marked lines of one file or notebook cell."""

    def __init__(self, items: list[tuple[Span, str, bool]], lines: list[str]) -> None:
        self.lines = lines
        self.primary = any(primary for _, _, primary in items)
        self.first_span = items[0][0]
        self.bracket: tuple[int, int, str] | None = None
        self.spans: dict[int, list[tuple[Span, str, bool]]] = {}
        for item in items:
            span, text, primary = item
            end = min(span.end_line, len(lines))
            if primary and end > span.line:
                self.bracket = (span.line, end, text)
            else:
                self.spans.setdefault(span.line, []).append(item)
        numbers = set(self.spans)
        if self.bracket:
            first, last, _ = self.bracket
            tall = last - first >= TALLEST
            numbers.update((first, first + 1, first + 2, last) if tall else range(first, last + 1))
        self.numbers = sorted(numbers)
        self.last = self.numbers[-1]

    def draw(self, gutter: int, paint: Paint) -> Iterator[str]:
        """The lines with marks below them."""
        before = self.numbers[0]
        for number in self.numbers:
            if number - before == 2:
                yield from self._line(before + 1, gutter, paint)
            elif number - before > 2:
                inside = self.bracket is not None and self.bracket[0] < number <= self.bracket[1]
                yield paint("gutter", "...") + (" " * gutter + paint("error", "|") if inside else "")
            yield from self._line(number, gutter, paint)
            before = number

    def _line(self, number: int, gutter: int, paint: Paint) -> Iterator[str]:
        shown = Shown(self.lines[number - 1])
        marks = [self._mark(shown, *item) for item in self.spans.get(number, ())]
        side, empty = self._side(number, paint), " " * gutter + paint("gutter", " |")
        text, marks = _fit(shown, marks)
        body = f" {side}{text}"
        yield f"{paint('gutter', f'{number:>{gutter}} |')}{body}".rstrip()
        below = self._side(number + 1, paint) if self.bracket and number < self.bracket[1] else side and "  "
        for row in _mark_rows(marks, paint):
            yield f"{empty} {below}{row}".rstrip()
        if self.bracket and number == self.bracket[1]:
            start, end = self._extent(shown)
            label = f" {visible(self.bracket[2])}" if self.bracket[2] else ""
            yield f"{empty} {paint('error', '|' + '_' * (start + 1) + '^' * (end - start) + label)}"

    def _extent(self, shown: Shown) -> tuple[int, int]:
        """Where the closing line of the bracket has text."""
        indent = len(shown.text) - len(shown.text.lstrip())
        return min(indent, WIDEST), min(max(width(shown.text), indent + 1), WIDEST)

    def _side(self, number: int, paint: Paint) -> str:
        """The bracket beside a line, empty where the block has none."""
        if self.bracket is None:
            return ""
        first, last, _ = self.bracket
        if number == first:
            return paint("error", "/ ")
        return paint("error", "| ") if first < number <= last else "  "

    def _mark(self, shown: Shown, span: Span, text: str, primary: bool) -> Mark:
        start = shown.at(span.column)
        end = shown.at(span.end_column) if span.end_line == span.line else width(shown.text)
        return Mark(start, max(end, start + 1), visible(text), primary)


def _fit(shown: Shown, marks: list[Mark]) -> tuple[str, list[Mark]]:
    """The line cut around its marks where it is too wide, and the marks moved along."""
    total = width(shown.text)
    if total <= WIDEST:
        return shown.text, marks
    start = min((mark.start for mark in marks), default=0)
    left = max(0, min(start - LEAD, total - WIDEST))
    right = left + WIDEST
    before, after = "..." if left else "", "..." if right < total else ""
    moved = []
    for mark in marks:
        first, last = (min(max(column, left), right) - left + len(before) for column in mark[:2])
        moved.append(mark._replace(start=min(first, last - 1), end=last))
    return before + shown.cut(left, right) + after, moved


def _mark_rows(marks: list[Mark], paint: Paint) -> Iterator[str]:
    """The row of carets and dashes, then a row for each label that does not fit behind them."""
    if not marks:
        return
    marks = sorted(marks, key=lambda mark: (mark.start, mark.end))
    cells: list[tuple[str, str]] = [(" ", "")] * max(mark.end for mark in marks)
    for mark in sorted(marks, key=lambda mark: mark.primary):
        sign = ("^", "error") if mark.primary else ("-", "label")
        cells[mark.start : mark.end] = [sign] * (mark.end - mark.start)
    inline = marks[-1] if marks[-1].end == len(cells) else None
    label = f" {inline.text}" if inline and inline.text else ""
    yield _painted(cells, paint) + paint(_style(inline), label)
    waiting = [mark for mark in marks if mark.text and mark is not inline]
    while waiting:
        mark = waiting.pop()
        for tail in ("|", mark.text):
            yield "".join(_stems(waiting, mark.start, paint)) + paint(_style(mark), tail)


def _stems(marks: list[Mark], end: int, paint: Paint) -> Iterator[str]:
    """The `|` of labels still to come, padded to column `end`."""
    column = 0
    for mark in marks:
        if column <= mark.start < end:
            yield " " * (mark.start - column) + paint(_style(mark), "|")
            column = mark.start + 1
    yield " " * (end - column)


def _style(mark: Mark | None) -> str:
    return "error" if mark is not None and mark.primary else "label"


def _painted(cells: list[tuple[str, str]], paint: Paint) -> str:
    """Runs of equal signs, each painted once."""
    from itertools import groupby

    row = ""
    for style, run in groupby(cells, key=lambda cell: cell[1]):
        text = "".join(sign for sign, _ in run)
        row += paint(style, text) if style else text
    return row
