"""Edits -> the bytes of the file with them: encoding, mark, line ends and all that is not edited stay."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from footgun.findings import Edit
from footgun.fix.notebook import NotWritableError, rewritten

__all__ = ["NotWritableError", "applied", "overlap"]

MARK = b"\xef\xbb\xbf"


def applied(data: bytes, encoding: str, edits: Iterable[Edit], notebook: bool = False) -> bytes:
    """The file after the edits, which may not overlap.

    Raises:
        NotWritableError: if the text cannot be written in the encoding of the file, or a notebook's cell is
            not found again.
    """
    mark = MARK if data.startswith(MARK) else b""
    text = data[len(mark) :].decode(encoding)
    if notebook:
        cells: dict[int, list[Edit]] = {}
        for edit in edits:
            cells.setdefault(edit.span.cell or 0, []).append(edit)
        text = rewritten(text, {number: _editing(found) for number, found in cells.items()})
    else:
        text = edited(text, edits)
    try:
        return mark + text.encode(encoding)
    except UnicodeEncodeError as error:
        raise NotWritableError(f"the fix cannot be written in {encoding}") from error


def edited(text: str, edits: Iterable[Edit]) -> str:
    r"""A text after edits; new lines end as the line does where they begin.

    >>> from footgun.findings import Span
    >>> edited("a\r\nb\r\n", [Edit(Span("x", 2, 1, 2, 1), "c\n")])
    'a\r\nc\r\nb\r\n'
    """
    starts, ends = [0], []
    for match in re.finditer(r"\r\n|\r|\n", text):
        starts.append(match.end())
        ends.append(match.group())
    common = ends[0] if ends else "\n"

    def offset(line: int, column: int) -> int:
        return starts[line - 1] + column - 1 if line <= len(starts) else len(text)

    for edit in sorted(edits, key=lambda e: (e.span.line, e.span.column), reverse=True):
        span = edit.span
        newline = ends[span.line - 1] if span.line <= len(ends) else common
        words = edit.text.replace("\n", newline)
        start, end = offset(span.line, span.column), offset(span.end_line, span.end_column)
        text = text[:start] + words + text[end:]
    return text


def overlap(one: Iterable[Edit], other: Iterable[Edit]) -> bool:
    """Whether two fixes touch the same text; what is put in at one place by both does."""
    return any(_touch(a, b) for a in one for b in other)


def _touch(a: Edit, b: Edit) -> bool:
    if a.span.cell != b.span.cell:
        return False
    first, second = ((e.span.line, e.span.column) for e in (a, b))
    last_first, last_second = ((e.span.end_line, e.span.end_column) for e in (a, b))
    return first == second or (first < last_second and second < last_first)


def _editing(edits: list[Edit]) -> Callable[[str], str]:
    return lambda source: edited(source, edits)
