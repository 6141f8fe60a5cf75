"""The figures of many files: sums, shares and the distribution of the time.

A reason for not following is counted by what it names (a construct, an API), in places and in files.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from footgun.dev.measure import Measured
from footgun.findings import Severity
from footgun.records import NamedTuple

SLOWEST = 10
USUAL = 200  # lines, of the file that the budgets speak of
SEVERITIES = tuple(severity.value for severity in Severity)


class Reason(NamedTuple):
    """Why something was not followed, and how often."""

    text: str
    places: int
    files: int
    example: str  # path:line


class Times(NamedTuple):
    """CPU milliseconds a file; files a second on one core, as they are and counted as files of 200 lines."""

    median: float
    p95: float
    most: float
    a_second: float
    usual: float


def reasons(files: Iterable[Measured]) -> list[Reason]:
    """The reasons, the one that touches most files first."""
    places: Counter[str] = Counter()
    where: dict[str, dict[str, int]] = {}
    for file in files:
        for text, line in file.gaps:
            group = without_numbers(text)
            places[group] += 1
            where.setdefault(group, {}).setdefault(file.path, line)
    found = [
        Reason(text, places[text], len(seen), "{}:{}".format(*next(iter(seen.items()))))
        for text, seen in where.items()
    ]
    return sorted(found, key=lambda reason: (-reason.files, -reason.places, reason.text))


def without_numbers(text: str) -> str:
    """One reason with other numbers in it is the same reason; names in backticks keep theirs."""
    parts = text.split("`")
    parts[::2] = [re.sub(r"\d+", "N", part) for part in parts[::2]]
    return "`".join(parts)


def times(files: Sequence[Measured]) -> Times:
    """How long a file takes."""
    taken = sorted(file.seconds for file in files)
    if not taken:
        return Times(0.0, 0.0, 0.0, 0.0, 0.0)
    total = sum(taken)
    middle, late = (1000 * percentile(taken, share) for share in (50, 95))
    total = total or float("inf")
    lines = sum(file.lines for file in files)
    return Times(middle, late, 1000 * taken[-1], len(taken) / total, lines / USUAL / total)


def percentile(ordered: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` per cent of the values do not exceed."""
    return ordered[max(0, -int(-share * len(ordered) // 100) - 1)]


def by_rule(files: Iterable[Measured]) -> list[tuple[str, str, dict[str, int]]]:
    """(code, slug, findings by severity), by code."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for file in files:
        for code, slug, severity, *_ in file.findings:
            counts.setdefault((code, slug), Counter())[severity] += 1
    return [(code, slug, {s: n[s] for s in SEVERITIES}) for (code, slug), n in sorted(counts.items())]


def document(files: Sequence[Measured]) -> dict[str, Any]:
    """All figures as JSON takes them."""
    spent = times(files)
    networks = sum(file.networks for file in files)
    return {
        "files": len(files),
        "unreadable": {file.path: file.error for file in files if file.error is not None},
        "files_with_a_network": sum(file.networks > 0 for file in files),
        "networks": networks,
        "followed_to_the_output": sum(file.followed for file in files),
        "with_known_rank": sum(file.ranked for file in files),
        "not_followed": [reason._asdict() for reason in reasons(files)],
        "findings": [{"code": code, "slug": slug, **counts} for code, slug, counts in by_rule(files)],
        "milliseconds": {"median": spent.median, "p95": spent.p95, "max": spent.most},
        "files_a_second_a_core": spent.a_second,
        "files_of_200_lines_a_second_a_core": spent.usual,
        "slowest": [{"path": f.path, "milliseconds": 1000 * f.seconds} for f in slowest(files)],
        "peak_megabytes": max((file.megabytes for file in files), default=0),
        "internal_faults": [fault for file in files for fault in file.internal],
        "over_budget": _paths(files, lambda file: file.over_budget),
        "cut_short": _paths(files, lambda file: file.cut_short),
    }


def slowest(files: Iterable[Measured]) -> list[Measured]:
    """The files that take longest."""
    return sorted(files, key=lambda file: -file.seconds)[:SLOWEST]


def _paths(files: Iterable[Measured], accept: Callable[[Measured], bool]) -> list[str]:
    return [file.path for file in files if accept(file)]
