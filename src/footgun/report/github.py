"""Workflow commands of GitHub Actions: each finding becomes an annotation on the changed line.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Finding, Severity
from footgun.report.text import visible

LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def github(findings: Iterable[Finding]) -> Iterator[str]:
    """One command a finding; in a notebook the cell is named, for its lines are not those of the file."""
    for finding in findings:
        span = finding.span
        where = {"title": f"{finding.code} {finding.slug}", "file": span.path.replace("\\", "/")}
        if span.cell is None:
            where |= {"line": str(span.line), "endLine": str(span.end_line)}
            if span.line == span.end_line:  # columns are read only then
                where |= {"col": str(span.column), "endColumn": str(span.end_column)}
            place = ""
        else:
            place = f"cell {span.cell}, line {span.line}: "
        given = ",".join(f"{key}={_property(value)}" for key, value in where.items())
        words = f"{place}{finding.message}" + (f"\n{finding.help}" if finding.help else "")
        yield f"::{LEVELS[finding.severity]} {given}::{_data(words)}"


def _data(text: str) -> str:
    rows = (visible(row) for row in text.split("\n"))
    return "%0A".join(row.replace("%", "%25").replace("\r", "%0D") for row in rows)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
