"""A cell -> its syntax tree with the reader's own positions, comments and syntax faults; it never raises.

Python parses a text whole or not at all. Where it refuses, `repair` reports each broken statement and makes a
text that parses of the rest, so that everything else in the file is still checked.
"""

from __future__ import annotations

import ast
import re
import warnings

from footgun.records import NamedTuple
from footgun.source.document import UNREAD, Cell, SyntaxFault
from footgun.source.lines import comments

__all__ = ["UNREAD", "Comment", "Parsed", "SyntaxFault", "parse"]

MOST_ABOVE = 5_000  # lines above a cell that the parser may count; it does so faster than nodes can be moved
_UNFIT = r"[\0\ud800-\udfff]"  # what the parser does not take at all


class Comment(NamedTuple):
    """A comment with its `#`; line and column count from 1. `alone`: no code before it on its line."""

    text: str
    line: int
    column: int
    cell: int | None
    alone: bool


class Parsed(NamedTuple):
    """A parsed cell, with all positions in the reader's file (in a notebook: in the cell).

    Nodes of `tree` count as `ast` does, lines from 1 and columns from 0, but columns in characters, so that a
    `Span` begins at `col_offset + 1`. Comments and faults count both from 1, as a `Span` does.
    """

    tree: ast.Module
    comments: tuple[Comment, ...] = ()
    faults: tuple[SyntaxFault, ...] = ()


def parse(cell: Cell) -> Parsed:
    r"""Parse a cell, stepping over what is broken.

    >>> parse(Cell("x = (1\ny = 2")).faults[0].message
    '`(` was never closed'
    """
    if "\r" in cell.source:  # readers leave none, callers may
        cell = cell._replace(source=cell.source.replace("\r\n", "\n").replace("\r", "\n"))
    source = cell.source
    found = comments(source) if "#" in source else []
    faults: list[SyntaxFault] = []
    above = cell.line - 1 if cell.line <= MOST_ABOVE else 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse("\n" * above + source)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            tree, faults = _repaired(cell)
        else:
            if cell.line - 1 > above or cell.columns or not source.isascii():
                from footgun.source.positions import settle

                rows = source.split("\n")
                for line, column, _, _ in found:  # no code follows: what is not ASCII there moves nothing
                    rows[line - 1] = rows[line - 1][:column]
                columns = (0,) * above + cell.columns if cell.columns else ()
                settle(tree, [""] * above + rows, cell.line - 1 - above, columns, {}, {})
    kept = [
        Comment(text, line + cell.line - 1, _column(cell, line - 1, column) + 1, cell.number, alone)
        for line, column, text, alone in found
    ]
    return Parsed(tree, tuple(kept), tuple(faults))


def _repaired(cell: Cell) -> tuple[ast.Module, list[SyntaxFault]]:
    from footgun.source.faults import at
    from footgun.source.positions import settle
    from footgun.source.repair import Repair

    repaired = Repair(re.sub(_UNFIT, "\ufffd", cell.source)).run()
    rows = cell.source.split("\n")
    settle(
        repaired.tree, repaired.lines, cell.line - 1, cell.columns, repaired.shifts, repaired.inserted, rows
    )
    faults = repaired.faults
    if "\0" in cell.source:
        null = at(cell.source, cell.source.index("\0"), "a null character, which Python does not read")
        faults = sorted([null, *(fault for fault in faults if fault.line != null.line)], key=lambda f: f[1:3])
    return repaired.tree, [_fault(cell, _clamped(fault, rows)) for fault in faults]


def _clamped(fault: SyntaxFault, rows: list[str]) -> SyntaxFault:
    """A fault found in a line that was mended, in the line as it is written."""
    lengths = (len("".join(rows[line : line + 1])) for line in (fault.line, fault.end_line))
    column, end = map(min, (fault.column, fault.end_column), lengths)
    if fault.line == fault.end_line:
        end = max(end, column + 1)
    return fault._replace(column=column, end_column=end)


def _fault(cell: Cell, fault: SyntaxFault) -> SyntaxFault:
    return fault._replace(
        line=fault.line + cell.line,
        column=_column(cell, fault.line, fault.column) + 1,
        end_line=fault.end_line + cell.line,
        end_column=_column(cell, fault.end_line, fault.end_column) + 1,
        cell=cell.number,
        put=tuple((row + cell.line, _column(cell, row, at) + 1, sign) for row, at, sign in fault.put),
    )


def _column(cell: Cell, line: int, column: int) -> int:
    return max(column + (cell.columns[line] if line < len(cell.columns) else 0), 0)
