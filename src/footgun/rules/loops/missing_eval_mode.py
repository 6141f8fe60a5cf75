"""A model is evaluated in training mode: dropout still drops, batch norm still learns from the batches."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Beside
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.tapes import taught, weights_in
from footgun.rules.facts.training import (
    depends_on_mode,
    evaluations,
    first_in_each_loop,
    head,
    learning,
    model_of,
    waits_for_training,
    whole,
)

HELP = "call `model.eval()` before, and `model.train()` before training goes on"


@rule(
    "LOP004",
    "missing-eval-mode",
    Severity.WARNING,
    "a model is evaluated in training mode",
    needs=("backward", "gradient"),
)
def missing_eval_mode(self: Rule, program: Program) -> Iterator[Finding]:
    """Advice only, and once, where nothing in the model depends on the mode."""
    yield from _said_so(self, program)
    advised = set()
    for event in first_in_each_loop(e for e in evaluations(program) if e.mode == "train"):
        if depends_on_mode(event.subject):
            yield self.report(
                event.span,
                "the model is evaluated in training mode: dropout and batch norm go on as in training",
                help=HELP,
                fix=_fix(program, event),
            )
        elif event.loops and model_of(event.subject) not in advised:
            advised.add(model_of(event.subject))
            yield self.report(
                head(event.loops[0]),
                "the model is evaluated in training mode: harmless until it gets dropout or batch norm",
                severity=Severity.INFO,
                labels=[(event.span, "evaluated here")],
                help=HELP,
                fix=_fix(program, event),
            )


def _said_so(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: a loss that nothing learns from, of a model that is called with `training=True`."""
    learned = taught(program)
    around = {(e.run, e.loops) for e in program.events if e.kind == "gradient"}
    told = set()
    forward: Event | None = None
    for event in program.events if learned else ():
        if event.kind == "forward":
            forward = event
        if event.kind != "loss" or forward is None or forward.mode != "train" or forward.span in told:
            continue
        if event.tapes or forward.tapes or (event.run, event.loops) in around:
            continue
        same = forward.run == event.run and forward.loops == event.loops
        use, network = event.subject, forward.subject
        if (
            not same
            or use.network is None
            or model_of(use.network) is not model_of(network)
            or waits_for_training(network) is None
        ):
            continue
        if weights_in(network) & learned:
            told.add(forward.span)
            yield self.report(
                forward.span,
                "the model is evaluated in training mode: dropout and batch norm go on as in training",
                labels=[(event.span, "what nothing learns from")],
                help="`training=False` in the call",
            )


def _fix(program: Program, event: Event) -> Fix:
    """Both calls around the evaluation; the second only if training goes on after it."""
    place = whole(program, event)
    changes = [Beside(event.span, "function", "eval()", place)]
    model = model_of(event.subject)
    goes_on = (e for e in learning(program) if model_of(e.subject) is model)
    if any(e.inside(loop) for e in goes_on for loop in event.loops):
        changes.append(Beside(event.span, "function", "train()", place, after=True))
    return Fix("`eval()` before the evaluation", changes=tuple(changes))
