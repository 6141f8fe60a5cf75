"""A layer with weights that is built and never applied."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "ARC011",
    "unused-layer",
    Severity.WARNING,
    "a layer with weights is built and never called",
    needs=("unused",),
)
def unused_layer(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each attribute that nothing in the file reads."""
    for unused in program.unused:
        if unused.kind == "layer":
            yield self.report(
                unused.span,
                f"`self.{unused.name}` is built and never used: "
                f"the network runs without this `{unused.label}`",
                help=f"call `self.{unused.name}` where it belongs, or remove it",
            )
