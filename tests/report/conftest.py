from __future__ import annotations

import pytest

from footgun.findings import Finding, Label, Severity, Span
from footgun.report.frame import frame
from footgun.report.paint import Paint


class Source:
    """A text whose stretches are found by what they say."""

    def __init__(self, text, path="net.py", cell=None):
        self.lines = text.splitlines()
        self.path = path
        self.cell = cell

    def span(self, piece, to=None):
        line = next(n for n, text in enumerate(self.lines, 1) if piece in text)
        column = self.lines[line - 1].index(piece) + 1
        if to is None:
            return Span(self.path, line, column, line, column + len(piece), self.cell)
        end = next(n for n, text in enumerate(self.lines, 1) if to in text and n >= line)
        return Span(self.path, line, column, end, self.lines[end - 1].index(to) + len(to) + 1, self.cell)

    def finding(self, piece, *labels, to=None, message="the message", help=None, severity=Severity.ERROR):
        marks = tuple(Label(self.span(words), text) for words, text in labels)
        return Finding("SHP001", "a-slug", severity, message, self.span(piece, to), marks, help)

    def frame(self, finding, paint=None):
        return "\n".join(frame(finding, {self.cell: self.lines}, paint or Paint(False)))


@pytest.fixture
def source():
    return Source
