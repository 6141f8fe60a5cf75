"""Python text in words of four kinds, for the eye alone: what it takes wrongly is only a colour."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator

from footgun.report.html.markup import Markup, escape, join, tag

_TRIPLE = r"'''(?:\\.|[^\\])*?(?:'''|\Z)|" + r'"""(?:\\.|[^\\])*?(?:"""|\Z)'
_SINGLE = r"'(?:\\.|[^\\'\n])*(?:'|$)|" + r'"(?:\\.|[^\\"\n])*(?:"|$)'
_WORDS = re.compile(
    rf"(?P<comment>\#[^\n]*)|(?P<string>\b[rbfuRBFU]{{0,2}}(?:{_TRIPLE}|{_SINGLE})|{_TRIPLE}|{_SINGLE})"
    r"|(?P<number>\b\d[\w.]*)|(?P<name>[^\W\d]\w*)",
    re.S | re.M,
)
KINDS = {"comment": "c", "string": "s", "number": "m", "keyword": "k"}
MOST = 200_000  # characters; a larger text is not coloured


def coloured(lines: list[str]) -> list[Markup]:
    """Each line with its words marked."""
    text = "\n".join(line.rstrip("\r\n").replace("\n", " ") for line in lines)
    if len(text) > MOST:
        return [escape(line.rstrip("\r\n")) for line in lines]
    rows: list[list[Markup]] = [[]]
    for kind, piece in _pieces(text):
        for number, part in enumerate(piece.split("\n")):
            if number:
                rows.append([])
            if part:
                rows[-1].append(tag("i", part, class_=KINDS[kind]) if kind in KINDS else escape(part))
    return [join(row) for row in rows]


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    for match in _WORDS.finditer(text):
        kind, word = match.lastgroup or "", match[0]
        if kind == "name":
            kind = "keyword" if keyword.iskeyword(word) else ""
        yield "", text[end : match.start()]
        yield kind, word
        end = match.end()
    yield "", text[end:]
