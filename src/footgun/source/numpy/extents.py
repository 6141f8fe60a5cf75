"""Between which numbers the entries of an array lie, where the text says so.

An extent holds for nearly all entries, and some entry is as low and some as high as what is `reached`: a
normal distribution has no ends, but few numbers beyond three standard deviations. What operations make of it
is a question for those who ask (`rules/facts/extent.py`).
"""

from __future__ import annotations

from math import isfinite

from footgun.network import Value
from footgun.source.values import List, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST = 20_000  # numbers of a literal that are looked at
TYPICAL = 3  # standard deviations: 997 numbers of 1,000 are within


def noted(value: Value, low: Any, high: Any, whole: bool = False, reached: Any = None) -> Value:
    """Note the ends, if they are numbers."""
    ends = [low, high, *(reached or ())]
    if all(isinstance(end, (int, float)) and isfinite(end) for end in ends) and low <= high:
        value.facts["extent"] = float(low), float(high), *map(float, reached or (low, high)), whole
    return value


def of_numbers(value: Value, data: Any) -> Value:
    """The extent of nested lists of numbers."""
    numbers = flat(data, [])
    if numbers:
        noted(value, min(numbers), max(numbers), all(number == int(number) for number in numbers))
    return value


def flat(data: Any, found: list[Any]) -> list[Any] | None:
    """All numbers in nested lists, None where one is not known."""
    if isinstance(data, (int, float)):
        found.append(data)
        return found if isinstance(data, int) or isfinite(data) else None
    if not isinstance(data, (tuple, List)) or getattr(data, "open", False) or len(found) > MOST:
        return None
    for item in data:
        if flat(item, found) is None:
            return None
    return found


def of_parts(value: Value, data: Any) -> Value:
    """The range of the arrays in nested lists, where all of them have the same."""
    parts = leaves(data)
    for fact in ("range", "scale"):
        held = {part.facts.get(fact) if isinstance(part, Value) else None for part in parts}
        if len(held) == 1 and None not in held:
            value.facts[fact] = held.pop()
    return value


def drawn(value: Value, kind: str, first: Any, second: Any) -> Value:
    """The extent of random numbers: uniform between two, or of a mean and a standard deviation."""
    value.facts["random"] = True
    if not isinstance(first, (int, float)) or not isinstance(second, (int, float)):
        return value
    if kind == "uniform":
        return noted(value, min(first, second), max(first, second))
    far = TYPICAL * abs(second)
    return noted(value, first - far, first + far, reached=(first - abs(second), first + abs(second)))
