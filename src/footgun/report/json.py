"""The machine-readable form, described by `schema.json` beside this file."""

from __future__ import annotations

from footgun.findings import Edit, Finding, Fix, Label
from footgun.report.formats import Facts
from footgun.results import FileResult, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def write(facts: Facts) -> str:
    """The report as JSON."""
    return to_json(facts.report, facts.findings, facts.version)


def to_json(report: Report, findings: list[Finding], version: str) -> str:
    """The report as JSON with `findings` as those to show; ASCII, so that no locale can break it."""
    import json

    document = {
        "version": version,
        "files": [_file(file) for file in report.files],
        "findings": [_finding(finding) for finding in findings],
    }
    return json.dumps(document, indent=2)


def _file(file: FileResult) -> dict[str, Any]:
    gaps = [{"reason": gap.reason, "line": gap.span.line} for gap in file.not_checked]
    # An unreadable file must not look like a clean one to a reader of the JSON alone.
    for reason in ([file.error] if file.error is not None else []) + file.internal:
        gaps.insert(0, {"reason": reason, "line": 1})
    return {"path": file.path, "networks": file.networks, "not_checked": gaps}


def _finding(finding: Finding) -> dict[str, Any]:
    span = finding.span
    return {
        "code": finding.code,
        "slug": finding.slug,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": span.path,
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "labels": [_label(label, span.path) for label in finding.labels],
        "help": finding.help,
        "fix": _fix(finding.fix) if finding.fix else None,
        "witness": finding.witness.value,
    }


def _label(label: Label, path: str) -> dict[str, Any]:
    span = label.span
    other = {"path": span.path} if span.path != path else {}
    return {**other, "line": span.line, "column": span.column, "text": label.text}


def _fix(fix: Fix) -> dict[str, Any]:
    return {"title": fix.title, "safe": fix.safe, "edits": [_edit(edit) for edit in fix.edits]}


def _edit(edit: Edit) -> dict[str, Any]:
    span = edit.span
    return {
        "cell": span.cell,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "text": edit.text,
    }
