"""An optimiser that has no weight to change."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "OPT003",
    "nothing-to-train",
    Severity.ERROR,
    "the optimizer has no trainable weight",
    needs=("optimizers",),
)
def nothing_to_train(self: Rule, program: Program) -> Iterator[Finding]:
    """An empty list, or frozen weights alone."""
    for use in program.optimizers:
        if use.parameters is None:
            continue
        if not use.parameters:
            yield self.report(
                use.span,
                f"`{use.label}` gets no parameters: it raises",
                help="give it the `parameters()` of a network that has some",
            )
        elif all(p.requires_grad is False for p in use.parameters):
            yield self.report(
                use.span,
                f"every weight that `{use.label}` holds is frozen: nothing is trained",
                help="leave `requires_grad` True for the part that shall learn",
            )
