"""The model is evaluated on the very examples it is trained on."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Event, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import evaluations, learning, model_of


@rule(
    "LOP009",
    "evaluated-on-training-data",
    Severity.WARNING,
    "evaluation runs on the training data",
    needs=("backward",),
)
def evaluated_on_training_data(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where no other data is ever evaluated: the training error alone may be wanted beside it."""
    trained = {
        (model_of(e.subject), e.loop.over.data.identity): e
        for e in learning(program)
        if e.loop is not None and e.loop.over is not None and e.loop.over.data is not None
    }
    if not trained:
        return
    checked = [e for e in evaluations(program) if e.mode != "train" or not e.grad]
    same: list[tuple[Event, Event]] = []
    others = 0
    for event in checked:
        data = event.loop.over.data if event.loop is not None and event.loop.over is not None else None
        source = trained.get((model_of(event.subject), data.identity)) if data is not None else None
        if source is None:
            others += 1
        else:
            same.append((event, source))
    if others:
        return
    told = set()
    for event, source in same:
        if event.loop is None or event.loop.span in told:
            continue
        told.add(event.loop.span)
        yield self.report(
            event.span,
            "the model is evaluated on the examples it learns from: the result says nothing about new ones",
            labels=[(source.span, "trained on the same data here")],
            help="hold a part of the data out, with `random_split` for instance",
        )
