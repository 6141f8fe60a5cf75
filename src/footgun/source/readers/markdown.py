"""Markdown: fenced Python, doctests and indented code as cells; everything else is prose.

A line scanner by CommonMark's rules for these kinds of block; what is quoted (`>`) is prose. A full parser
would cost more time to import than the whole check may take, and gives no columns for code inside a list.
"""

from __future__ import annotations

import re

from footgun.source.document import Cell, Document
from footgun.source.magics import plain

TAB = 4  # a tab stop in Markdown
_FENCE = re.compile(r"([ \t]*)(`{3,}(?=[^`]*$)|~{3,})[ \t]*(.*)$")
_LIST = re.compile(r"[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]+|$)")
_HEADING = re.compile(r" {0,3}(?:#{1,6}(?:[ \t]|$)|(?:[-*_][ \t]*){3,}$|[=-]+[ \t]*$)")
_HTML = re.compile(r" {0,3}<(!--|pre\b|script\b|style\b|textarea\b)", re.I)
_PYTHON = re.compile(r"(?:py|python|ipython|py3|pycon|python-console|python-repl|doctest)[23]?(?:\.\d+)?$")
_OPTION = re.compile(r"[ \t]*:[\w-]+:")
_DOCTEST = re.compile(r"([ \t]*)(?:>>>|\.\.\.)(?: |$)")
_JUPYTEXT = re.compile(r"(?m)^(?:jupyter|jupytext|kernelspec):")
_EXECUTED = re.compile(r"^\{(?:python|code-cell)|\b(?:id|colab|outputId|executionInfo)=[\"{]")


def read_markdown(path: str, text: str) -> Document:
    """A Markdown text as its pieces of Python; a notebook kept as Markdown (jupytext, MyST) is standalone."""
    scan = _Scan(text.split("\n"))
    scan.run()
    return Document(path, "markdown", tuple(scan.cells), scan.notebook, {None: scan.lines})


def _is_code(text: str) -> bool:
    from footgun.source.looks import is_indented_code

    return is_indented_code(text)


class _Scan:
    """One pass over the lines; `list_at` is the content column of the list item the scan is in, or None."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.cells: list[Cell] = []
        self.notebook = False
        self.prose: list[str] = []
        self.prose_line = 1
        self.list_at: int | None = None
        self.open = True  # an indented line would begin a code block: no paragraph is open

    def run(self) -> None:
        index = self._front_matter()
        while index < len(self.lines):
            line = self.lines[index]
            indent = _width(line)
            if not line.strip():
                self.open = True
                self._say(index, line)
                index += 1
            elif (fence := _FENCE.match(line)) and self._fits(indent):
                index = self._fence(index, fence)
            elif html := _HTML.match(line):
                index = self._html(index, html[1].lower())
            elif _DOCTEST.match(line) and line.lstrip().startswith(">>>"):
                index = self._doctest(index)
            elif indent >= TAB and self.open and self.list_at is None:
                index = self._indented(index)
            else:
                self._text(index, line, indent)
                index += 1

    def _front_matter(self) -> int:
        if self.lines[0].rstrip() != "---":
            return 0
        for end in range(1, len(self.lines)):
            if self.lines[end].rstrip() in ("---", "..."):
                self.notebook = bool(_JUPYTEXT.search("\n".join(self.lines[1:end])))
                self.prose_line = end + 2
                return end + 1
        return 0

    def _fits(self, indent: int) -> bool:
        """Whether a fence may stand at this column; deeper ones are indented code."""
        return indent < TAB or (self.list_at is not None and indent < self.list_at + TAB)

    def _text(self, index: int, line: str, indent: int) -> None:
        item = _LIST.match(line)
        if item and (indent < TAB or self.list_at is not None):
            self.list_at = _width(line, item.end())
        heading = bool(_HEADING.match(line))
        if not item and self.list_at is not None and indent < self.list_at and (self.open or heading):
            self.list_at = None
        self.open = heading
        self._say(index, line)

    def _say(self, index: int, line: str) -> None:
        if not self.prose:
            self.prose_line = index + 1
        self.prose.append(line)

    def _skip(self, index: int, end: int) -> int:
        """Leave lines out of the prose, keeping its line numbers."""
        for i in range(index, end):
            self._say(i, "")
        return end

    def _add(self, index: int, source: str, columns: tuple[int, ...]) -> None:
        prose = "\n".join(self.prose).rstrip()
        self.cells.append(
            Cell(source, None, index + 1, columns if any(columns) else (), prose, self.prose_line)
        )
        self.prose = []

    def _fence(self, index: int, fence: re.Match[str]) -> int:
        mark, info = fence[2], fence[3].strip()
        close = re.compile(rf"[ \t]*{mark[0]}{{{len(mark)},}}[ \t]*$")
        end = index + 1
        while end < len(self.lines) and not close.match(self.lines[end]):
            end += 1
        self.open = True
        language = _language(info)
        body = self.lines[index + 1 : end]
        python = bool(_PYTHON.match(language)) or (not info and _is_code("\n".join(body)))
        self.notebook = self.notebook or (python and bool(_EXECUTED.search(info)))
        self._skip(index, index + 1)
        strip = len(fence[1].expandtabs(TAB))
        if self.list_at is not None and strip < self.list_at:
            self.list_at = None
        if not python or not any(line.strip() for line in body):
            return self._skip(index + 1, end + 1)
        cut = [_cut(line, strip) for line in body]
        if info.startswith("{"):
            _blank_options(cut)
        first = next((text for text, _ in cut if text.strip()), "")
        if _DOCTEST.match(first):
            cut = [_prompt(text, column) for text, column in cut]
            source = "\n".join(text for text, _ in cut)
        else:
            source = plain("\n".join(text for text, _ in cut))
        if source.strip():
            self._add(index + 1, source, tuple(column for _, column in cut))
        return end + 1

    def _html(self, index: int, tag: str) -> int:
        stop = "-->" if tag == "!--" else f"</{tag}>"
        end = index
        while end < len(self.lines) - 1 and stop not in self.lines[end].lower():
            end += 1
        self.open = True
        return self._skip(index, end + 1)

    def _doctest(self, index: int) -> int:
        end = index
        while end < len(self.lines) and self.lines[end].strip() and not _FENCE.match(self.lines[end]):
            end += 1
        cut = [_prompt(line, 0) for line in self.lines[index:end]]
        source = "\n".join(text for text, _ in cut)
        if _is_code(source):
            self._add(index, source, tuple(column for _, column in cut))
        else:
            for i in range(index, end):
                self._say(i, self.lines[i])
        return end

    def _indented(self, index: int) -> int:
        end = index
        while end < len(self.lines) and (not self.lines[end].strip() or _width(self.lines[end]) >= TAB):
            end += 1
        while not self.lines[end - 1].strip():
            end -= 1
        body = self.lines[index:end]
        strip = min(_width(line) for line in body if line.strip())
        cut = [_cut(line, strip) for line in body]
        source = "\n".join(text for text, _ in cut)
        if _DOCTEST.match(cut[0][0]):
            return self._doctest(index)
        if not _is_code(plain(source)):
            return self._skip(index, end)
        self._add(index, plain(source), tuple(column for _, column in cut))
        return end


def _language(info: str) -> str:
    """The language an info string names: `python id="x"`, `{python}`, `{code-cell} ipython3`, `{.python}`."""
    if info.startswith("{"):
        inside, _, after = info[1:].partition("}")
        words = re.split(r"[\s,]+", inside.strip().lower())
        if words[0] in ("code-cell", "code-block", "code"):
            return (after.split() or ["python"])[0].lower()
        return words[0].lstrip(".")
    return re.split(r"[\s,{]", info.lower(), maxsplit=1)[0]


def _width(line: str, end: int | None = None) -> int:
    """The column, by tab stops, at which a line's text (or its character `end`) begins."""
    stop = len(line) - len(line.lstrip(" \t")) if end is None else end
    return len(line[:stop].expandtabs(TAB))


def _cut(line: str, strip: int) -> tuple[str, int]:
    """A line less its first `strip` columns of space, and what to add to get the columns of the file."""
    text = line.lstrip(" \t")
    if not text:
        return line[strip:], min(strip, len(line))
    taken = len(line) - len(text)
    if line[:strip].strip(" ") == "" and taken >= strip:
        return line[strip:], strip  # no tab among what goes: the rest stays as it is
    left = max(_width(line) - strip, 0)
    return " " * left + text, taken - left


def _prompt(line: str, column: int) -> tuple[str, int]:
    """The code after a doctest prompt; a line without one is output."""
    prompt = _DOCTEST.match(line)
    return (line[prompt.end() :], column + prompt.end()) if prompt else ("", 0)


def _blank_options(cut: list[tuple[str, int]]) -> None:
    """Blank the options of a MyST cell: `:tags: [x]` lines, or YAML between `---`, at its top."""
    yaml = bool(cut) and cut[0][0].rstrip() == "---"
    for index, (text, _) in enumerate(cut):
        if not yaml and not _OPTION.match(text):
            break
        cut[index] = ("", 0)
        if yaml and index and text.rstrip() == "---":
            break
