"""A library's model that is built, its weights perhaps fetched, and never used."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Unmade
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule("ARC021", "unused-model", Severity.INFO, "a model is built and never used", needs=("unused",))
def unused_model(self: Rule, program: Program) -> Iterator[Finding]:
    """Only in scripts that train: a module may build a model for others."""
    for unused in program.unused:
        if unused.kind == "model":
            yield self.report(
                unused.span,
                f"the `{unused.label}` in `{unused.name}` is built and never used",
                help="remove it: building a model takes time and memory, fetching its weights more",
                fix=Fix("remove it", changes=(Unmade(unused.span),)),
            )
