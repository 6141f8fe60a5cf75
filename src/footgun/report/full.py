"""The default form: a headline, a source frame and help for each finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Finding
from footgun.report.frame import frame
from footgun.report.paint import Paint
from footgun.report.text import visible
from footgun.results import Lines


def full(findings: Iterable[Finding], lines: dict[str, Lines], paint: Paint) -> Iterator[str]:
    """The lines of the report; `lines` holds the text of each file by path."""
    for finding in findings:
        severity = paint(finding.severity, f"{finding.severity.value}[{finding.code}]")
        yield f"{severity} {paint('bold', f'{finding.slug}: {visible(finding.message)}')}"
        yield from frame(finding, lines.get(finding.span.path, {}), paint)
        yield ""
