"""GitLab's code quality report: a JSON list of issues.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json

from footgun.findings import Finding, Severity
from footgun.fingerprint import fingerprints
from footgun.report.formats import Facts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LEVELS = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def write(facts: Facts) -> str:
    """The findings as issues; what could not be checked is one too, so that it does not read as clean."""
    shown = set(map(id, facts.findings))
    issues: list[dict[str, Any]] = []
    for file in facts.report.files:
        keys = fingerprints(file.findings, file.path, file.lines)
        issues += [_issue(f, key) for f, key in zip(file.findings, keys, strict=True) if id(f) in shown]
        for reason in ([file.error] if file.error is not None else []) + file.internal:
            issues.append(_unchecked(file.path, reason))
    return json.dumps(issues, indent=2)


def _issue(finding: Finding, key: str) -> dict[str, Any]:
    span = finding.span
    cell = f"cell {span.cell}: " if span.cell is not None else ""
    begin, end = (
        {"line": span.line, "column": span.column},
        {"line": span.end_line, "column": span.end_column},
    )
    return {
        "description": f"{cell}{finding.message}",
        "check_name": f"{finding.code}[{finding.slug}]",
        "fingerprint": key,
        "severity": LEVELS[finding.severity],
        "location": {
            "path": span.path.replace("\\", "/"),
            "positions": {"begin": begin, "end": end},
        },
    }


def _unchecked(path: str, reason: str) -> dict[str, Any]:
    from hashlib import sha256

    name = path.replace("\\", "/")
    return {
        "description": f"not checked: {reason}",
        "check_name": "unchecked",
        "fingerprint": sha256(f"{name}\0{reason}".encode("utf-8", "surrogatepass")).hexdigest()[:32],
        "severity": "blocker",
        "location": {"path": name, "lines": {"begin": 1}},
    }
