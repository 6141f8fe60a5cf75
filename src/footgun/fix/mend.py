"""Fixes applied until none is left that helps, each proven by checking the text again.

A fix stays only if its finding is gone and nothing new is found: no code more often than before. New advice
is no reason against mending an error or a warning: a loop that learns at last may lack a seed. What one fix
lays open, another may mend: then both stand or fall together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from footgun.findings import Edit, Finding, Severity
from footgun.fix.apply import NotWritableError, overlap
from footgun.records import NamedTuple

ROUNDS, FEWEST = 100, 10  # of checking one text anew; each takes as long as the first
READ = 2_500_000  # bytes in all of them
DEEP = 4  # fixes that are tried together, each for what the one before lays open
ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

Check = Callable[[bytes], "Sequence[Finding] | None"]  # None: the text cannot be checked
Write = Callable[[bytes, Sequence[Edit]], bytes]


class Mended(NamedTuple):
    """A text after its fixes."""

    data: bytes
    applied: tuple[Finding, ...]  # as they were told before their fix
    refused: tuple[Finding, ...]  # whose fix did not stand the check


def mend(data: bytes, check: Check, write: Write, wanted: Callable[[Finding], bool]) -> Mended:
    """Apply the fixes of the findings that are `wanted`, as long as they help."""
    found = check(data)
    applied: list[Finding] = []
    refused: dict[tuple[str, str, int], Finding] = {}
    rounds, most = 0, max(FEWEST, min(ROUNDS, READ // (len(data) or 1)))

    def tried(data: bytes, fixes: Sequence[Finding]) -> tuple[bytes, Sequence[Finding]] | None:
        nonlocal rounds
        rounds += 1
        try:
            new = write(data, [edit for finding in fixes for edit in _edits(finding)])
        except NotWritableError:
            return None
        result = check(new)
        return None if result is None or new == data else (new, result)

    while found and rounds < most:
        keys = list(_keys(found))
        able = [
            (f, k) for f, k in zip(found, keys, strict=True) if wanted(f) and _edits(f) and k not in refused
        ]
        able.sort(key=lambda item: ORDER[item[0].severity])
        together = _apart([finding for finding, _ in able])
        if not together:
            break
        after = tried(data, together)
        if after is not None and _better(found, after[1], together):
            (data, found), applied = after, applied + together
            continue
        first, key = able[0]
        chain = _chain(data, found, first, tried, wanted)
        if chain is None:
            refused[key] = first
        else:
            data, found, fixes = chain
            applied += fixes
    return Mended(data, tuple(applied), tuple(refused.values()))


def _chain(
    data: bytes,
    found: Sequence[Finding],
    first: Finding,
    tried: Callable[[bytes, Sequence[Finding]], tuple[bytes, Sequence[Finding]] | None],
    wanted: Callable[[Finding], bool],
) -> tuple[bytes, Sequence[Finding], list[Finding]] | None:
    """One fix, and with it those for what it lays open, until the text is better than it was."""
    fixes, now = [first], tried(data, [first])
    while now is not None and len(fixes) <= DEEP:
        text, result = now
        if _better(found, result, fixes[:1]):
            return text, result, fixes
        more, gone = _told(result) - _told(found), _told(found) - _told(result)
        if not gone[first.code, first.message]:
            return None
        new = next((f for f in result if (f.code, f.message) in more and wanted(f) and _edits(f)), None)
        if new is None:
            return None
        fixes.append(new)
        now = tried(text, [new])
    return None


def _better(before: Sequence[Finding], after: Sequence[Finding], fixed: Sequence[Finding]) -> bool:
    """Every fixed finding is gone, and no code is found more often; advice counts against advice alone."""
    least = max(ORDER[finding.severity] for finding in fixed)
    hidden = all(finding.fix is not None and finding.fix.reveals for finding in fixed)
    old, new = (_count(f for f in found if ORDER[f.severity] <= max(least, 1)) for found in (before, after))
    gone = all(old[code] - new[code] >= n for code, n in _count(fixed).items())
    return gone and (hidden or not new - old)


def _apart(findings: Sequence[Finding]) -> list[Finding]:
    """Those whose edits touch no edits of one before."""
    chosen: list[Finding] = []
    for finding in findings:
        if not any(overlap(_edits(finding), _edits(other)) for other in chosen):
            chosen.append(finding)
    return chosen


def _count(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.code for finding in findings)


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix is not None else ()


def _told(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """What is said, how often: the same after other fixes have moved it to another line."""
    return Counter((finding.code, finding.message) for finding in findings)


def _keys(findings: Iterable[Finding]) -> Iterator[tuple[str, str, int]]:
    """What is said, and the how manieth time."""
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        said = finding.code, finding.message
        seen[said] += 1
        yield *said, seen[said]


def applicable(findings: Iterable[Finding], unsafe: bool) -> Iterator[Finding]:
    """The findings that have a fix which may be applied."""
    return (f for f in findings if f.fix is not None and f.fix.edits and (unsafe or f.fix.safe))
