"""Training data comes in the same order in every epoch."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import evaluations, learning


@rule("LOP012", "no-shuffle", Severity.WARNING, "training data is not shuffled", needs=("loaders",))
def no_shuffle(self: Rule, program: Program) -> Iterator[Finding]:
    """The training loader in order is a warning, an evaluation loader in random order is advice."""
    told = set()
    for event in learning(program):
        loader = event.loop.over if event.loop is not None else None
        if loader is None or loader.shuffle is not False or loader.span in told or loader.batch_size is None:
            continue
        size = loader.data.size if loader.data is not None else None
        if size is None or (isinstance(size, int) and size <= loader.batch_size):
            continue
        told.add(loader.span)
        yield self.report(
            loader.span,
            "training data is not shuffled: batches hold the same examples in the same order in every epoch",
            labels=[(event.span, "trained on here")],
            help="set `shuffle=True`",
        )
    for event in evaluations(program):
        loader = event.loop.over if event.loop is not None else None
        if loader is not None and loader.shuffle is True and loader.span not in told:
            trains = any(e.loop is not None and e.loop.over is loader for e in learning(program))
            if not trains:
                told.add(loader.span)
                yield self.report(
                    loader.span,
                    "evaluation data is shuffled: results of single examples cannot be compared between runs",
                    severity=Severity.INFO,
                    help="leave `shuffle` out",
                )
