"""A model judged by its loss alone: no number that a person can read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Argument, Ignored
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import CompileUse, Program
from footgun.ops.loss import CrossEntropy, Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import head
from footgun.rules.facts.training import evaluations, model_of

# In the unit of the target, or in percent: readable themselves.
READABLE = frozenset(("mae", "mape"))
# Words of a text that measures something.
MEASURES = r"argmax|topk|\.max\(|metric|accura|correct|f1_|auc|perplex|bleu|confusion|iou"


@rule(
    "OUT016", "no-metric", Severity.INFO, "a model judged by its loss alone", needs=("compiles", "backward")
)
def no_metric(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: `compile` without metrics. PyTorch: a classifier whose evaluation computes its loss alone."""
    yield from _evaluated_by_loss(self, program)
    for use in program.compiles:
        if use.metrics or not _has_loss(program, use):
            continue
        op = use.loss.op if use.loss else None
        if isinstance(op, Regression) and op.name in READABLE:
            continue
        metric = _metric(use)
        yield self.report(
            use.span,
            "`compile` names no metrics: training shows the loss alone",
            help=f"add `metrics=[{metric}]`, a number that a person can read",
            fix=_fix(program, use, metric),
        )


def _evaluated_by_loss(self: Rule, program: Program) -> Iterator[Finding]:
    told = set()
    found = list(evaluations(program))
    if not found or any(re.search(MEASURES, source, re.IGNORECASE) for source in program.sources):
        return
    for event in found:
        losses = [e for e in program.events if e.kind == "loss" and e.loop is event.loop]
        compared = any(isinstance(e.subject.op, CrossEntropy) for e in losses if e.run == event.run)
        if compared and event.loops and model_of(event.subject) not in told:
            told.add(model_of(event.subject))
            yield self.report(
                event.span,
                "the classifier is evaluated by its loss alone: nobody can tell how often it is right",
                help="count `(output.argmax(1) == labels).sum()` as well",
            )


def _has_loss(program: Program, use: CompileUse) -> bool:
    """A compile without a loss is for `predict`, or has a training step of its own."""
    unknown = (u.span for u in program.unknown_strings if u.role == "loss")
    return use.loss is not None or any(_within(span, use.span) for span in unknown)


def _metric(use: CompileUse) -> str:
    if use.loss is None:
        return "..."
    end = head(use.loss.prediction)
    is_classifier = not isinstance(use.loss.op, Regression) or (end is not None and end.softmax is not None)
    return '"accuracy"' if is_classifier else '"mae"'


def _fix(program: Program, use: CompileUse, metric: str) -> Fix | None:
    """Only where no code takes the loss that `evaluate` gives: with a metric it is a list."""
    if metric == "...":
        return None
    given = (fit.span for fit in program.fits if fit.method.startswith(("evaluate", "test_", "train_")))
    unused = tuple(dict.fromkeys(Ignored(span) for span in given))
    return Fix(f"`metrics=[{metric}]`", changes=(*unused, Argument(use.span, "metrics", f"[{metric}]")))


def _within(inner: Span, outer: Span) -> bool:
    return (inner.path, inner.cell) == (outer.path, outer.cell) and outer.line <= inner.line <= outer.end_line
