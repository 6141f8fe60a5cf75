"""The block structure of broken code: every logical line gets a depth that Python accepts.

Works on logical lines that parse one by one, so what is left to go wrong is indentation and clauses: a line
too deep, too shallow or with the wrong tabs, a header without a body, an `else` without an `if`.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.source.document import SyntaxFault

_BEFORE = {
    "elif": ("if", "elif"),
    "else": ("if", "elif", "for", "while", "try", "except"),
    "except": ("try", "except"),
    "finally": ("try", "except", "else"),
}
_OWNERS = {
    "elif": "`if`",
    "else": "`if`, `for`, `while` or `try`",
    "except": "`try`",
    "finally": "`try`",
}


class Unit:
    """A logical line as kept for the mended text; `drops` says that its suite goes with it."""

    __slots__ = (
        "clause",
        "depth",
        "drops",
        "first",
        "gone",
        "header",
        "indent",
        "last",
        "lone",
        "row",
        "stop",
        "word",
    )

    def __init__(self, first: int, last: int, indent: str, word: str) -> None:
        self.first = first
        self.last = last
        self.indent = indent
        self.word = word
        self.header = False
        self.row = last  # the line where its text ends now, and
        self.stop = 0  # the column
        self.drops = False
        self.gone = False  # the suite of a header that was not read
        self.lone = False  # a header without a suite
        self.clause = True  # stands where it may
        self.depth = 0

    def fault(self, message: str) -> SyntaxFault:
        """A fault at the word that the logical line begins with."""
        column = len(self.indent)
        return SyntaxFault(message, self.first, column, self.first, column + max(len(self.word), 1))


def mixed(units: Sequence[Unit]) -> Unit | None:
    """The first logical line whose depth depends on how wide a tab is, which Python refuses."""
    stack = [(0, 0)]
    for unit in units:
        here = _wide(unit.indent, 8), _wide(unit.indent, 1)
        while here[0] < stack[-1][0]:
            stack.pop()
        if here[0] > stack[-1][0]:
            if here[1] <= stack[-1][1]:
                return unit
            stack.append(here)
        elif here[1] != stack[-1][1]:
            return unit
    return None


def arrange(units: Sequence[Unit], tab: int = 8) -> tuple[list[SyntaxFault], bool]:
    """Give every unit its depth; the faults met, and whether any indentation must change for it."""
    faults: list[SyntaxFault] = []
    changed = False
    levels: list[tuple[int, int]] = [(0, 0)]  # (columns in the file, depth)
    last: list[Unit | None] = [None]  # by depth: the latest unit there
    before: Unit | None = None
    dropping: int | None = None
    for unit in units:
        width = _wide(unit.indent, tab)
        if dropping is not None and width > dropping:
            unit.gone = True
            continue
        dropping = width if unit.drops else None
        opening = before is not None and before.header
        if width > levels[-1][0]:
            if not opening:
                faults.append(unit.fault("unexpected indent"))
                changed = True
            levels.append((width, levels[-1][1] + opening))
        else:
            if opening and before is not None:
                before.lone = True
                faults.append(before.fault(f"`{before.word}` without an indented block after it"))
            above = levels[-1]
            while width < levels[-1][0]:
                above = levels.pop()
            if width > levels[-1][0]:
                faults.append(unit.fault("unindent does not match any outer indentation level"))
                changed = True
                nearer = above[1] if above[0] - width <= width - levels[-1][0] else levels[-1][1]
                levels.append((width, nearer))
        unit.depth = levels[-1][1]
        del last[unit.depth + 1 :]
        last += [None] * (unit.depth + 1 - len(last))
        if before is not None and before.word == "@" and unit.word not in ("@", "def", "class"):
            before.clause = False
            faults.append(before.fault("a decorator without a function or class after it"))
        _check_clause(unit, last[unit.depth], faults)
        last[unit.depth] = unit
        before = unit
    if before is not None and before.header:
        before.lone = True
        faults.append(before.fault(f"`{before.word}` without an indented block after it"))
    return faults, changed


def _check_clause(unit: Unit, before: Unit | None, faults: list[SyntaxFault]) -> None:
    if unit.word in _BEFORE and (before is None or before.word not in _BEFORE[unit.word]):
        unit.clause = False
        faults.append(unit.fault(f"`{unit.word}` belongs to no {_OWNERS[unit.word]} above"))


def bare_tries(units: Sequence[Unit]) -> list[Unit]:
    """Every `try` that neither `except` nor `finally` follows at its depth."""
    waiting: dict[int, Unit] = {}
    bare: list[Unit] = []
    for unit in units:
        if unit.gone:
            continue
        for depth in [d for d in waiting if d >= unit.depth]:
            if depth == unit.depth and unit.word in ("except", "finally"):
                del waiting[depth]
            else:
                bare.append(waiting.pop(depth))
        if unit.word == "try" and unit.header:
            waiting[unit.depth] = unit
    return sorted([*bare, *waiting.values()], key=lambda unit: unit.first)


def _wide(indent: str, tab: int) -> int:
    indent = indent[indent.rfind("\f") + 1 :]
    return len(indent.expandtabs(tab))
