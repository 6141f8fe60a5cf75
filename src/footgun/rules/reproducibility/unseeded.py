"""Nothing seeds the random numbers: every run gives another result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Argument, Start
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import head, learning, updates

SEEDS = re.compile(r"manual_seed|seed_everything|set_seed|set_random_seed|seed_all|fix_seed", re.IGNORECASE)

SEEDED = "{torch}.Generator().manual_seed(0)"


@rule("REP001", "unseeded", Severity.INFO, "training without a seed", needs=("backward", "loaders"))
def unseeded(self: Rule, program: Program) -> Iterator[Finding]:
    """A random split without a seed is a warning: validation sees other examples in every run."""
    if any(SEEDS.search(source) for source in program.sources):
        return
    told = set()
    for loader in program.loaders:
        data = loader.data
        if data is not None and data.seeded is False and data.span not in told:
            told.add(data.span)
            yield self.report(
                data.span,
                "a random split without a seed: every run validates on other examples",
                severity=Severity.WARNING,
                help="give it `generator=torch.Generator().manual_seed(0)`",
                fix=Fix("a seed", changes=(Argument(data.span, "generator", SEEDED, 2),)),
            )
    first = next((e for e in learning(program) if e.loops), None)
    if first is not None and updates(program):
        yield self.report(
            head(first.loops[0]),
            "training without a seed: no run can be repeated",
            help="call `torch.manual_seed(...)` at the start",
            fix=Fix("a seed", changes=(Start("{torch}.manual_seed(0)"),)),
        )
