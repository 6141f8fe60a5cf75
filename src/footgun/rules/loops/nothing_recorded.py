"""Training whose loss and metric nobody ever sees, or sees after the last epoch alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Elsewhere, Finding, Severity, Span
from footgun.network import Event, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import inside

# A file that speaks of a training loss or accuracy may record one in a way that is not followed.
RECORDS = re.compile(
    r"train(ing)?_?(acc|loss|err|metric|score)|(acc\w{0,9}|loss|err\w{0,9})_train", re.IGNORECASE
)


@rule(
    "LOP020",
    "nothing-recorded",
    Severity.INFO,
    "training loss and metric are never recorded",
    needs=("unread", "last"),
)
def nothing_recorded(self: Rule, program: Program) -> Iterator[Finding]:
    """Epochs of batches, or what is printed once the loop over the epochs is over."""
    told: set[Span] = set()
    speaks = any(RECORDS.search(source) for source in program.sources)
    for event in program.events:
        if event.span in told or event.perhaps or isinstance(event.span, Elsewhere) or program.documents:
            continue
        step = _step(program, event) if event.kind == "unread" and not speaks else None
        if step is not None:
            told.update((event.span, step.span))
            yield self.report(
                step.span,
                "a pass ends, and nothing has read its loss or outputs: over-fitting cannot be seen",
                labels=[(event.span, "the loss is used here alone")],
                help="sum `loss.item()` and the right answers, and print or store their averages each epoch",
            )
        elif event.kind == "last":
            told.add(event.span)
            yield self.report(
                event.span,
                "this stands after the loop over the epochs: only the last epoch is printed",
                labels=[(event.subject.span, "the epochs, in which nothing is printed")],
                help="print in the loop, and keep the weights of the best epoch",
            )


def _step(program: Program, event: Event) -> Event | None:
    """The step of a pass over batches in a loop over epochs."""
    if len(event.loops) < 2:
        return None
    steps = (e for e in inside(program, event.loops[-1]) if e.kind == "step")
    return next(steps, None)
