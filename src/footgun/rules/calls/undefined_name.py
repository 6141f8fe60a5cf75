"""A name that is not defined when its line runs."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "API005",
    "undefined-name",
    Severity.ERROR,
    "a name that is never defined, or only later",
    needs=("names",),
)
def undefined_name(self: Rule, program: Program) -> Iterator[Finding]:
    """Silent on snippets in prose, which may leave their imports out."""
    told: set[str] = set()
    for fault in program.names if not program.documents else ():
        later = fault.defined_later
        # A name that is missing everywhere is one mistake; one used too early can be so at several places.
        if later is None and fault.name in told:
            continue
        told.add(fault.name)
        if later is None:
            help = f"import or define `{fault.name}` before this line"
            yield self.report(fault.span, f"`{fault.name}` is not defined", help=help)
            continue
        yield self.report(
            fault.span,
            f"`{fault.name}` is not defined yet: defined later, at {_where(later)}",
            labels=[(later, f"defines `{fault.name}`, too late")],
            help="on a fresh run from the top this fails: move the definition up",
        )


def _where(span: Span) -> str:
    return f"line {span.line}" if span.cell is None else f"line {span.line} of cell {span.cell}"
