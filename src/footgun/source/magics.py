"""IPython's own syntax in cells: magics, shell lines and help, replaced so that the rest parses in place.

A line that is not Python becomes `pass`, a value that comes from one becomes the unread value, a cell that is
not Python becomes blank lines. The number of lines never changes.
"""

from __future__ import annotations

import re

from footgun.source.document import UNREAD
from footgun.source.lines import Scanner

# Cell magics that run their body as Python in the notebook's own namespace; the body of any other is not this
# program.
PYTHON_BODY = frozenset(
    {"capture", "debug", "heat", "lprun", "memit", "mprun", "prun", "pyinstrument", "scalene", "snakeviz"}
    | {"time", "timeit", "wandb"}
)
_SIGN = re.compile(r"[%!?]|(?:pip3?|conda|mamba|cd)[ \t]")
_LAST = re.compile(r"\?{1,2}[ \t]{0,200}$", re.M)
_NEAR = 200  # columns of a line that are looked at
_CELL = r"%%(!|\w*)"
_LINE = r"""(?x)[ \t]*(?:
        %time[ \t]+(?P<timed>[^-\s].*)              # runs a statement of this program
      | [%!] .*
      | (?:\?{1,2}[ \t]*)? [%\w.\[\]'"]+ \?{1,2}[ \t]* | \?{1,2}[ \t]*[\w.]+ .*
      | (?:pip3?|conda|mamba)[ \t]+(?:install|uninstall|list|freeze|show)\b .* | cd[ \t]+[\w./~$-]+[ \t]*
    )$"""
_ASSIGNED = r"([ \t]*[\w.,* \t\[\]]+?[ \t]*=[ \t]*)[%!].*$"
_COMPOUND = r"(?:for|while|if|with|def|class|try|async)\b"


def plain(source: str) -> str:
    r"""The source with everything that only IPython understands replaced.

    >>> plain("%time x = f()\npath = !pwd")
    'pass; x = f()\npath = __unread__'
    """
    if not any(_may_begin(source, match) for match in _SIGN.finditer(source)):
        return source
    lines = source.split("\n")
    first = 0
    while True:  # `%%capture` above `%%time` is allowed
        first = next((i for i in range(first, len(lines)) if lines[i].strip()), len(lines))
        magic = re.match(_CELL, lines[first]) if first < len(lines) else None
        if magic is None:
            break
        if magic[1] not in PYTHON_BODY:
            return "\n" * (len(lines) - 1)
        lines[first] = "pass"
        first += 1
    return _replace_lines(lines)


def _may_begin(source: str, sign: re.Match[str]) -> bool:
    """Whether a sign stands where a magic or a question may: first on its line, after `=`, or (`?`) last."""
    at = sign.start()
    begin = max(source.rfind("\n", max(at - _NEAR, 0), at), at - _NEAR - 1)
    before = source[begin + 1 : at].rstrip()
    return not before or before.endswith("=") or (sign[0] == "?" and bool(_LAST.match(source, at)))


def _replace_lines(lines: list[str]) -> str:
    scanner = Scanner("\n".join(lines))
    index = 0
    loose = False  # after a bracket that is never closed any line may begin a statement
    while index < len(lines):
        text = lines[index]
        if not text.strip() or text.lstrip().startswith("#"):
            index += 1
        elif magic := re.match(_LINE, text):
            indent = text[: len(text) - len(text.lstrip())]
            timed = magic["timed"]
            lines[index] = indent + ("pass; " + timed if timed and not re.match(_COMPOUND, timed) else "pass")
            index = _blank_joined(lines, index, text) if not timed else index + 1
        elif assigned := re.match(_ASSIGNED, text):
            lines[index] = assigned[1] + UNREAD
            index = _blank_joined(lines, index, text)
        elif loose:
            index += 1
        else:
            statement = scanner.logical(index)
            assert statement is not None
            loose = bool(statement.open)
            index = (index if loose else statement.last) + 1
    return "\n".join(lines)


def _blank_joined(lines: list[str], index: int, text: str) -> int:
    """Blank the lines that a backslash joins to a magic; the index after them."""
    while text.endswith("\\") and index + 1 < len(lines):
        index += 1
        text, lines[index] = lines[index], ""
    return index + 1
