"""A key of a finding that stays when lines move: its rule, its file, the text it points at."""

from __future__ import annotations

from collections.abc import Iterable

from footgun.findings import Finding
from footgun.results import Lines


def fingerprints(findings: Iterable[Finding], path: str, lines: Lines) -> list[str]:
    """One key a finding of a file, in their order; equal ones on equal lines are counted.

    Neither line numbers nor messages are part of it: numbers in a message change with other lines.
    """
    from hashlib import sha256

    name = path.replace("\\", "/").removeprefix("./")
    seen: dict[str, int] = {}
    keys: list[str] = []
    for finding in findings:
        text = "\0".join((finding.code, name, _text(finding, lines)))
        seen[text] = seen.get(text, 0) + 1
        keys.append(sha256(f"{text}\0{seen[text]}".encode("utf-8", "surrogatepass")).hexdigest()[:32])
    return keys


def _text(finding: Finding, lines: Lines) -> str:
    """The line it points at, without the space in it: formatting is no change."""
    span = finding.span
    rows = lines.get(span.cell, [])
    return "".join(rows[span.line - 1].split()) if span.line <= len(rows) else ""
