"""One line a finding, for editors and `grep`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Finding
from footgun.report.paint import Paint
from footgun.report.place import place
from footgun.report.text import visible


def concise(findings: Iterable[Finding], paint: Paint) -> Iterator[str]:
    """`path:line:column: severity CODE[slug] message` for each finding."""
    for finding in findings:
        severity = paint(finding.severity, finding.severity.value)
        code = paint("bold", f"{finding.code}[{finding.slug}]")
        yield f"{place(finding.span)}: {severity} {code} {visible(finding.message)}"
