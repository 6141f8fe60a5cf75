"""A training script that never looks at examples it did not learn from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Elsewhere, Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import head, learning

EVALUATES = re.compile(
    r"\.eval\(|valid|val_|\bval\b|test|no_grad|set_grad_enabled|inference_mode|evaluat", re.IGNORECASE
)


@rule("LOP014", "no-validation", Severity.INFO, "training without validation", needs=("backward",))
def no_validation(self: Rule, program: Program) -> Iterator[Finding]:
    """Loops over a loader, in files whose text does not even speak of validation."""
    if any(EVALUATES.search(source) for source in program.sources):
        return
    for event in learning(program):
        loader = event.loop.over if event.loop is not None else None
        # Networks that train against each other have no error that held-out data would show.
        against = {id(e.subject) for e in program.events if e.kind == "step" and e.loop is event.loop}
        if len(against) < 2 and loader is not None and not isinstance(event.loops[0].span, Elsewhere):
            yield self.report(
                head(event.loops[0]),
                "nothing is evaluated but the training batches: over-fitting cannot be seen",
                help="hold a part of the data out and evaluate on it after each epoch",
            )
            return
