"""The method resolution order of classes with several bases: the C3 linearisation that Python has.

Source: "A Monotonic Superclass Linearization for Dylan" (Barrett et al., 1996), as CPython applies it.
"""

from __future__ import annotations

from collections import Counter

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

    rest = {number: line[::-1] for number, line in enumerate(lines) if line}  # the first stands last
    behind = Counter(key(item) for line in rest.values() for item in line[:-1])
    heads: dict[object, list[int]] = {}
    for number, line in rest.items():
        heads.setdefault(key(line[-1]), []).append(number)
    found: dict[object, Any] = {}
    while rest:
        free = (line for line in rest.values() if not behind[key(line[-1])])
        first = next(free, next(iter(rest.values())))[-1]
        found[key(first)] = first
        for number in heads.pop(key(first)):
            line = rest[number]
            while line and key(line[-1]) in found:
                line.pop()
                if line:
                    behind[key(line[-1])] -= 1
            if line:
                heads.setdefault(key(line[-1]), []).append(number)
            else:
                del rest[number]
    return list(found.values())
