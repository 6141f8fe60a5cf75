"""Cross-entropy written by hand: its minus forgotten, its average over the batch left out."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Wrap
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.likelihood import Term, terms


@rule(
    "OUT015",
    "handmade-loss",
    Severity.WARNING,
    "cross-entropy by hand, and not quite",
    needs=("backward+Softmax", "objectives+Softmax", "gradient+Softmax"),
)
def handmade_loss(self: Rule, program: Program) -> Iterator[Finding]:
    """From what `backward` starts at, and what a loss function of Keras returns."""
    if any(use.settings.get("maximize") is not None for use in program.optimizers):
        return
    keras = bool(program.objectives)
    told = set()
    for loss, averaged in _losses(program):
        for term in terms(loss, averaged):
            found = _told(self, term, keras) if term.node.span not in told else None
            if found is not None:
                told.add(term.node.span)
                yield found


def _losses(program: Program) -> Iterator[tuple[Value, bool]]:
    """Each loss, and whether Keras averages it over the batch."""
    for event in program.events:
        if event.kind in ("backward", "gradient") and isinstance(event.subject, Value):
            yield event.subject, False
    for value in program.objectives:
        yield value, value.shape != ()


def _told(self: Rule, term: Term, keras: bool) -> Finding | None:
    network = term.softmax.network
    torch = not keras and (network is None or network.framework != "keras")
    better = "`F.cross_entropy` of the logits" if torch else "`keras.losses.categorical_crossentropy`"
    where = [(term.softmax.span, "the probabilities")]
    if term.sign > 0 and (term.labels or keras):
        return self.report(
            term.node.span,
            "the log-likelihood of the labels without a minus: training makes the right answers less likely",
            severity=Severity.ERROR if term.labels else Severity.WARNING,
            labels=where,
            help=f"put a minus before it, or use {better}",
            fix=Fix("put a minus before it", changes=(Wrap(term.node.span, "-", ""),)),
        )
    shape = term.softmax.output.shape
    many = shape is not None and len(shape) > 1 and shape[0] != 1
    if term.sign < 0 and term.total is not None and many and (term.labels or keras):
        return self.report(
            term.total.span,
            "this loss is a sum over the batch: its gradient, and so the step, grows with the batch size",
            labels=where,
            help=f"average over the examples, or use {better}, which does",
        )
    if term.sign < 0 and term.labels and getattr(term.softmax.op, "log", False):
        return self.report(
            term.node.span,
            "cross-entropy by hand",
            severity=Severity.INFO,
            labels=where,
            help=f"use {better}: one call, and class weights, smoothing and ignored labels with it",
        )
    return None
