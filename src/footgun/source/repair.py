"""A text that does not parse becomes one that does, with every fault in it told once.

Each logical line is tried by itself, so one broken line costs only itself; then the blocks are put in order.
What cannot be mended is replaced by something that binds the same names to the unread value. Lines never
move.
"""

from __future__ import annotations

import ast
import re

from footgun.records import NamedTuple
from footgun.source.blocks import Unit, arrange, bare_tries, mixed
from footgun.source.document import UNREAD, SyntaxFault
from footgun.source.faults import at, from_error
from footgun.source.lines import CLOSES, Logical, Scanner
from footgun.source.looks import strong
from footgun.source.statement import COMPOUND, MARK, fault_of, first_fault, mended, put_in, stand_in, word_of

MOST_FAULTS = 200  # reported in one text; with more of them it is not Python
MOST_TRIES = 10  # at what still does not parse when each line does
_CONFLICT = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: .*)?$")


class Repaired(NamedTuple):
    """The tree of the mended text; `lines`, `shifts` and `inserted` lead its columns back to the reader's.

    `shifts` is what to add to the columns of a line, `inserted` the columns of characters put in.
    """

    tree: ast.Module
    faults: list[SyntaxFault]
    lines: list[str]
    shifts: dict[int, int]
    inserted: dict[int, list[int]]


class Repair:
    """The text under repair."""

    def __init__(self, source: str) -> None:
        self.lines = source.replace(MARK, "?").split("\n")
        self.faults: list[SyntaxFault] = []
        self.units: list[Unit] = []
        self.shifts: dict[int, int] = {}

    def run(self) -> Repaired:
        """Mend the text."""
        self._merge_conflicts()
        self._statements()
        self._blocks()
        inserted = self._unmark()
        tree = self._parse()
        faults = sorted(self.faults, key=lambda fault: fault[1:5])[:MOST_FAULTS]
        if len(self.faults) >= MOST_FAULTS:
            end = len(self.lines) - 1
            faults[-1] = faults[-1]._replace(
                message=f"{MOST_FAULTS} syntax errors up to here; the rest is not read",
                end_line=max(faults[-1].line, end),
                end_column=len(self.lines[end]) + 1,
                limit=True,
            )
        return Repaired(tree, faults, self.lines, self.shifts, inserted)

    def _merge_conflicts(self) -> None:
        """Keep the first side of each conflict."""
        if not any(line.startswith("<<<<<<<") for line in self.lines):
            return
        keep = True
        for index, line in enumerate(self.lines):
            marker = _CONFLICT.match(line)
            if marker:
                if marker[1][0] == "<":
                    self.faults.append(SyntaxFault("merge conflict", index, 0, index, len(line)))
                keep = marker[1][0] in "<>"
            if marker or not keep:
                self.lines[index] = ""

    def _statements(self) -> None:
        scanner = Scanner("\n".join(self.lines))
        index = 0
        while (line := scanner.logical(index)) is not None:
            if len(self.faults) >= MOST_FAULTS:
                self.lines[line.first :] = [""] * (len(self.lines) - line.first)
                return
            index = self._statement(scanner, line) + 1

    def _statement(self, scanner: Scanner, line: Logical) -> int:
        """Check one logical line and mend or replace it; the last physical line that it takes."""
        last = line.last
        text = scanner.source[line.start : line.end]
        if line.open or line.quote >= 0:
            last, text = self._extent(scanner.source, line)
        fault = fault_of(text)
        repair = mended(text) if fault else None
        unit = Unit(line.first, last, line.indent, word_of(text))
        unit.row, unit.stop = line.last, line.end - scanner.starts[line.last]
        self.units.append(unit)
        if repair is None and not text.endswith(":") and self._deeper(last + 1, line.indent):
            unit.last, stray = self._tail(scanner, line, last)
            fault = fault or stray
        if fault is not None:
            found = repair[1] if repair else [first_fault(text) or fault]
            if repair:
                found = [found[0]._replace(put=put_in(text, repair[0])), *found[1:]]
            self._report(unit, found)
            header = text.endswith(":")
            text = repair[0] if repair else stand_in(text)
            self._put(unit, text)
            if unit.word in ("def", "class") and word_of(text) != unit.word:
                unit.drops = header
                self._drop_decorators()
            unit.word = word_of(text)
        unit.header = text.endswith(":") and unit.word in COMPOUND
        return unit.last

    def _deeper(self, row: int, indent: str) -> bool:
        """Whether the line that follows is indented further, which only the suite of a header may be."""
        text = self.lines[row] if row < len(self.lines) else ""
        return bool(text.strip()) and len(_indent(text).expandtabs()) > len(indent.expandtabs())

    def _tail(self, scanner: Scanner, line: Logical, last: int) -> tuple[int, SyntaxFault | None]:
        """The end of a line whose brackets closed too early, and the one below it that closes nothing."""
        depth = len(line.indent.expandtabs())
        end, stray = last, -1
        while (following := scanner.logical(end + 1)) is not None:
            closes = scanner.source[following.start] in CLOSES
            if following.open or not (closes or len(following.indent.expandtabs()) > depth):
                break
            end = following.last
            stray = following.stray if stray < 0 else stray
            if closes:
                break
        if stray < 0:
            return last, None
        fault = at(scanner.source, stray, f"`{scanner.source[stray]}` closes no bracket")
        return end, fault._replace(line=fault.line - line.first, end_line=fault.end_line - line.first)

    def _drop_decorators(self) -> None:
        """Decorators go with the function or class that was not read."""
        for unit in reversed(self.units[:-1]):
            if unit.word != "@":
                break
            unit.word = "pass"
            self._put(unit, "pass")

    def _put(self, unit: Unit, text: str) -> None:
        """Put a text in the place of a unit."""
        rows = (unit.indent + text).split("\n")
        unit.row, unit.stop = unit.first + len(rows) - 1, len(rows[-1])
        self.lines[unit.first : unit.last + 1] = rows + [""] * (unit.last + 1 - unit.first - len(rows))

    def _report(self, unit: Unit, faults: list[SyntaxFault]) -> None:
        for fault in faults:
            column = fault.column + (len(unit.indent) if fault.line == 0 else 0)
            end = fault.end_column + (len(unit.indent) if fault.end_line == 0 else 0)
            place = (unit.first + fault.line, column, unit.first + fault.end_line, end)
            put = tuple(
                (unit.first + row, at + (len(unit.indent) if row == 0 else 0), sign)
                for row, at, sign in fault.put
            )
            self.faults.append(SyntaxFault(fault.message, *place, limit=fault.limit, put=put))

    def _extent(self, source: str, line: Logical) -> tuple[int, str]:
        """Where a logical line with an open bracket or string ends by its layout, and its text."""
        depth = len(line.indent.expandtabs())
        compound = word_of(self.lines[line.first].strip()) in COMPOUND
        docstring = source[line.quote : line.quote + 3] in ('"""', "'''") if line.quote >= 0 else False
        last = line.first
        for index in range(line.first + 1, line.last + 1):
            text = self.lines[index]
            if not text.strip() or text.lstrip().startswith("#"):
                continue
            if compound and re.search(r":\s*(?:#.*)?$", self.lines[last]):
                break
            if len(_indent(text).expandtabs()) <= depth:
                if text.lstrip()[0] in CLOSES:
                    last = index
                elif docstring and strong(text) is None:
                    last = index
                    continue  # words of the string
                break
            last = index
        text = "\n".join([self.lines[line.first][len(line.indent) :], *self.lines[line.first + 1 : last + 1]])
        code = Scanner(text).logical(0)
        return last, text[: code.end] if code else text

    def _blocks(self) -> None:
        """Put the blocks in order, and the indentation right where it was not."""
        odd = mixed(self.units)
        tab = 8
        if odd is not None:
            self.faults.append(odd.fault("inconsistent use of tabs and spaces in indentation"))
            tab = min((4, 8), key=lambda width: len(arrange(self.units, width)[0]))
            for unit in self.units:
                unit.gone = unit.lone = False
                unit.clause = True
        faults, changed = arrange(self.units, tab)
        self.faults += faults
        for unit in self.units:
            if unit.gone:
                self.lines[unit.first : unit.last + 1] = [""] * (unit.last + 1 - unit.first)
            elif not unit.clause:
                self._put(unit, f"if {UNREAD}:" if unit.header else "pass")
            if unit.lone:
                row = self.lines[unit.row]
                self.lines[unit.row] = row[: unit.stop] + " pass" + row[unit.stop :]
        for unit in bare_tries(self.units):
            self.faults.append(unit.fault("`try` without `except` or `finally`"))
            self._put(unit, "if 1:" + (" pass" if unit.lone else ""))
        if changed or odd is not None:
            self._indent_anew()

    def _indent_anew(self) -> None:
        for unit in self.units:
            row = self.lines[unit.first]
            if not unit.gone and row.strip():
                old = _indent(row)
                self.lines[unit.first] = " " * unit.depth + row[len(old) :]
                self.shifts[unit.first] = len(old) - unit.depth

    def _unmark(self) -> dict[int, list[int]]:
        """Take the marks out of what was put in; the columns of these characters by line."""
        inserted: dict[int, list[int]] = {}
        for index, row in enumerate(self.lines):
            while (column := row.find(MARK)) >= 0:
                inserted.setdefault(index, []).append(column)
                row = row[:column] + row[column + 1 :]
            self.lines[index] = row
        return inserted

    def _parse(self) -> ast.Module:
        """The tree; what still does not parse is dropped, line by line and then statement by statement."""
        for _ in range(MOST_TRIES):
            try:
                return ast.parse("\n".join(self.lines))
            except SyntaxError as error:
                unit = self._unit_at((error.lineno or 1) - 1)
                if unit is None:
                    break
                self.faults.append(self._left_over(error, unit))
                unit.indent = _indent(self.lines[unit.first])
                self._put(unit, f"if {UNREAD}:" if unit.header and not unit.lone else "pass")
            except (ValueError, RecursionError, MemoryError):
                break
        return self._by_statement()

    def _left_over(self, error: SyntaxError, unit: Unit) -> SyntaxFault:
        told = from_error(error, self.lines[unit.first].strip())
        return unit.fault(told.message)._replace(limit=told.limit)

    def _unit_at(self, row: int) -> Unit | None:
        for unit in self.units:
            if unit.first <= row <= unit.last and not unit.gone:
                text = self.lines[unit.first].strip()
                return None if text in ("pass", f"if {UNREAD}:") else unit
        return None

    def _by_statement(self) -> ast.Module:
        """Parse every top-level statement by itself and leave out those that do not."""
        tops = [u for u in self.units if u.depth == 0 and not u.gone and u.word not in _CLAUSES]
        body: list[ast.stmt] = []
        for unit, following in zip(tops, [*tops[1:], None], strict=True):
            end = following.first if following else len(self.lines)
            text = "\n".join(self.lines[unit.first : end])
            try:
                tree = ast.parse(text)
            except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                message = from_error(error, text)
                self.faults.append(unit.fault(message.message)._replace(limit=message.limit))
                if len(self.faults) >= MOST_FAULTS:
                    break
                continue
            ast.increment_lineno(tree, unit.first)
            body += tree.body
        return ast.Module(body, [])


_CLAUSES = frozenset({"elif", "else", "except", "finally"})


def _indent(text: str) -> str:
    return text[: len(text) - len(text.lstrip(" \t\f"))]
