"""SGD without momentum as the optimiser of a deep network."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import OptimizerUse, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.optimizers import depth, held, with_setting


@rule("OPT005", "plain-sgd", Severity.INFO, "SGD without momentum", needs=("optimizers", "compiles"))
def plain_sgd(self: Rule, program: Program) -> Iterator[Finding]:
    """Advice for a first choice; with one layer the problem is convex and plain SGD will do."""
    for use in held(program):
        layers = depth(program, use)
        if use.kind != "sgd" or use.settings.get("momentum", 0) != 0 or (layers is not None and layers < 2):
            continue
        yield self.report(
            use.span,
            f"`{use.label}` without momentum is slow on deep networks and sensitive to its rate",
            help="use `momentum=0.9`, or Adam as a first choice",
            fix=with_setting(program, use, "momentum", "0.9") if _room(use) else None,
        )


def _room(use: OptimizerUse) -> bool:
    """Whether a rate ten times as large, as momentum of 0.9 makes it, is still a usual one."""
    rate = use.settings.get("lr", 0.01)
    return isinstance(rate, (int, float)) and rate <= 0.1 and "scheduled" not in use.settings
