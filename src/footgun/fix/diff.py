"""What fixes change, as a unified diff; of a notebook cell by cell, not of its JSON."""

from __future__ import annotations

from difflib import unified_diff

Lines = dict["int | None", list[str]]


def diff(path: str, before: Lines, after: Lines) -> list[str]:
    """The lines of the diff, without line ends."""
    shown: list[str] = []
    for cell, old in before.items():
        new = after.get(cell, [])
        if old != new:
            name = path if cell is None else f"{path}:cell {cell}"
            shown += unified_diff(old, new, name, name, lineterm="")
    return shown
