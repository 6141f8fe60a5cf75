"""Notebooks copied as plain text: `In [5]:`, code, output and prose, with nothing to tell them apart.

Code is the longest run of paragraphs after a prompt that is Python, perhaps with a syntax error in it. What
stands first after the prompt is code unless it is plainly prose; a later paragraph must bind something or use
a name that the code above has bound, since `(1, 1)`, `ReLU()` and `torch.Size([4, 10])` are outputs that
would parse.
"""

from __future__ import annotations

import re
from itertools import pairwise

from footgun.source.document import Cell, Document
from footgun.source.lines import Scanner
from footgun.source.looks import begins_code, is_code, is_output, is_prose, names, parsed
from footgun.source.magics import plain

PROMPT = re.compile(r"^In ?\[(?:\d+|None|\*| *)\]:(?: |$)", re.M)
_END = re.compile(r"Out ?\[\d+\]:|-{20,}\s*$|Traceback \(most recent call last\)")
_MORE = re.compile(r" *\.{3,}: ?")  # the continuation prompt of a terminal
_CLAUSE = re.compile(r"(?:else|elif|except|finally)\b|[)\]}]")
MOST_PARAGRAPHS = 1_000  # after one prompt; with more of them it is no code that someone typed
LONGEST_OUTPUT = 100  # lines of one paragraph that are looked at when prose is told from output


def read_transcript(path: str, text: str) -> Document:
    """A transcript as the code after its prompts."""
    lines = text.split("\n")
    prompts = [i for i, line in enumerate(lines) if PROMPT.match(line)]
    cells: list[Cell] = []
    known: set[str] = set()
    prose = lines[: prompts[0]] if prompts else lines
    prose_line = 1
    for index, end in pairwise([*prompts, len(lines)]):
        stop = next((i for i in range(index + 1, end) if _END.match(lines[i])), end)
        prompt = PROMPT.match(lines[index])
        assert prompt is not None
        cell: Cell | None
        if lines[index][prompt.end() :].strip():
            cell, after = _terminal(lines, index, stop, prompt.end())
            known |= names("\n".join(lines[index:after]))
        else:
            cell, after = _block(lines, index + 1, stop, known)
        if cell is not None:
            cells.append(cell._replace(prose="\n".join(prose).rstrip(), prose_line=prose_line))
            prose, prose_line = [], after + 1
        else:
            prose += [""] * (after - index)
        prose += _prose(lines, after, end)
    return Document(path, "transcript", tuple(cells), True, {None: lines})


def _terminal(lines: list[str], index: int, stop: int, column: int) -> tuple[Cell, int]:
    """Code that begins on the line of its prompt and goes on after `...:`."""
    source, columns = [lines[index][column:]], [column]
    after = index + 1
    while after < stop and (more := _MORE.match(lines[after])):
        source.append(lines[after][more.end() :])
        columns.append(more.end())
        after += 1
    return Cell(plain("\n".join(source)), None, index + 1, tuple(columns)), after


def _block(lines: list[str], prompt: int, stop: int, known: set[str]) -> tuple[Cell | None, int]:
    """The code of a block, and the index of the line after it."""
    first_row = prompt
    while first_row < stop and not lines[first_row].strip():
        first_row += 1
    source = plain("\n".join(lines[first_row:stop]))
    rows = source.split("\n")
    scanner = Scanner(source)
    end = index = count = 0
    while index < len(rows) and count < MOST_PARAGRAPHS:
        unit = _unit(scanner, rows, index)
        after = _code(rows, index, unit, known, first=index == 0 and first_row == prompt)
        if after is None:
            break
        end = after or end
        known |= names("\n".join(rows[index : after or unit]))
        if after and after < unit:
            break  # an output hangs on to the last suite
        index, count = unit, count + 1
        while index < len(rows) and not rows[index].strip():
            index += 1
    if not "".join(rows[:end]).strip():
        return None, first_row + end
    return Cell("\n".join(rows[:end]), None, first_row + 1), first_row + end


def _code(rows: list[str], index: int, unit: int, known: set[str], first: bool) -> int | None:
    """Where the code of a unit ends; 0 if it says nothing by itself (comments), None if it is not code."""
    text = "\n".join(rows[index:unit])
    prose = is_prose(text)
    if prose and not first:
        return None
    if first and not prose and all(_firm(rows, i) for i in range(1, unit)):
        return unit  # code, broken or not: no need to parse it here
    tree = parsed(text)
    if tree is None and (shorter := _without_tail(rows, index, unit)):
        unit, text = shorter, "\n".join(rows[index:shorter])
        tree = parsed(text)
    if tree is not None and not tree.body and not first:
        return 0  # comments may be headings
    if first and (tree is not None or not prose):
        return unit
    return unit if is_code(text, known, tree) else None


def _firm(rows: list[str], index: int) -> bool:
    """Whether a line goes on with its paragraph, or begins one as code does."""
    return not rows[index].strip() or bool(rows[index - 1].strip()) or begins_code(rows[index])


def _without_tail(rows: list[str], index: int, after: int) -> int | None:
    """The end of a unit's longest run of paragraphs that parses, where the whole does not."""
    ends = [i for i in range(index + 1, after) if not rows[i].strip() and rows[i - 1].strip()]
    for end in ends[-3:][::-1] + ends[:1]:
        tree = parsed("\n".join(rows[index:end]))
        if tree is not None and tree.body:
            return end
    return None


def _unit(scanner: Scanner, rows: list[str], index: int) -> int:
    """The index after the paragraph at `index` and all that belongs to it across blank lines.

    A suite goes on over blank lines while what follows is indented, and so do open brackets and strings.
    """
    paragraph = index
    while paragraph < len(rows) and rows[paragraph].strip():
        paragraph += 1
    after = index
    suite = False
    while (line := scanner.logical(after)) is not None:
        if after > index:
            gap = any(not row.strip() for row in rows[after : line.first])
            if gap and not (suite and (line.indent or _CLAUSE.match(rows[line.first]))):
                break
        elif line.first >= paragraph:
            return paragraph  # comments alone
        if line.open or line.quote >= 0:
            return max(paragraph, after)  # broken code: what follows cannot be told by brackets
        if not line.indent:
            suite = scanner.source[line.start : line.end].endswith(":") or rows[line.first].startswith("@")
        after = line.last + 1
    while after < len(rows) and rows[after].strip():
        after += 1  # comments at the end of the paragraph
    return max(after, index + 1)


def _prose(lines: list[str], start: int, end: int) -> list[str]:
    """The lines between two cells, those of outputs blank."""
    kept = [""] * (end - start)
    index = start
    while index < end:
        after = index
        while after < end and lines[after].strip():
            after += 1
        text = "\n".join(lines[index : min(after, index + LONGEST_OUTPUT)])
        if text and after - index <= LONGEST_OUTPUT and not is_output(text):
            kept[index - start : after - start] = lines[index:after]
        index = after + 1
    return kept
