"""What every reader makes of a text: cells of Python with exact positions in the reader's own file.

A cell's `source` has as many lines as the text it stands for; what is not plain Python (a magic, a prompt,
the output in a doctest) is blank or a placeholder there, so that all other positions stay.
"""

from __future__ import annotations

from footgun.records import NamedTuple

# Stands in the source for a value that cannot be read: `path = !pwd` becomes `path = __unread__`, and so does
# an assignment with a syntax error. Whoever evaluates the tree must take this name for an unknown value.
UNREAD = "__unread__"


class ReadError(Exception):
    """The text cannot be read at all: why, where if known, and the way out."""

    def __init__(self, message: str, line: int | None = None, help: str | None = None) -> None:
        self.message = message
        self.line = line
        self.help = help
        super().__init__(f"{message}; {help}" if help else message)


class Cell(NamedTuple):
    """One piece of code; `line` and `prose_line` count from 1, in the file or (notebook) in the cell.

    A column of `source` line i plus `columns[i]` is the column in the reader's file: what was stripped in
    front of indented Markdown code or after a prompt. `()` says that nothing was. It is negative where a tab
    became spaces.
    """

    source: str
    number: int | None = None  # counted from 1 over all cells of a notebook; None in every other format
    line: int = 1
    columns: tuple[int, ...] = ()
    prose: str = ""  # headings and paragraphs since the previous code, line by line; outputs are left out
    prose_line: int = 1


class Document(NamedTuple):
    """A text as read.

    `standalone` says that the code is a whole program; Markdown snippets are not, and may leave their imports
    out. `lines` is the reader's own text by notebook cell (None: the file), for source frames.
    """

    path: str
    kind: str  # "python", "notebook", "markdown" or "transcript"
    cells: tuple[Cell, ...]
    standalone: bool
    lines: dict[int | None, list[str]]


class SyntaxFault(NamedTuple):
    """One statement that does not parse; positions as in a `Span`: from 1, the end exclusive.

    `limit`: the code may be right, but it is beyond what can be read here (too deep, or newer than this
    Python). While a text is being mended its faults count lines and columns from 0.
    """

    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None
    limit: bool = False
    put: tuple[tuple[int, int, str], ...] = ()  # lines, columns and characters that make it parse
