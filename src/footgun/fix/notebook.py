"""Cells of a notebook edited in its own JSON: every byte outside the source of an edited cell stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.S)


class NotWritableError(Exception):
    """The file cannot hold what should be written."""


def rewritten(text: str, edits: Mapping[int, Callable[[str], str]]) -> str:
    """The notebook with the sources of some cells, counted from 1, edited.

    Raises:
        NotWritableError: if a cell is not found.
    """
    places = dict(_sources(text))
    if not edits.keys() <= places.keys():
        raise NotWritableError("a cell of the notebook is not found again")
    for number in sorted(edits, reverse=True):
        start, end = places[number]
        text = text[:start] + _edited(text[start:end], edits[number]) + text[end:]
    return text


def _sources(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Where the value of `cells[i].source` stands, for every cell."""
    path: list[str | int] = []  # keys and places in the containers that are open
    key: str | None = None
    opened = 0
    for match in _TOKEN.finditer(text):
        token, inside_list = match.group(), bool(path) and isinstance(path[-1], int)
        if token in ("{", "["):
            if _is_source(path):
                opened = match.start()
            path.append("" if token == "{" else 0)
        elif token in ("}", "]"):
            path.pop()
            if _is_source(path) and token == "]":
                yield int(path[1]) + 1, (opened, match.end())
        elif token == ",":
            path[-1] = int(path[-1]) + 1 if inside_list else ""
            key = None
        elif token == ":":
            path[-1] = json.loads(key or '""')
        elif token.startswith('"'):
            key = token
            if _is_source(path):
                yield int(path[1]) + 1, match.span()


def _is_source(path: list[str | int]) -> bool:
    return len(path) == 3 and path[0] == "cells" and path[2] == "source"


def _edited(value: str, edit: Callable[[str], str]) -> str:
    """A JSON string or list of strings with other text, written as it was: its indentation, its escapes."""
    held = json.loads(value)
    plain = value.isascii() and "\\u" in value
    if isinstance(held, str):
        return json.dumps(edit(held), ensure_ascii=plain)
    raw = [token for token in _TOKEN.findall(value) if token.startswith('"')]
    known = dict(zip(held, raw, strict=True))
    lines = edit("".join(held)).splitlines(keepends=True) if held else []
    lead = re.match(r"\[\s*", value)
    tail = re.search(r"\s*\]$", value)
    between = re.search(r'",(\s*)"', value)
    assert lead is not None
    assert tail is not None
    space = between.group(1) if between else lead.group()[1:] or " "
    words = [known[line] if line in known else json.dumps(line, ensure_ascii=plain) for line in lines]
    return lead.group() + f",{space}".join(words) + tail.group()
