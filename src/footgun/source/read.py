r"""Bytes -> Document: `.py`, `.ipynb`, Markdown and notebook transcripts, as cells with exact positions.

The extension tells the format; any other is recognised by what the text holds. Lines are counted as editors
count them: `\n`, `\r\n` and a lone `\r` end a line, a form feed does not.
"""

from __future__ import annotations

import ast
import os
import re
import warnings

from footgun.source.document import UNREAD, Cell, Document, ReadError

__all__ = ["UNREAD", "Cell", "Document", "ReadError", "read"]

LARGEST_TEXT = 1_000_000  # bytes
LARGEST_NOTEBOOK = 50_000_000  # images in outputs are part of the file
DENSE = 100_000  # characters of code that may be all signs; longer code is weighed
MOST_SIGNS = (
    100_000  # operators, brackets and lines: each takes up to 2 kB of memory, and the budget is 300 MB
)
MOST_CELLS = 10_000
KINDS = {
    ".py": "python",
    ".pyw": "python",
    ".pyi": "python",
    ".ipynb": "notebook",
    ".md": "markdown",
    ".markdown": "markdown",
    ".qmd": "markdown",
    ".rmd": "markdown",
}
MARK = b"\xef\xbb\xbf"
_COOKIE = rb"[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)"
_WEIGHED = (
    r"[^ \t\n\f\w#'\"\\]|\n(?=[ \t\f]*[^ \t\n\f])"  # every sign of code, and every line with something on it
)
_SAVE = "save the file as UTF-8"


def read(path: str, data: bytes, as_kind: str | None = None) -> Document:
    r"""Read a text as Python, a notebook, Markdown or a transcript; `as_kind` overrides the extension.

    >>> [cell.source for cell in read("notes.md", b"# A\n```py\nx = 1\n```\n").cells]
    ['x = 1']
    """
    kind = as_kind or KINDS.get(os.path.splitext(path)[1].lower())
    largest = LARGEST_NOTEBOOK if kind == "notebook" else LARGEST_TEXT
    if len(data) > largest:
        raise ReadError(f"larger than {largest // 1_000_000} MB", None, "leave it out with `exclude`")
    if kind == "notebook":
        from footgun.source.readers.notebook import lightened

        data = lightened(data)
    text = decode(data, cookie=kind == "python")
    pasted = kind is None
    if kind is None:
        kind = recognise(text)
    if kind == "python":
        from footgun.source.readers.python import read_pasted, read_python

        reader = read_pasted if pasted else read_python
    elif kind == "notebook":
        from footgun.source.readers.notebook import read_notebook as reader
    elif kind == "markdown":
        from footgun.source.readers.markdown import read_markdown as reader
    elif kind == "transcript":
        from footgun.source.readers.transcript import read_transcript as reader
    else:
        raise ReadError(f"`{kind}` is no format", None, "known are python, notebook, markdown and transcript")
    document = reader(path, text)
    too_much = _too_much([cell.source for cell in document.cells])
    if too_much:
        raise ReadError(f"more than {too_much}", None, "leave it out with `exclude`")
    return document


def _too_much(sources: list[str]) -> str:
    """What there is too much of to follow the code within the time and the memory of one file."""
    size = sum(map(len, sources))
    if size > LARGEST_TEXT:
        return f"{LARGEST_TEXT // 1_000_000} MB of code"
    if len(sources) > MOST_CELLS:
        return f"{MOST_CELLS:,} pieces of code"
    if size > DENSE and sum(len(re.findall(_WEIGHED, source)) for source in sources) > MOST_SIGNS:
        return f"{MOST_SIGNS:,} operators, brackets and lines of code"
    return ""


def decode(data: bytes, cookie: bool = True) -> str:
    r"""The text, with `\n` at the end of every line; `cookie`: heed a PEP 263 comment as Python does."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ReadError("the text is UTF-16", 1, _SAVE)
    if b"\0" in data:
        line = _line(data, data.index(b"\0"))
        raise ReadError("not text: it holds a null byte", line, "leave binary files out with `exclude`")
    name = encoding(data, cookie)
    if data.startswith(MARK):
        data = data[len(MARK) :]
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        line = _line(data, error.start)
        way = (
            f"{_SAVE}, or name its encoding in the first line: `# -*- coding: cp1251 -*-`"
            if cookie
            else _SAVE
        )
        byte = data[error.start : error.start + 1].hex()
        raise ReadError(f"not {name.upper()} text: byte 0x{byte} cannot be decoded", line, way) from None
    except (LookupError, ValueError):
        raise ReadError(f"the encoding `{name}` in its first lines is not known", 1, _SAVE) from None
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def _line(data: bytes, place: int) -> int:
    """The line of a byte; what follows the last line end may be empty."""
    return len((data[:place] + b".").splitlines())


def encoding(data: bytes, cookie: bool = True) -> str:
    """The name of the encoding of a text; a mark at its start is UTF-8's."""
    return "utf-8" if data.startswith(MARK) or not cookie else _declared(data)


def _declared(data: bytes) -> str:
    """The encoding that a comment in the first two lines names."""
    head = data[:1000]
    if b"coding" not in head:
        return "utf-8"
    for line in re.split(rb"\r\n?|\n", head, maxsplit=2)[:2]:
        named = re.match(_COOKIE, line)
        if named:
            name = named[1].decode("ascii", "replace").lower()
            # Decoding these takes time that grows with the square of the length, and no source is kept in
            # them.
            return "unknown" if name in ("punycode", "idna") else name
        if line.strip() and not line.lstrip().startswith(b"#"):
            break
    return "utf-8"


def recognise(text: str) -> str:
    r"""The format of a text by what it holds.

    >>> recognise("In [1]:\nx = 1\n"), recognise("x = 1\n"), recognise("# A\n\nSome *prose*.\n")
    ('transcript', 'python', 'markdown')
    """
    from footgun.source.readers.transcript import PROMPT

    if PROMPT.search(text):
        return "transcript"
    if text.lstrip()[:1] == "{" and '"cells"' in text:
        return "notebook"
    from footgun.source.magics import plain

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(plain(text))
    except (SyntaxError, ValueError):
        if re.search(r"^(?:```|~~~)", text, re.M):
            return "markdown"
        from footgun.source.looks import mostly_code

        return "python" if mostly_code(text) else "markdown"
    except (RecursionError, MemoryError):
        pass  # too deep to parse, but nothing else than Python nests like this
    return "python"
