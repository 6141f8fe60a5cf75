"""Findings in imported files, told in the file that imports: at the call that leads there.

What the other file has wrong by itself, or one on the way to it, is told where that file is checked, and
nowhere else. What is left is wrong only with what this file passes in.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator

from footgun.findings import Elsewhere, Finding, Label, Severity, Span

MOST = 4  # other files checked for one file

Places = set[tuple[str, int, str]]  # path, line, and code or severity


def at_home(found: Iterable[Finding], findings_of: Callable[[str], list[Finding]]) -> list[Finding]:
    """The findings of a file, those in imported files moved to the calls that lead to them."""
    known: dict[str, Places] = {}

    def own(path: str) -> Places | None:
        if path not in known and len(known) < MOST:
            known[path] = set(places(findings_of(path)))
        return known.get(path)

    kept = []
    for finding in found:
        span = finding.span
        if isinstance(span, Elsewhere):
            if finding.severity is Severity.INFO:
                continue  # advice on how the other file is written
            if span.entry[1:3] == span.entry[3:5]:
                continue  # an empty stretch: no line of this file leads there
            if not span.path.endswith(".py"):  # a published network, known by an outline
                if finding.severity is Severity.ERROR:
                    kept.append(settled(finding._replace(span=span.entry, fix=None)))
                continue
            marks = set(places([finding]))
            if finding.severity is not Severity.ERROR:
                marks = {mark for mark in marks if mark[2] == finding.code}
            way = [own(path) for path in files(span)]
            if any(theirs is None or marks & theirs for theirs in way):
                continue
            labels = (Label(plain(span), "it happens here"), *finding.labels)
            finding = finding._replace(span=span.entry, labels=labels, fix=None)
        kept.append(settled(finding))
    return kept


def files(span: Elsewhere) -> list[str]:
    """The imported files between the checked one and a place, the last first."""
    found: dict[str, None] = {}
    step: Span = span
    while isinstance(step, Elsewhere):
        found[step.path] = None
        step = step.above
    return list(found)


def places(found: Iterable[Finding]) -> Iterator[tuple[str, int, str]]:
    """Where findings are, with their codes and severities."""
    for finding in found:
        path = os.path.abspath(finding.span.path)
        yield path, finding.span.line, finding.code
        yield path, finding.span.line, finding.severity.value


def settled(finding: Finding) -> Finding:
    """A finding whose labels are plain places."""
    if not any(isinstance(label.span, Elsewhere) for label in finding.labels):
        return finding
    return finding._replace(labels=tuple(Label(plain(span), text) for span, text in finding.labels))


def plain(span: Span) -> Span:
    """A place without how it was reached."""
    return Span._make(span) if isinstance(span, Elsewhere) else span
