"""How many cases each op was compared on, and on how many it and the framework disagreed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

CASES: Counter[str] = Counter()
DISAGREED: Counter[str] = Counter()


@contextmanager
def compared(op: Any) -> Iterator[None]:
    """One comparison of an op."""
    name = type(op).__name__
    CASES[name] += 1
    try:
        yield
    except AssertionError:
        DISAGREED[name] += 1
        raise


def take() -> dict[str, list[int]]:
    """The counts, as they travel between processes."""
    return {name: [count, DISAGREED[name]] for name, count in CASES.items()}


def add(counts: dict[str, list[int]]) -> None:
    """The counts of another process."""
    for name, (cases, disagreed) in counts.items():
        CASES[name] += cases
        DISAGREED[name] += disagreed


def lines() -> Iterator[str]:
    """The table, most cases first."""
    for name, count in CASES.most_common():
        yield f"{count:8} cases {DISAGREED[name]:4} disagreements  {name}"
    yield f"{sum(CASES.values()):8} cases {sum(DISAGREED.values()):4} disagreements  in all, {len(CASES)} ops"
