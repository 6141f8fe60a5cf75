"""Sigmoid, tanh or ReLU outputs where exactly one class is right."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Network, Program
from footgun.ops.linear import Linear
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase, other_activation
from footgun.rules.facts.output import Head, answers, classes, floor, is_one, judged
from footgun.sizes import at_least

# These are positive and unbounded: divided by their sum, as Keras does, they are a distribution.
POSITIVE = frozenset(("exponential", "softplus", "sparse_plus", "squareplus", "logsigmoid"))
# Without a loss in sight: more sigmoids than ImageNet has classes are rather pixels or features.
MOST_CLASSES = 1000


@rule(
    "OUT006",
    "sigmoid-for-exclusive-classes",
    Severity.WARNING,
    "independent outputs with a loss for exclusive classes",
)
def sigmoid_for_exclusive_classes(self: Rule, program: Program) -> Iterator[Finding]:
    """Bounded outputs as logits are an error, as probabilities a warning; without a loss it is advice."""
    for use, head in judged(program):
        op = use.op
        if not isinstance(op, CrossEntropy) or not head.function or head.function in POSITIVE:
            continue
        if is_one(classes(use.prediction, op.axis)) or op.expects == "log-probabilities":
            continue
        if op.expects == "probabilities":
            yield _not_a_distribution(self, program, use, head)
        elif None not in head.limits and _narrow(head):
            yield _squashed_logits(self, program, use, head, op)
    for network in program.networks:
        for head in answers(network):
            if _perhaps_classes(program, network, head) and head.activation is not None:
                yield self.report(
                    head.activation.span,
                    f"each of the {head.units} sigmoids says yes or no on its own: several can be right",
                    severity=Severity.INFO,
                    help="if exactly one class is right for each example, use softmax",
                )


def _squashed_logits(self: Rule, program: Program, use: LossUse, head: Head, op: CrossEntropy) -> Finding:
    assert head.activation is not None
    low, high = head.limits
    count = classes(use.prediction, op.axis)
    least = floor(count, low, high)
    when = " in evaluation" if head.dropped else ""
    effect = (
        f"with {count} classes the loss cannot fall below {least:.2f}{when}"
        if least
        else "the loss stays high"
    )
    return self.report(
        head.activation.span,
        f"`{head.activation.label}` squeezes the logits of `{use.label}` into {low:g}..{high:g}: {effect}",
        severity=Severity.ERROR,
        labels=[(use.span, f"`{use.label}` applies softmax itself")],
        help="remove the activation: the loss takes the logits",
        fix=erase(program, head.activation),
    )


def _not_a_distribution(self: Rule, program: Program, use: LossUse, head: Head) -> Finding:
    assert head.activation is not None
    low = head.limits[0]
    if head.function.startswith("relu"):
        effect = "all outputs can be 0, and their share of the sum is then 0/0"
    elif low is None or low < 0:
        effect = "negative outputs are no probabilities"
    else:
        effect = "each output answers on its own, though exactly one class is right"
    return self.report(
        head.activation.span,
        f"`{head.activation.label}` outputs go into `{use.label}`, which expects one distribution: {effect}",
        labels=[(use.span, "expects probabilities that sum to 1")],
        help="use softmax for exclusive classes, or `binary_crossentropy` if several can be right at once",
        fix=other_activation(program, head.activation, "softmax"),
    )


def _narrow(head: Head) -> bool:
    """Whether the range is so narrow that softmax of it is never sure: sigmoid and tanh, not ReLU6."""
    low, high = head.limits
    return low is not None and high is not None and high - low <= 2


def _perhaps_classes(program: Program, network: Network, head: Head) -> bool:
    """Sigmoids on few units under a wider layer, in a network that the file never trains."""
    layer, units = head.layer, head.units
    if not head.function.endswith("sigmoid") or layer is None or not isinstance(layer.op, Linear):
        return False
    if not isinstance(units, int) or not 2 < units <= MOST_CLASSES or not network.complete:
        return False
    uses = [use.network for use in program.losses] + [use.network for use in program.optimizers]
    uses += [use.network for use in program.compiles] + [use.network for use in program.fits]
    trained = program.trains or any(used is not None and used.span == network.span for used in uses)
    arrives = layer.inputs[0].shape
    narrows = at_least(arrives[-1], units + 1) is True if arrives else False
    # An autoencoder gives back what it got.
    echoes = any(value.shape and value.shape[-1] == units for value in network.inputs)
    return narrows and not trained and not echoes
