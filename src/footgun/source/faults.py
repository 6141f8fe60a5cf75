"""Syntax faults: what Python says about broken code, in our words and at exact places."""

from __future__ import annotations

import re
import sys

from footgun.source.document import SyntaxFault

TOO_DEEP = "nested too deeply to be read"
_PRINT = re.compile(r"(?:print|exec)[ \t]+[^\s=.,;)\]}:]")
_MAGIC = re.compile(r"[!%]{1,2}\s*\w|[\w.]+\?{1,2}$|\?")
_EXCEPT = re.compile(r"except\s+[\w.]+\s*,\s*\w+\s*:")
_NEWER = (
    ((3, 11), "`except*`", re.compile(r"except\s*\*")),
    ((3, 12), "a `type` statement", re.compile(r"type\s+\w+\s*(?:\[[^\]]*\]\s*)?=")),
    ((3, 12), "a type parameter list", re.compile(r"(?:async\s+def|def|class)\s+\w+\s*\[")),
    ((3, 14), "a template string", re.compile(r"(?:.*[\s(,=])?[tT][rR]?[\"']")),
)


# What stands inside the braces of an f-string is free only since then: its own quotes, backslashes, comments.
_FREE = (3, 12)
_QUOTES = re.compile(r".*?[fF][rR]?(?P<quote>[\"'])[^\"'\n]*\{[^}\n]*(?P=quote)[^\n]*\}", re.S)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """The line and column, both from 0, of an offset."""
    return text.count("\n", 0, offset), offset - text.rfind("\n", 0, offset) - 1


def at(text: str, offset: int, message: str, length: int = 1) -> SyntaxFault:
    """A fault at an offset of a text, with lines counted from 0."""
    line, column = place_of(text, offset)
    return SyntaxFault(message, line, column, line, column + length)


def from_error(error: BaseException, text: str, before: int = 0, column: int = 0) -> SyntaxFault:
    """The fault of an exception; the parser saw the text `before` lines and `column` columns further on."""
    lines = text.split("\n")
    end = (len(lines) - 1, len(lines[-1]))
    whole = SyntaxFault(TOO_DEEP, 0, 0, *end, limit=True)
    if not isinstance(error, SyntaxError):
        return whole
    message, limit = _explained(error, text.lstrip())
    if message == TOO_DEEP:
        return whole._replace(message=message)

    def clamped(row: int | None, offset: int | None) -> tuple[int, int]:
        line = (row or 1) - 1 - before
        if line < 0:
            return 0, 0
        if line >= len(lines):
            return end
        col = (offset or 1) - 1 - (column if line == 0 else 0)
        return line, min(max(col, 0), len(lines[line]))

    start = clamped(error.lineno, error.offset)
    stop = clamped(error.end_lineno, error.end_offset) if (error.end_offset or 0) > 0 else start
    if stop <= start:
        stop = (start[0], start[1] + 1)
    return SyntaxFault(message, *start, *stop, limit=limit)


def _explained(error: SyntaxError, text: str) -> tuple[str, bool]:
    """What is wrong, and whether only this Python cannot read it."""
    if error.msg.startswith("too many") or "recursion" in error.msg or "too complex" in error.msg:
        return TOO_DEEP, True
    word = re.match(r"\w*", text)
    assert word is not None
    if _PRINT.match(text):
        return f"`{word[0]}` is a function in Python 3, this is a statement of Python 2", False
    if _EXCEPT.match(text):
        return "`except` with a comma is Python 2, the name of the exception comes after `as`", False
    if _MAGIC.match(text):
        return "a magic of IPython, which plain Python cannot run", False
    for version, what, pattern in _NEWER:
        if sys.version_info < version and pattern.match(text):
            here = f"{sys.version_info[0]}.{sys.version_info[1]}"
            return f"{what} needs Python {version[0]}.{version[1]}, footgun runs on {here}", True
    if sys.version_info < _FREE and error.msg.startswith("f-string") and _is_free(error.msg, text):
        here = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return f"an f-string of this form needs Python 3.12, footgun runs on {here}", True
    return tidy(error.msg), False


def _is_free(message: str, text: str) -> bool:
    """Whether an f-string may be right for a newer Python."""
    return "cannot include" in message or _QUOTES.match(text) is not None


def tidy(message: str) -> str:
    """Python's words in the form of ours: lower case, code in backticks, no full stop.

    >>> tidy("Missing parentheses in call to 'print'. Did you mean print(...)?")
    'missing parentheses in call to `print`'
    """
    message = re.sub(r"\s*\((?:detected at line \d+|<\w+>, line \d+)\)", "", message)
    message = re.sub(r"[.?,] (?:Did|did) you mean.*", "", message)
    message = re.sub(r"\. (?:Perhaps|Maybe) you ", "; perhaps you ", message)
    message = re.sub(r"'([^']+)'", r"`\1`", message).rstrip(".? ")
    return message[:1].lower() + message[1:] if not message[1:2].isupper() else message
