"""A loader is made and never used."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import learning


@rule("DAT013", "unused-split", Severity.INFO, "data is loaded and never used", needs=("loaders",))
def unused_split(self: Rule, program: Program) -> Iterator[Finding]:
    """Only in files that train on another loader."""
    if not any(e.loop is not None and e.loop.over is not None for e in learning(program)):
        return
    for loader in program.loaders:
        if not loader.used and loader.shuffle is False:
            yield self.report(
                loader.span,
                "this loader is never used: its data is loaded and nothing is evaluated on it",
                help="evaluate on it at the end, once the training is settled",
            )
