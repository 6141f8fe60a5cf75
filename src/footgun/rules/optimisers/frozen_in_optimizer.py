"""Frozen weights are handed to the optimiser."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around, Given
from footgun.findings import Finding, Fix, Severity
from footgun.network import OptimizerUse, Program
from footgun.rules.base import Rule, rule


@rule(
    "OPT004",
    "frozen-in-optimizer",
    Severity.INFO,
    "frozen weights are handed to the optimizer",
    needs=("optimizers+frozen",),
)
def frozen_in_optimizer(self: Rule, program: Program) -> Iterator[Finding]:
    """Some of them: where all are frozen, nothing is trained and another rule speaks."""
    for use in program.optimizers:
        frozen = [p for p in use.parameters or () if p.requires_grad is False]
        if frozen and len(frozen) < len(use.parameters or ()):
            count = f"{len(frozen)} frozen weights of {len(use.parameters or ())}"
            yield self.report(
                use.span,
                f"`{use.label}` holds {count}: they only cost time",
                help="give it `[p for p in net.parameters() if p.requires_grad]`",
                fix=_fix(use),
            )


def _fix(use: OptimizerUse) -> Fix:
    whole = Given(use.span, "params", 0, "parameters")
    kept = Around(use.span, 0, "[p for p in ", " if p.requires_grad]", "params")
    return Fix("give it the others alone", changes=(whole, kept))
