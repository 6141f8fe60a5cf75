"""A regression loss on class probabilities or class labels."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Program
from footgun.ops.loss import Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import Head, head, in_keras, is_one, judged

# Distances between numbers. Cosine and Poisson losses have uses on probabilities.
DISTANCES = frozenset(("mse", "mae", "huber", "smooth_l1", "mape", "msle", "log_cosh"))


@rule(
    "OUT004",
    "mse-for-classification",
    Severity.WARNING,
    "a regression loss on class outputs",
    needs=("Regression",),
)
def mse_for_classification(self: Rule, program: Program) -> Iterator[Finding]:
    """Point at the loss; the softmax shows that the outputs are classes."""
    for use, end in judged(program):
        if not isinstance(use.op, Regression) or use.op.name not in DISTANCES or is_one(end.units):
            continue
        if not (_is_class_output(use, end) or (end.linear and _has_class_targets(use))):
            continue
        node = end.node
        units = f"{end.units} " if isinstance(end.units, int) else ""
        what = f"{units}class probabilities" if end.softmax else f"{units}class scores"
        if in_keras(use):
            change = "use `categorical_crossentropy` for one-hot labels, with `sparse_` in front for integers"
        else:
            change = "use `CrossEntropyLoss` on the logits" + (", without the softmax" if end.softmax else "")
        effect = ": the surer a wrong answer, the smaller its gradient" if end.softmax else ""
        yield self.report(
            use.span,
            f"`{use.label}` is a regression loss, but the network answers with {what}{effect}",
            labels=[(node.span if node else None, f"{what} here")],
            help=change,
        )


def _is_class_output(use: LossUse, end: Head) -> bool:
    """Softmax outputs, unless they are compared with those of another network, as in distillation."""
    if end.softmax is None or end.softmax.log:
        return False
    other = head(use.target)
    return other is None or other.softmax is None


def _has_class_targets(use: LossUse) -> bool:
    return use.target is not None and use.target.facts.get("labels") in ("index", "one-hot")
