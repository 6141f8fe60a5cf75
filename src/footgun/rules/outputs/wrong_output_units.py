"""A classifier with more outputs than the data set has classes."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Node, Program, Value
from footgun.ops.linear import Linear
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.output import classes, judged


@rule(
    "OUT008",
    "wrong-output-units",
    Severity.WARNING,
    "more outputs than the data set has classes",
    needs=("CrossEntropy",),
)
def wrong_output_units(self: Rule, program: Program) -> Iterator[Finding]:
    """Known data sets only; fewer outputs than classes is another rule's: labels are out of range."""
    for use, head in judged(program):
        if not isinstance(use.op, CrossEntropy) or head.node is None:
            continue
        units, wanted = classes(use.prediction, use.op.axis), _classes(_labels(program, use))
        if isinstance(units, int) and wanted is not None and units > wanted:
            layer = head.layer or head.node
            yield self.report(
                layer.span,
                f"{units} outputs for {wanted} classes of data: {units - wanted} of them are never right",
                labels=[(use.span, "compared with the labels here")],
                help=f"use {wanted} outputs",
                fix=_fix(program, layer, wanted),
            )


def _fix(program: Program, layer: Node, wanted: int) -> Fix | None:
    if not isinstance(layer.op, Linear) or layer.network is None:
        return None
    keras = layer.network.framework == "keras"
    name, place = ("units", 0) if keras else ("out_features", 1)
    return set_argument(program, layer, name, str(wanted), place)


def _labels(program: Program, use: LossUse) -> Value | None:
    """What the loss compares with: in Keras the labels that `fit` gets."""
    target = use.target
    while target is not None and target.made_by is not None and target.made_by.op.moves:
        target = target.made_by.inputs[0]  # to the device, or to another type
    if target is not None and target.origin:
        return target
    given = (fit.arguments.get("y") for fit in program.fits if fit.network is use.network)
    return next((labels for labels in given if isinstance(labels, Value)), use.target)


def _classes(target: Value | None) -> int | None:
    """The classes of labels that come from a known data set."""
    if target is None or target.origin != "dataset":
        return None
    if isinstance(target.facts.get("classes"), int):
        return int(target.facts["classes"])
    low, high = target.facts.get("range") or (None, None)
    return high + 1 if low == 0 and isinstance(high, int) and target.facts.get("labels") == "index" else None
