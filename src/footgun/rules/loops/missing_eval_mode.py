"""A model is evaluated in training mode: dropout still drops, batch norm still learns from the batches."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import depends_on_mode, evaluations, first_in_each_loop, head, model_of

HELP = "call `model.eval()` before, and `model.train()` before training goes on"


@rule(
    "LOP004",
    "missing-eval-mode",
    Severity.WARNING,
    "a model is evaluated in training mode",
    needs=("backward",),
)
def missing_eval_mode(self: Rule, program: Program) -> Iterator[Finding]:
    """Advice only, and once, where nothing in the model depends on the mode."""
    advised = set()
    for event in first_in_each_loop(e for e in evaluations(program) if e.mode == "train"):
        if depends_on_mode(event.subject):
            yield self.report(
                event.span,
                "the model is evaluated in training mode: dropout and batch norm go on as in training",
                help=HELP,
            )
        elif event.loops and model_of(event.subject) not in advised:
            advised.add(model_of(event.subject))
            yield self.report(
                head(event.loops[0]),
                "the model is evaluated in training mode: harmless until it gets dropout or batch norm",
                severity=Severity.INFO,
                labels=[(event.span, "evaluated here")],
                help=HELP,
            )
