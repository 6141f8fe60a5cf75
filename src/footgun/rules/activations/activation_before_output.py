"""An activation on the logits: what it cuts off, the softmax or sigmoid after it can never give."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.hidden import class_count
from footgun.rules.facts.mending import erase
from footgun.rules.facts.passing import called
from footgun.rules.facts.ranges import highest_share, output_range
from footgun.rules.facts.squashed import Squashed, squashed


@rule(
    "ACT005",
    "activation-before-output",
    Severity.WARNING,
    "an activation between the last layer and the output",
    needs=("Activation", "Softmax", "PReLU"),
)
def activation_before_output(self: Rule, program: Program) -> Iterator[Finding]:
    """`Linear`, `ReLU`, `Softmax` at the end of a network, and the like."""
    seen = set()
    for found in squashed(program):
        node, after = found.activation, found.output or found.loss
        if after is None or node.span in seen:
            continue
        seen.add(node.span)
        taker = found.loss.label if found.loss else called(found.output or node)
        yield self.report(
            node.span,
            f"`{called(node)}` between the last `{found.layer.label}` and `{taker}`: {_loss(found)}",
            labels=[(found.layer.span, "makes the logits"), (after.span, "takes them for logits")],
            help=f"leave it out: `{taker}` wants logits of both signs",
            fix=erase(program, node),
        )


def _loss(found: Squashed) -> str:
    """What the network can no longer answer."""
    low, high = output_range(found.activation)
    if not found.softmax:
        least, most = _sigmoid(low), _sigmoid(high)
        return f"only probabilities from {least:.2g} to {most:.2g} can come out"
    classes = class_count(found.output) if found.output is not None else None
    highest = highest_share(classes, (low, high))
    if highest is not None and highest < 0.99:
        return f"no class of {classes} can get over {highest:.0%}"
    return "negative logits all become 0" if low == 0 else "it bounds the logits on one side"


def _sigmoid(x: float) -> float:
    return 1 / (1 + exp(-x)) if x > -700 else 0.0
