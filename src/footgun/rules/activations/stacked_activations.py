"""An activation on the output of another, with no layer between to make use of either."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, branches
from footgun.ops.activation import Activation, Softmax
from footgun.rules.base import Rule, rule
from footgun.rules.facts.hidden import class_count, next_layer
from footgun.rules.facts.mending import erase
from footgun.rules.facts.passing import POOLS, called, is_activation, keeps, path
from footgun.rules.facts.ranges import changes_nothing, highest_share, image, output_range
from footgun.rules.facts.squashed import squashed
from footgun.rules.facts.words import in_pass


@rule(
    "ACT003",
    "stacked-activations",
    Severity.WARNING,
    "an activation on the output of another",
    needs=("Activation", "Softmax", "PReLU"),
)
def stacked_activations(self: Rule, program: Program) -> Iterator[Finding]:
    """Pairs with only max pooling, dropout or a reshape between; an error for softmax of softmax."""
    seen = set()
    logits = {id(found.activation) for found in squashed(program)}
    for network in program.networks:
        for first in filter(is_activation, network.nodes):
            # An input that others take too makes a gate, or an activation by hand: `x * tanh(softplus(x))`.
            between = [] if branches(first.inputs[0]) else path(first.outputs[0], _between)
            second = between[-1] if between else first
            if (
                second is first
                or not is_activation(second)
                or id(first) in logits
                or not _matters(first, second)
            ):
                continue
            if (first.made, second.made) in seen:
                continue
            seen.add((first.made, second.made))
            yield self.report(
                second.span,
                _message(first, second),
                severity=Severity.ERROR if _squeezed_twice(first, second) else Severity.WARNING,
                labels=[(first.span, f"`{called(first)}` comes first")],
                help="keep one of the two, or put a layer between them",
                fix=_fix(program, first, second),
            )


def _fix(program: Program, first: Node, second: Node) -> Fix | None:
    """The one goes that changes nothing, else the first: the network's answer is what the second gives."""
    if isinstance(first.op, Softmax) or not changes_nothing(second, output_range(first)):
        return erase(program, first)
    fix = erase(program, second)
    return fix._replace(safe=True) if fix is not None else None


def _between(node: Node) -> bool:
    return keeps(node) or (isinstance(node.op, POOLS) and node.op.mode == "max" and len(node.inputs) == 1)


def _matters(first: Node, second: Node) -> bool:
    """Not the pairs that another rule tells of, nor known designs."""
    if isinstance(second.op, Softmax):
        # Scores of attention go through an activation first: graph attention does so.
        return isinstance(first.op, Softmax)
    if isinstance(second.op, Activation) and second.op.name == "exponential":
        return not (isinstance(first.op, Softmax) and first.op.log)
    return next_layer(first) is None


def _squeezed_twice(first: Node, second: Node) -> bool:
    return isinstance(first.op, Softmax) and isinstance(second.op, Softmax) and not first.op.log


def _message(first: Node, second: Node) -> str:
    pair = f"`{called(second)}` on the output of `{called(first)}`{in_pass(second)}"
    inputs = output_range(first)
    if isinstance(first.op, Softmax) and isinstance(second.op, Softmax):
        if first.op.log:
            return f"{pair} changes nothing that `{called(second)}` alone would not"
        highest = highest_share(class_count(second), inputs)
        limit = "" if highest is None else f": no class of {class_count(second)} gets over {highest:.0%}"
        return f"{pair} flattens the probabilities{limit}"
    if changes_nothing(second, inputs):
        return f"{pair} changes nothing"
    made = image(second, inputs)
    if made is not None and made != image(second, (-float("inf"), float("inf"))):
        return f"{pair} gives only {made[0]:.2g} to {made[1]:.2g}"
    return f"{pair}, with no layer between"
