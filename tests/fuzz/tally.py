"""What the fuzzing of a session came to, by target."""

from __future__ import annotations

from collections.abc import Iterator

# target -> [cases, crashes, the slowest in seconds of CPU time, which, peak in MB]
FIGURES: dict[str, list] = {}


def add(figures: dict[str, list]) -> None:
    """The figures of a round, or of another process."""
    for name, (cases, crashes, slowest, where, megabytes) in figures.items():
        old = FIGURES.get(name, [0, 0, 0.0, "", 0])
        longest = max((old[2], old[3]), (slowest, where))
        FIGURES[name] = [old[0] + cases, old[1] + crashes, *longest, max(old[4], megabytes)]


def lines() -> Iterator[str]:
    """A line for each target, and the one for all."""
    for name, (cases, crashes, slowest, where, megabytes) in sorted(FIGURES.items()):
        yield f"{name}: {_told(cases, crashes, slowest, megabytes)} ({where!r:.60})"
    found = FIGURES.values()
    sums = sum(f[0] for f in found), sum(f[1] for f in found)
    yield f"fuzz: {_told(*sums, max(f[2] for f in found), max(f[4] for f in found))}"


def _told(cases: int, crashes: int, slowest: float, megabytes: int) -> str:
    return f"{cases} cases, {crashes} crashes, slowest {slowest:.1f} s, peak {megabytes} MB"
