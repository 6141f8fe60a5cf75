"""A model judged by its loss alone: no number that a person can read."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import CompileUse, Program
from footgun.ops.loss import CrossEntropy, Regression
from footgun.rules.base import Rule, rule

# In the unit of the target, or in percent: readable themselves.
READABLE = frozenset(("mae", "mape"))


@rule("OUT016", "no-metric", Severity.INFO, "a model judged by its loss alone")
def no_metric(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: `compile` without metrics."""
    for use in program.compiles:
        if use.metrics or not _has_loss(use):
            continue
        op = use.loss.op if use.loss else None
        if isinstance(op, Regression) and op.name in READABLE:
            continue
        metric = "accuracy" if isinstance(op, CrossEntropy) else "mae" if isinstance(op, Regression) else ""
        yield self.report(
            use.span,
            "`compile` names no metrics: training shows the loss alone",
            help=f'add `metrics=["{metric}"]`'
            if metric
            else "add `metrics=[...]` with a number that says how good it is",
        )


def _has_loss(use: CompileUse) -> bool:
    """A compile without a loss is for `predict`, or has a training step of its own."""
    return use.loss is not None or any(argument == "loss" for argument, _, _ in use.strings)
