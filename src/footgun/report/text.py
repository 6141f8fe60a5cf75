"""Text as a terminal shows it: how wide it is, and nothing in it that could steer the terminal.

Checked files are not trusted: an escape sequence or a right-to-left override in a source line, a message or
a path is shown as a harmless sign.
"""

from __future__ import annotations

from collections.abc import Sequence

TAB = "    "
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029")


def visible(text: str) -> str:
    r"""The text on one line with control characters replaced.

    >>> visible("a\x1b[31mb")
    'a␛[31mb'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_sign, text))


def width(text: str) -> int:
    """How many terminal columns the text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


class Shown:
    """A source line as shown: tabs widened, and the display column of every character."""

    __slots__ = ("columns", "text")

    def __init__(self, line: str) -> None:
        self.columns: Sequence[int] = range(len(line) + 1)  # of each character, and of the end
        self.text = line.rstrip()
        if line.isascii() and line.isprintable():
            return
        parts: list[str] = []
        self.columns = columns = [0]
        for character in line:
            part = _sign(character)
            parts.append(part)
            columns.append(columns[-1] + width(part))
        self.text = "".join(parts).rstrip()

    def at(self, column: int) -> int:
        """Where a column of the file (from 1) is shown (from 0)."""
        return self.columns[min(max(column - 1, 0), len(self.columns) - 1)]

    def cut(self, start: int, end: int) -> str:
        """The characters shown between two display columns."""
        column, kept = 0, []
        for character in self.text:
            if start <= column < end:
                kept.append(character)
            column += _columns(character)
        return "".join(kept)


def _sign(character: str) -> str:
    if character == "\t":
        return TAB
    code = ord(character)
    if code < 32:
        return chr(0x2400 + code)
    if code == 127:
        return "\u2421"
    if 128 <= code < 160 or 0xD800 <= code < 0xE000 or character in _BIDI:
        return "\ufffd"
    return character


def _columns(character: str) -> int:
    if character < "\u0300":
        return 1
    import unicodedata

    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
