"""SARIF 2.1.0, for code scanning.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from urllib.parse import quote

from footgun.findings import Edit, Finding, Severity, Span
from footgun.fingerprint import fingerprints
from footgun.report.formats import Facts
from footgun.results import FileResult, RuleText

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(facts: Facts) -> str:
    """One run; rules that found something come with their page as help."""
    rules = [rule for rule in facts.rules() if any(rule.code == f.code for f in facts.findings)]
    places = {rule.code: index for index, rule in enumerate(rules)}
    shown = set(map(id, facts.findings))
    results: list[dict[str, Any]] = []
    for file in facts.report.files:
        keys = fingerprints(file.findings, file.path, file.lines)
        for finding, key in zip(file.findings, keys, strict=True):
            if id(finding) in shown:
                results.append(_result(finding, key, places))
    driver = {
        "name": "footgun",
        "version": facts.version,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "the folder that was checked from"}}},
        "invocations": [_invocation(facts)],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(rule: RuleText) -> dict[str, Any]:
    name = "".join(word.capitalize() for word in rule.slug.split("-"))
    return {
        "id": rule.code,
        "name": name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.page, "markdown": rule.page},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.topic],
            "precision": "very-high" if rule.severity is Severity.ERROR else "high",
        },
    }


def _result(finding: Finding, key: str, places: dict[str, int]) -> dict[str, Any]:
    words = finding.message + (f"\n{finding.help}" if finding.help else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": LEVELS[finding.severity],
        "message": {"text": words},
        "locations": [_location(finding.span)],
        "partialFingerprints": {"footgun/v1": key},
    }
    if finding.code in places:
        result["ruleIndex"] = places[finding.code]
    if finding.labels:
        result["relatedLocations"] = [
            {"id": number, **_location(label.span), "message": {"text": label.text}}
            for number, label in enumerate(finding.labels, 1)
        ]
    fix = finding.fix
    if fix is not None and fix.edits and finding.span.cell is None:
        changes = [
            {"artifactLocation": _artifact(finding.span.path), "replacements": [_edit(e) for e in fix.edits]}
        ]
        result["fixes"] = [{"description": {"text": fix.title}, "artifactChanges": changes}]
    return result


def _location(span: Span) -> dict[str, Any]:
    """A place; lines in a notebook are those of a cell, which is named."""
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": _artifact(span.path), "region": _region(span)}
    }
    if span.cell is not None:
        location["logicalLocations"] = [{"name": f"cell {span.cell}", "kind": "module"}]
    return location


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}


def _artifact(path: str) -> dict[str, str]:
    name = path.replace("\\", "/").removeprefix("./")
    if name.startswith("/"):
        return {"uri": "file://" + quote(name, errors="replace")}
    return {"uri": quote(name, errors="replace"), "uriBaseId": "SRCROOT"}


def _invocation(facts: Facts) -> dict[str, Any]:
    """What could not be checked, so that the run does not read as clean."""
    notes = [note for file in facts.report.files for note in _notes(file)]
    told: dict[str, Any] = {"executionSuccessful": not facts.report.broken}
    if notes:
        told["toolExecutionNotifications"] = notes
    return told


def _notes(file: FileResult) -> list[dict[str, Any]]:
    place = {"physicalLocation": {"artifactLocation": _artifact(file.path)}}
    reasons = ([file.error] if file.error is not None else []) + file.internal
    notes = [{"level": "error", "message": {"text": reason}, "locations": [place]} for reason in reasons]
    for gap in file.not_checked:
        where = [_location(gap.span)] if gap.span.path == file.path else [place]
        notes.append({"level": "note", "message": {"text": f"not checked: {gap.reason}"}, "locations": where})
    return notes
