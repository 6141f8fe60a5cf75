"""A suppression that suppresses nothing. Only the engine knows, once all other rules have run."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "SUP001",
    "unused-suppression",
    Severity.WARNING,
    "a suppression comment that suppresses nothing",
    needs=("comments",),
)
def unused_suppression(rule: Rule, program: Program) -> Iterator[Finding]:
    """Nothing to see in the program itself: `footgun.suppress` reports."""
    return iter(())
