"""A regression loss on class probabilities or class labels."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Program
from footgun.ops.loss import Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import fitted, targets
from footgun.rules.facts.mending import activation, erase
from footgun.rules.facts.other_loss import joined, of_classes, other_loss
from footgun.rules.facts.output import Head, head, in_keras, is_one, judged

# Distances between numbers. Cosine and Poisson losses have uses on probabilities.
DISTANCES = frozenset(("mse", "mae", "huber", "smooth_l1", "mape", "msle", "log_cosh"))
YES_OR_NO = frozenset(("sigmoid", "hardsigmoid"))
ACCURACY = frozenset(("Accuracy", "BinaryAccuracy"))


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
        if not isinstance(use.op, Regression) or use.op.name not in DISTANCES:
            continue
        if end.function in YES_OR_NO and (why := _answers(program, use, end)):
            yield self.report(
                use.span,
                f"`{use.label}` is a regression loss, but {why}: the surer a wrong answer, the smaller its "
                "gradient",
                severity=Severity.INFO,
                labels=[(end.node.span if end.node else None, "a probability")],
                help="use `binary_crossentropy`"
                if in_keras(use)
                else "use `BCEWithLogitsLoss` on the logits",
                fix=_of_answers(program, use, end),
            )
        if is_one(end.units):
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
            fix=_of_scores(program, use, end),
        )


def _of_answers(program: Program, use: LossUse, end: Head) -> Fix | None:
    if in_keras(use):
        return other_loss(program, use, "binary_crossentropy")
    assert end.activation is not None
    title = "`BCEWithLogitsLoss` on the logits"
    return joined(title, other_loss(program, use, "BCEWithLogitsLoss"), erase(program, end.activation))


def _of_scores(program: Program, use: LossUse, end: Head) -> Fix | None:
    loss = of_classes(program, use)
    if loss is None:
        return None
    if in_keras(use):
        return (
            joined(f"{loss.title} on softmax", loss, activation(program, end.layer, "softmax"))
            if end.linear
            else loss
        )
    if end.activation is None:
        return loss
    return joined(f"{loss.title} on the logits", loss, erase(program, end.activation))


def _is_class_output(use: LossUse, end: Head) -> bool:
    """Softmax outputs, unless they are compared with those of another network, as in distillation."""
    if end.softmax is None or end.softmax.log:
        return False
    other = head(use.target)
    return other is None or other.softmax is None


def _answers(program: Program, use: LossUse, end: Head) -> str:
    """What tells that sigmoids answer yes or no; empty where they may be pixels or shares."""
    known = targets(program, use.network)
    fits = list(fitted(program, use.network))
    if known is not None or any(fit.arguments.get("y") is fit.arguments.get("x") for fit in fits):
        return "the targets are 0 and 1" if known is not None and known.binary else ""
    measured = {name for c in program.compiles if c.network is use.network for name, _ in c.measures}
    if is_one(end.units) or not fits or not measured & ACCURACY:
        return ""
    return "accuracy counts its answers as right or wrong"


def _has_class_targets(use: LossUse) -> bool:
    return use.target is not None and use.target.facts.get("labels") in ("index", "one-hot")
