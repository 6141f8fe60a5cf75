"""`--add-ignores`: a comment for each finding that stays, where the rules for suppressions put it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from footgun.findings import Edit, Finding, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.results import Lines

_DIRECTIVE = re.compile(r"#\s*footgun:\s*ignore\[(?P<codes>[^\]]*)\]")


def with_ignores(findings: Iterable[Finding], lines: Lines) -> list[Finding]:
    """The findings, each with a comment at the end of its last line as its fix."""
    return [finding._replace(fix=_ignore(finding, lines)) for finding in findings]


def _ignore(finding: Finding, lines: Lines) -> Fix | None:
    span = finding.span
    rows = lines.get(span.cell, [])
    if finding.code.startswith("SUP") or span.end_line > len(rows):
        return None
    row = rows[span.end_line - 1]
    there = _DIRECTIVE.search(row)
    if there is not None:
        column, words = (
            there.end("codes") + 1,
            f", {finding.code}" if there["codes"].strip() else finding.code,
        )
    elif row.rstrip().endswith("\\"):
        return None  # nothing may follow it
    else:
        column, words = len(row.rstrip()) + 1, f"  # footgun: ignore[{finding.code}]"
    place = span._replace(line=span.end_line, column=column, end_column=column)
    return Fix(f"ignore {finding.code} here", (Edit(place, words),), safe=True)
