"""Logical lines and comments without a parser, so that broken code, prose and magics can be told apart.

`ast` gives nothing for a text with one fault and `tokenize` stops at it. This scanner knows only strings,
comments, brackets and line joins, which is enough to say where each statement begins and ends.
"""

from __future__ import annotations

import re
from functools import lru_cache

from footgun.records import NamedTuple

# A quote that is never closed runs to the end of the line (of the text for three quotes), as Python reads it.
# The sign comes first and what follows looks back at it: so the engine skips all else in one fast loop.
TOKEN = re.compile(
    r"""
    []["'\#(){}\\\n] (?:
        (?<=[][(){}\n])
      | (?<=\#) [^\n]*
      | (?<=") (?: "" [^"\\]* (?: (?: \\(?:.|\Z) | "(?!"") ) [^"\\]* )* (?: \"{3} | \Z )
                 | [^"\\\n]* (?: \\(?:.|\Z) [^"\\\n]* )* "? )
      | (?<=') (?: '' [^'\\]* (?: (?: \\(?:.|\Z) | '(?!'') ) [^'\\]* )* (?: '{3}  | \Z )
                 | [^'\\\n]* (?: \\(?:.|\Z) [^'\\\n]* )* '? )
      | (?<=\\) \n
    )
    """,
    re.X | re.S,
)
CLOSES = {")": "(", "]": "[", "}": "{"}
OPENS = {"(": ")", "[": "]", "{": "}"}
# No expression continues with these words: a line that begins with one ends any bracket left open above it.
_FRESH = (
    r"([ \t]*)(?:def|class|import|return|while|with|try|except|finally|raise|assert|del|pass|break|continue"
    r"|elif|global|nonlocal|from[ \t]+[\w.]+[ \t]+import)\b"
)
FARTHEST = 200_000  # lines that one text may spend on looking for the end of open brackets, about 0.3 s
NEAR = 20  # how far one bracket is followed after that


@lru_cache(maxsize=1)
def _fresh() -> re.Pattern[str]:
    return re.compile(_FRESH)  # compiled only where brackets stay open at the end of a line


class Logical(NamedTuple):
    """One statement, or the header of a compound one: physical lines `first` to `last`, counted from 0.

    `start` and `end` are offsets of its code, without the indentation and the last comment.
    """

    first: int
    last: int
    start: int
    end: int
    indent: str
    open: tuple[int, ...]  # offsets of brackets that are never closed
    stray: int  # offset of a closing bracket that closes nothing, or -1
    quote: int  # offset of a string that is never closed, or -1


class Scanner:
    """Reads logical lines of one text, from any physical line on."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.starts = [0, *(m.end() for m in re.finditer(r"\n", source))]
        self.left = FARTHEST

    def __len__(self) -> int:
        return len(self.starts)

    def line(self, index: int) -> str:
        """The text of a physical line."""
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.source)
        return self.source[self.starts[index] : end]

    def logical(self, index: int) -> Logical | None:
        """The first logical line at or after a physical one; blank lines and comments are passed over."""
        starts = self.starts
        while index < len(starts):
            line = self.line(index)
            code = line.lstrip(" \t\f")
            if code and code[0] != "#":
                indent = line[: len(line) - len(code)]
                return self._scan(index, starts[index] + len(indent), indent)
            index += 1
        return None

    def _scan(self, index: int, start: int, indent: str) -> Logical:
        source = self.source
        stack: list[int] = []
        stray = quote = -1
        line, begin, end = index, start, start
        for match in TOKEN.finditer(source, start):
            at = match.start()
            sign = source[at]
            if sign in OPENS:
                stack.append(at)
            elif sign in CLOSES:
                if not any(source[o] == CLOSES[sign] for o in reversed(stack)):
                    stray = at if stray < 0 else stray
                    continue
                if source[stack[-1]] != CLOSES[sign] and stray < 0:
                    stray = at
                while source[stack.pop()] != CLOSES[sign]:
                    pass
            elif sign in "\"'":
                text = match[0]
                mark = text[:3] if text[:3] in ('"""', "'''") else sign
                if (len(text) < 2 * len(mark) or not text.endswith(mark)) and quote < 0:
                    quote = at
                line += text.count("\n")
            elif sign == "#":
                end = _code_end(source, begin, at, end)
                begin = match.end()
            elif sign == "\\":
                line += 1
            else:
                end = _code_end(source, begin, at, end)
                if not stack or self._ends_here(match.end(), indent, line - index):
                    break
                line += 1
                begin = match.end()
        else:
            end = _code_end(source, begin, len(source), end)
        if stack:
            self.left -= line - index
        return Logical(index, line, start, end, indent, tuple(stack), stray, quote)

    def _ends_here(self, following: int, indent: str, length: int) -> bool:
        fresh = _fresh().match(self.source, following)
        return (fresh is not None and len(fresh[1]) <= len(indent)) or length > max(self.left, NEAR)


def _code_end(source: str, begin: int, stop: int, before: int) -> int:
    code = source[begin:stop].rstrip()
    return begin + len(code) if code else before


def comments(source: str) -> list[tuple[int, int, str, bool]]:
    """Every comment: its line from 1, column from 0, text with `#`, and whether it is alone on its line."""
    found = []
    line, counted = 1, 0
    for match in TOKEN.finditer(source):
        at = match.start()
        if source[at] == "#":
            line += source.count("\n", counted, at)
            counted = at
            begin = source.rfind("\n", 0, at) + 1
            found.append((line, at - begin, match[0].rstrip(), not source[begin:at].strip()))
    return found
