"""Jupyter notebooks: one cell of code each, numbered over all cells; Markdown and raw cells are prose.

Format 4 is plain JSON and read as such; older formats are converted by `nbformat`, which is imported only
then.
"""

from __future__ import annotations

import json
import re

from footgun.source.document import Cell, Document, ReadError
from footgun.source.magics import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SMALL = 1_000_000  # bytes; what is smaller cannot hold too much
MOST_TEXT = 60_000_000  # bytes of the decoded text without images
MOST_VALUES = 60_000_000  # bytes of what the JSON holds, by the guess below
_IMAGE = rb'(?<!\\)"[A-Za-z0-9+/=\\]{1000,}(?<!\\)"'
_CLEAR = "clear its outputs, or leave it out with `exclude`"
_RESAVE = "open it in Jupyter and save it again"


def read_notebook(path: str, text: str) -> Document:
    """A notebook as its code cells."""
    book = _book(text)
    cells: list[Cell] = []
    lines: dict[int | None, list[str]] = {}
    prose: list[str] = []
    for number, cell in enumerate(_cells(book), 1):
        kind, source = _cell(cell, number)
        lines[number] = source.split("\n")
        if kind != "code":
            prose.append(source)
        elif source.strip():
            cells.append(Cell(plain(source), number, 1, (), "\n\n".join(prose)))
            prose = []
    return Document(path, "notebook", tuple(cells), True, lines)


def lightened(data: bytes) -> bytes:
    """The text of a notebook, a large one without its images; refused is what takes too much memory to parse.

    One sign beyond Latin-1 makes each character of the text take four bytes. A value in a list takes about
    48 of them, a list 64, an object 230.
    """
    if len(data) <= SMALL:
        return data
    data = re.sub(_IMAGE, b'""', data)
    if len(data) * (1 if data.isascii() else 4) > MOST_TEXT:
        raise ReadError(f"larger than {MOST_TEXT // 4_000_000} MB without its images", None, _CLEAR)
    if 48 * data.count(b",") + 64 * data.count(b"[") + 230 * data.count(b"{") > MOST_VALUES:
        raise ReadError("the JSON of the notebook holds too many values", None, _CLEAR)
    return data


def _book(text: str) -> dict[str, Any]:
    try:
        book = json.loads(text)
    except json.JSONDecodeError as error:
        if not text.strip():
            raise ReadError("the notebook is empty", 1, "save it again in Jupyter") from None
        page = text.lstrip()[:1] == "<"
        help = "this is a web page: download the raw file" if page else _RESAVE
        reason = error.msg.removesuffix(" at")
        message = f"broken JSON, {reason[:1].lower()}{reason[1:]} at column {error.colno}"
        raise ReadError(message, error.lineno, help) from None
    except (RecursionError, ValueError):
        raise ReadError(
            "the JSON of the notebook holds something too large or too deep", None, _RESAVE
        ) from None
    if not isinstance(book, dict):
        raise ReadError("not a notebook: its JSON is no object", 1, _RESAVE)
    version = book.get("nbformat", 4)
    if not isinstance(version, int) or version > 4:
        raise ReadError(f"notebook format {version!r:.20} is not known", None, "save it as format 4")
    return book if version == 4 else _upgraded(text, version)


def _upgraded(text: str, version: int) -> dict[str, Any]:
    try:
        import nbformat
    except ImportError:
        help = f"`pip install 'footgun[notebook]'`, or {_RESAVE}"
        raise ReadError(f"notebook format {version} needs `nbformat`", None, help) from None
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book: dict[str, Any] = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever an invalid old notebook makes the converter raise
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise ReadError(f"notebook format {version} cannot be converted: {reason}", None, _RESAVE) from None
    return book


def _cells(book: dict[str, Any]) -> list[Any]:
    cells = book.get("cells")
    if not isinstance(cells, list):
        raise ReadError("not a notebook: it has no list of `cells`", None, _RESAVE)
    return cells


def _cell(cell: Any, number: int) -> tuple[str, str]:
    if not isinstance(cell, dict):
        raise ReadError(f"cell {number} of the notebook is no object", None, _RESAVE)
    source = cell.get("source")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        what = "has no `source`" if source is None else "has a `source` that is no text"
        raise ReadError(f"cell {number} of the notebook {what}", None, _RESAVE)
    kind = cell.get("cell_type")
    if not isinstance(kind, str):
        raise ReadError(f"cell {number} of the notebook has no `cell_type`", None, _RESAVE)
    return kind, source.replace("\r\n", "\n").replace("\r", "\n")
