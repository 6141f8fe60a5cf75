"""The method resolution order of classes with several bases: the C3 linearisation that Python has.

Source: "A Monotonic Superclass Linearization for Dylan" (Barrett et al., 1996), as CPython applies it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def merged(lines: list[list[Any]], equal: type) -> list[Any]:
    """The orders of several bases in one: each class before its own bases, and all as they are given.

    Objects of the type `equal` are told apart by what they are equal to, all others by identity. Where no
    order keeps all that the lines ask for, which Python refuses, the first line goes before the others.
    """

    def key(item: Any) -> object:
        return item if isinstance(item, equal) else id(item)

    found: list[Any] = []
    lines = [line for line in lines if line]
    while lines:
        later = {key(item) for line in lines for item in line[1:]}
        first = next((line[0] for line in lines if key(line[0]) not in later), lines[0][0])
        found.append(first)
        lines = [[item for item in line if key(item) != key(first)] for line in lines]
        lines = [line for line in lines if line]
    return found
