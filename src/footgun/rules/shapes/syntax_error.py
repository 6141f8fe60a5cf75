"""A statement that Python cannot parse. The rest of the file is checked all the same."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule("SHP022", "syntax-error", Severity.ERROR, "a statement that cannot be parsed", needs=("syntax",))
def syntax_error(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each statement."""
    for fault in program.syntax:
        yield self.report(fault.span, fault.message)
