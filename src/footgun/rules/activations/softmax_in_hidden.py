"""Softmax between trainable layers: nearly constant activations and vanishing gradients."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.activation import Softmax
from footgun.rules.base import Rule, rule
from footgun.rules.facts.hidden import class_count, last_layer, next_layer
from footgun.rules.facts.mending import relu_instead
from footgun.rules.facts.passing import called
from footgun.rules.facts.words import in_pass


@rule(
    "ACT002",
    "softmax-in-hidden",
    Severity.ERROR,
    "softmax or log-softmax between trainable layers",
    needs=("Softmax",),
)
def softmax_in_hidden(self: Rule, program: Program) -> Iterator[Finding]:
    """Every softmax whose values go into a layer with weights."""
    seen = set()
    for network in program.networks:
        for node in network.nodes:
            after = next_layer(node)
            before = last_layer(node) if after is not None else None
            if after is None or before is None or (node.span, node.made) in seen:
                continue
            seen.add((node.span, node.made))
            yield self.report(
                node.span,
                _message(node, before, after),
                labels=[(after.span, f"`{after.label}` gets these values")],
                help="use `ReLU` between layers, and softmax only on the output",
                fix=relu_instead(program, node),
            )


def _message(node: Node, before: Node, after: Node) -> str:
    between = f"`{called(node)}` between `{before.label}` and `{after.label}`{in_pass(node)}"
    size = class_count(node)
    if isinstance(node.op, Softmax) and node.op.log:
        return f"{between}: it belongs on the output of a classifier"
    if not isinstance(size, int) or size < 2:
        return f"{between}: its values sum to 1, so most are close to 0"
    return f"{between}: its {size} values sum to 1, about {1 / size:.2g} each"
