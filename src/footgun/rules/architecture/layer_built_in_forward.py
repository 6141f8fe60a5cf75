"""A layer that is made anew in every forward pass: its weights are random each time and never trained."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Hoist
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.rules.base import Rule, rule

LOSSES = (BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression)


@rule(
    "ARC015",
    "layer-built-in-forward",
    Severity.ERROR,
    "a layer is created inside `forward`",
    needs=("fleeting",),
)
def layer_built_in_forward(self: Rule, program: Program) -> Iterator[Finding]:
    """Once for each place; a loss module made where it is used is common and harmless."""
    told = set()
    for node in program.nodes:
        layer = node.layer
        # Only a call that looks like a class makes a layer: `keras.layers.add` is a function.
        if layer is None or not layer.fleeting or layer.made in told or not layer.label[:1].isupper():
            continue
        told.add(layer.made)
        if layer.parameters:
            yield self.report(
                layer.made,
                f"`{layer.label}` is built anew in every forward pass: "
                "its weights are random each time and never trained",
                labels=[(node.span, "applied here")],
                help="build it once in `__init__`, keep it as an attribute, and only call it here",
                fix=Fix("build it in `__init__`", changes=(Hoist(layer.made),)),
            )
        elif not isinstance(node.op, LOSSES):
            yield self.report(
                layer.made,
                f"`{layer.label}` is built anew in every forward pass",
                severity=Severity.INFO,
                help="build it once in `__init__`, or call the function of the same name",
                fix=Fix("build it in `__init__`", changes=(Hoist(layer.made),)),
            )
