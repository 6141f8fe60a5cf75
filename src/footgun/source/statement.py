"""One logical line of broken code: whether it parses, how it may be mended, and what stands for it otherwise.

What is put in is marked by a sign of the private use area until the end, so that every column of the mended
text can be traced back to the reader's own.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from footgun.records import NamedTuple
from footgun.source.document import UNREAD, SyntaxFault
from footgun.source.faults import at, from_error
from footgun.source.lines import CLOSES, OPENS, TOKEN, Scanner

MARK = "\ue000"  # stands before every character put in
COMPOUND = frozenset(
    {
        "if",
        "elif",
        "else",
        "for",
        "while",
        "with",
        "try",
        "except",
        "finally",
        "def",
        "class",
        "match",
        "case",
    }
)
_WORD = re.compile(r"(?:async[ \t]+)?(\w+|@)")
_TARGETS = re.compile(
    r"((?:\*?[^\W\d][\w.]*\s*,\s*)*\*?[^\W\d][\w.]*)\s*(?::[^=\n]+)?(?:[-+*/%&|^@]|//|\*\*|<<|>>)?=(?!=)"
)
_LOOP = re.compile(r"((?:async\s+)?for\s+[\w\s,.*()]+?\s+in)\b")
_NAMED = re.compile(r"(?:async\s+)?(def|class)\s+([^\W\d]\w*)")
_PARAMETER = re.compile(r"[(,]\s*(\*{0,2}[^\W\d]\w*)")
# An expression cannot end with these, so no comma is missing after them.
_GOES_ON = re.compile(
    r"(?:[-,(\[{:=+*/%&|^<>.~@\\]|\b(?:and|or|not|in|is|if|else|for|lambda|await|yield|from|as))$"
)
_GAP = re.compile(r"(?<=[\w)\]}'\"])[ \t]+(?=[\w(\[{'\"])")
MOST_GAPS = 12
_JOINS = re.compile(r"[)\]}.,:=+*/%&|^<>@]|-|(?:and|or|not|in|is|if|else|for|async)\b")


def word_of(text: str) -> str:
    """The keyword or name that a statement begins with.

    >>> word_of("async for x in y:"), word_of("x = 1")
    ('for', 'x')
    """
    word = _WORD.match(text)
    return word[1] if word else ""


def fault_of(text: str) -> SyntaxFault | None:
    """What is wrong with a logical line by itself, or None if it parses where it may stand."""
    text = text.replace(MARK, "")
    word = word_of(text)
    header = text.endswith(":")
    before, after = "", " pass" if header and word in COMPOUND else ""
    if word in ("elif", "else"):
        before = "if 1: pass\n"
    elif word in ("except", "finally"):
        before = "try: pass\n"
    elif word == "try":
        after += "\nfinally: pass"
    elif word == "@":
        after = "\ndef f(): pass"
    elif word == "case" and header:
        before = "match 1:\n "
    elif word == "match" and header:
        after = "\n case _: pass"
    try:
        ast.parse(before + text + after)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        return from_error(error, text, before.count("\n"), 1 if before.endswith(" ") else 0)
    return None


def mended(text: str) -> tuple[str, list[SyntaxFault]] | None:
    """The logical line with what is missing put in, or None if that does not make it parse."""
    faults: list[SyntaxFault] = []
    for step in (_close_string, _balance, _add_colon, _add_commas, _add_comma):
        text, found = step(text)
        faults += found
        if found and fault_of(text) is None:
            return text, faults
    return None


def put_in(text: str, repaired: str) -> tuple[tuple[int, int, str], ...]:
    """The lines, columns and characters that were put in, as long as nothing was taken out."""
    found: list[tuple[int, int, str]] = []
    row = column = 0
    signs = iter(repaired)
    kept = []
    for sign in signs:
        if sign == MARK:
            found.append((row, column, next(signs)))
            continue
        kept.append(sign)
        row, column = (row + 1, 0) if sign == "\n" else (row, column + 1)
    return tuple(found) if "".join(kept) == text else ()


def first_fault(text: str) -> SyntaxFault | None:
    """The fault of brackets and quotes, which Python's own message may place elsewhere."""
    for step in (_close_string, _balance):
        found = step(text)[1]
        if found:
            return found[0]
    return None


def stand_in(text: str) -> str:
    """What takes the place of a logical line that cannot be mended, binding the same names."""
    word = word_of(text)
    header = text.endswith(":") and word in COMPOUND
    if word in ("def", "class"):
        return _definition(text, header)
    if header:
        loop = _LOOP.match(text)
        if word == "for" and loop and fault_of(f"{loop[1]} {UNREAD}:") is None:
            return f"{loop[1]} {UNREAD}:".replace("\n", " ")
        if word in ("else", "try", "finally"):
            return f"{word}:"
        if word == "case":
            return "case _:"
        return f"{word if word in ('if', 'elif', 'while', 'with', 'except', 'match') else 'if'} {UNREAD}:"
    targets = _TARGETS.match(text)
    if targets and fault_of(f"{targets[1]} = {UNREAD}") is None:
        return f"{targets[1]} = {UNREAD}".replace("\n", " ")
    return f"return {UNREAD}" if word == "return" else "pass"


def _definition(text: str, header: bool) -> str:
    """A function with the same parameters, all optional, or a class with an unread base."""
    named = _NAMED.match(text)
    if named is None:
        return "pass"
    if named[1] == "class":
        new = f"class {named[2]}({UNREAD}):"
    else:
        names = dict.fromkeys(_PARAMETER.findall(text))
        new = f"{named[0]}({', '.join(n if n[0] == '*' else f'{n}={UNREAD}' for n in names)}):"
    readable = header and "()" not in new and fault_of(new) is None
    return new if readable else f"{named[2]} = {UNREAD}"


def _edited(text: str, edits: list[tuple[int, str]]) -> str:
    """Put each text in at its offset; an empty one blanks the character there."""
    for offset, new in sorted(edits, reverse=True, key=lambda edit: edit[0]):
        marked = "".join(MARK + sign for sign in new)
        text = text[:offset] + (marked + text[offset:] if new else " " + text[offset + 1 :])
    return text


def _close_string(text: str) -> tuple[str, list[SyntaxFault]]:
    """End a string that is never closed before the brackets and commas at the end of its line."""
    line = Scanner(text).logical(0)
    if line is None or line.quote < 0:
        return text, []
    sign = text[line.quote]
    if text.startswith(sign * 3, line.quote):
        return text, [at(text, line.quote, "unterminated triple-quoted string literal", 3)]
    end = text.find("\n", line.quote)
    end = len(text) if end < 0 else end
    tail = re.search(r"[\s)\]},:;]*$", text[line.quote : end])
    assert tail is not None
    fault = at(text, line.quote, "unterminated string literal", end - line.quote)
    if re.search(r"[,=()\[\]{}]", text[line.quote + 1 : line.quote + tail.start()]):
        return text, [fault]  # where it should have ended is anyone's guess
    return _edited(text, [(line.quote + tail.start(), sign)]), [fault]


def _balance(text: str) -> tuple[str, list[SyntaxFault]]:
    """Close what is open where the layout says that it ends: before a line that is not indented further.

    `f(` on a line whose next line is no deeper ends on its own line; `nn.Linear(1, 2,` in a list of layers
    ends before its comma. A closing bracket that closes nothing is taken out.
    """
    stack: list[tuple[int, int]] = []  # offset, indentation of its line
    edits: list[tuple[int, str]] = []
    faults: list[SyntaxFault] = []
    lines = list(_bracket_lines(text))
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        for offset in line.brackets:
            sign = text[offset]
            if sign in OPENS:
                stack.append((offset, line.indent))
            elif not any(text[o] == CLOSES[sign] for o, _ in stack):
                edits.append((offset, ""))
                faults.append(at(text, offset, f"`{sign}` closes no bracket"))
            else:
                missing = ""
                while text[(top := stack.pop()[0])] != CLOSES[sign]:
                    missing += OPENS[text[top]]
                    faults.append(at(text, top, f"`{text[top]}` was never closed"))
                edits += [(offset, missing)] if missing else []
        # A line that begins with a closing bracket is as deep as the line that opened it.
        depth = 0 if following is None else following.indent + (text[following.first] in CLOSES)
        missing = ""
        while stack and (following is None or stack[-1][1] >= depth):
            top = stack.pop()[0]
            if not missing:
                faults.append(at(text, top, f"`{text[top]}` was never closed"))
            missing += OPENS[text[top]]
        if missing:
            last = text[line.end - 1]
            before = last == "," if stack else last == ":" and word_of(text) in COMPOUND
            edits.append((line.end - before, missing))
    return _edited(text, edits), faults


class _Line(NamedTuple):
    """A physical line with code: its indentation, where its code begins and ends, its brackets."""

    indent: int
    first: int
    end: int
    brackets: list[int]


def _bracket_lines(text: str) -> Iterator[_Line]:
    begin = end = done = 0
    brackets: list[int] = []
    for start, stop in [*(m.span() for m in TOKEN.finditer(text)), (len(text), len(text))]:
        sign = text[start : start + 1]
        code = text[done:start].rstrip()
        end = done + len(code) if code else end
        done = stop
        if sign in ("", "\n"):
            if end > begin:
                code = text[begin:end].lstrip(" \t\f")
                yield _Line(len(text[begin : end - len(code)].expandtabs()), end - len(code), end, brackets)
            begin = end = stop
            brackets = []
        elif sign not in "#\\":
            end = stop
            if sign not in "\"'":
                brackets.append(start)


def _add_colon(text: str) -> tuple[str, list[SyntaxFault]]:
    if text.endswith(":") or word_of(text) not in COMPOUND:
        return text, []
    return _edited(text, [(len(text), ":")]), [at(text, len(text), "expected `:`")]


def _add_commas(text: str) -> tuple[str, list[SyntaxFault]]:
    """Put a comma at the end of every line in brackets that ends a value before a line that begins one."""
    edits: list[tuple[int, str]] = []
    depth = 0
    lines = list(_bracket_lines(text))
    for line, following in pairwise(lines):
        depth += sum(1 if text[o] in OPENS else -1 for o in line.brackets)
        quotes = text[line.end - 1] in "'\"" and text[following.first] in "'\""
        goes_on = _GOES_ON.search(text[: line.end][-12:]) or _JOINS.match(text, following.first)
        if depth > 0 and not quotes and not goes_on:
            edits.append((line.end, ","))
    return _edited(text, edits), [at(text, offset, "a comma is missing here") for offset, _ in edits]


def _add_comma(text: str) -> tuple[str, list[SyntaxFault]]:
    """Put in the comma in brackets that makes the line parse, if there is just one such place."""
    brackets = [offset for line in _bracket_lines(text) for offset in line.brackets]
    gaps = [match.start() for match in _GAP.finditer(text)][:MOST_GAPS]
    gaps = [gap for gap in gaps if sum((text[o] in OPENS) * 2 - 1 for o in brackets if o < gap) > 0]
    good = [gap for gap in gaps if fault_of(_edited(text, [(gap, ",")])) is None]
    if len(good) != 1:
        return text, []
    return _edited(text, [(good[0], ",")]), [at(text, good[0], "a comma is missing here")]
