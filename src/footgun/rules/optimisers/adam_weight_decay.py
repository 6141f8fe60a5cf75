"""`weight_decay` of Adam is an L2 penalty, which Adam scales away like any other gradient."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Rename
from footgun.findings import Finding, Fix, Severity
from footgun.network import OptimizerUse, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.optimizers import held, number

# They divide each gradient by its own size, the penalty's share in it too; what to write instead.
ADAPTIVE = {
    "adam": "use `AdamW`",
    "nadam": "give `decoupled_weight_decay=True`",
    "radam": "give `decoupled_weight_decay=True`",
    "adamax": "use `AdamW`",
}


@rule("OPT009", "adam-weight-decay", Severity.INFO, "L2 in Adam, which scales it away", needs=("optimizers",))
def adam_weight_decay(self: Rule, program: Program) -> Iterator[Finding]:
    """Only a decay that is a known number above 0."""
    for use in held(program):
        decay = number(use, "weight_decay")
        if use.kind not in ADAPTIVE or not decay or use.settings.get("decoupled_weight_decay") is not None:
            continue
        yield self.report(
            use.span,
            f"`weight_decay={decay:g}` of `{use.label}` is added to the gradients, which it then divides by "
            "their size: weights with large gradients hardly decay",
            help=f"{ADAPTIVE[use.kind]}, which shrinks all weights alike; it takes a larger number, "
            "0.01 by default",
            fix=_fix(use),
        )


def _fix(use: OptimizerUse) -> Fix:
    if "AdamW" in ADAPTIVE[use.kind]:
        return Fix("`AdamW`", changes=(Rename(use.span, "AdamW"),))
    change = Argument(use.span, "decoupled_weight_decay", "True")
    return Fix("`decoupled_weight_decay=True`", changes=(change,))
