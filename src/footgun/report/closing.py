"""The last lines: how many findings, and all that silence could hide (no network, not followed, hints)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Finding, NotChecked, Severity
from footgun.report.paint import Paint
from footgun.report.text import visible
from footgun.results import FileResult, Report, counted

MOST_REASONS = 5  # of one file
MOST_PLACES = 5  # of one reason
MOST_FILES = 10


def closing(report: Report, hints: bool, paint: Paint) -> Iterator[str]:
    """The summary; `hints` says whether hints were shown."""
    read = [file for file in report.files if file.error is None]
    bare = [file.path for file in read if not file.networks]
    if report.files and not read:
        yield paint("error", "Nothing could be checked")
    else:
        yield _headline(report, read, hints, paint)
        yield from _fixes(report, hints)
    if bare and (len(bare) < len(read) or report.findings):
        yield f"No network found in {_some([visible(path) for path in bare], MOST_FILES)}"
    yield from _gaps(read)


def _headline(report: Report, read: list[FileResult], hints: bool, paint: Paint) -> str:
    findings = report.findings
    counts = {severity: sum(f.severity is severity for f in findings) for severity in Severity}
    errors, warnings, hidden = counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
    parts = [counted(n, word) for n, word in ((errors, "error"), (warnings, "warning")) if n]
    if hints and hidden:
        parts.append(counted(hidden, "hint"))
    hint = "" if hints or not hidden else f" ({counted(hidden, 'hint')} hidden; show them with --hints)"
    if parts:
        worst = Severity.ERROR if errors else Severity.WARNING if warnings else Severity.INFO
        return paint(worst, f"Found {', '.join(parts)}") + hint
    networks = sum(len(file.networks) for file in read)
    if not read:
        return "No files to check: no .py or .ipynb file below the named folders"
    if not networks:
        where = visible(read[0].path) if len(read) == 1 else counted(len(read), "file")
        return f"No network found in {where}: nothing to check{hint}"
    files = "" if len(read) == 1 else f" in {len(read)} files"
    if report.broken:
        return f"No findings{files}, but not everything could be checked{hint}"
    return paint("good", "All checks passed") + f": {counted(networks, 'network')}{files}{hint}"


def _fixes(report: Report, hints: bool) -> Iterator[str]:
    """How to see the fixes of what was told, if there are any."""
    offered = [f.fix for f in shown_findings(report.findings, hints) if f.fix is not None]
    if offered:
        option = "" if all(fix.safe for fix in offered) else " --unsafe-fixes"
        them = "it" if len(offered) == 1 else "them"
        yield f"{counted(len(offered), 'fix', 'fixes')} offered: see {them} with --diff{option}"


def _gaps(files: list[FileResult]) -> Iterator[str]:
    """What was not checked, the most frequent reason first."""
    with_gaps = [file for file in files if file.not_checked]
    for file in with_gaps[:MOST_FILES]:
        where = "" if len(files) == 1 else f" in {visible(file.path)}"
        yield f"Not checked{where}: {_reasons(file.not_checked)}"
    if len(with_gaps) > MOST_FILES:
        yield f"Not checked: places in {len(with_gaps) - MOST_FILES} more files"


def _reasons(gaps: Iterable[NotChecked]) -> str:
    places: dict[str, list[str]] = {}
    for gap in gaps:
        cell = f"cell {gap.span.cell}:" if gap.span.cell is not None else ""
        found = places.setdefault(visible(gap.reason), [])
        if f"{cell}{gap.span.line}" not in found:
            found.append(f"{cell}{gap.span.line}")
    ranked = sorted(places.items(), key=lambda item: -len(item[1]))
    shown = [f"{reason} ({_word(lines)}{_some(lines, MOST_PLACES)})" for reason, lines in ranked]
    return _some(shown, MOST_REASONS)


def _word(places: list[str]) -> str:
    return "" if places[0].startswith("cell") else "line "


def _some(items: list[str], most: int) -> str:
    more = len(items) - most
    return ", ".join(items[:most]) + (f" and {more} more" if more > 0 else "")


def shown_findings(findings: Iterable[Finding], hints: bool) -> list[Finding]:
    """The findings that are shown: hints only on demand."""
    return [finding for finding in findings if hints or finding.severity is not Severity.INFO]
