"""A name or an argument that current releases no longer have."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.releases import REMOVED, REMOVED_ARGUMENTS, change_of


@rule(
    "API002",
    "removed-api",
    Severity.ERROR,
    "a name or argument that current releases no longer have",
    needs=("uses",),
)
def removed_api(self: Rule, program: Program) -> Iterator[Finding]:
    """Names at every place; an argument once for all calls of one kind, with the others as labels."""
    told: dict[tuple[str, str], list[Finding]] = {}
    for use in program.uses:
        change = None if use.guarded else change_of(use, REMOVED, REMOVED_ARGUMENTS)
        if change is None:
            continue
        what = f"`{use.name.rsplit('.', 1)[-1]}`"
        help = f"use {change.now} instead"
        if not use.keyword:
            yield self.report(use.span, f"`{use.name}` is gone: {change.since} replaced it", help=help)
            continue
        if change.ignored:
            message = f"the argument `{use.keyword}` of {what} has no effect since {change.since}"
        else:
            message = f"{what} has no argument `{use.keyword}` any more: {change.since} replaced it"
        severity = Severity.WARNING if change.ignored else self.severity
        told.setdefault((what, use.keyword), []).append(
            self.report(use.span, message, severity=severity, help=help)
        )
    for first, *rest in told.values():
        yield self.report(
            first.span,
            first.message,
            severity=first.severity,
            labels=[(other.span, "here too") for other in rest],
            help=first.help,
        )
