"""A statement that Python cannot parse. The rest of the file is checked all the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from footgun.findings import Edit, Finding, Fix, Severity
from footgun.network import Program, SyntaxFaultAt
from footgun.rules.base import Rule, rule


@rule("SHP022", "syntax-error", Severity.ERROR, "a statement that cannot be parsed", needs=("syntax",))
def syntax_error(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each statement."""
    for fault in program.syntax:
        yield self.report(fault.span, fault.message, fix=_fix(fault))


def _fix(fault: SyntaxFaultAt) -> Fix | None:
    """What was put in so that the rest could be read."""
    if not fault.put:
        return None
    edits = [
        Edit(place, "".join(sign for _, sign in signs))
        for place, signs in groupby(fault.put, lambda put: put[0])
    ]
    return Fix("put in " + ", ".join(f"`{edit.text}`" for edit in edits), tuple(edits), reveals=True)
