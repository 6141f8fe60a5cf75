"""Dense layers that grow after the flattened map, where a head should condense it."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.dense_head import dense_head
from footgun.rules.facts.widths import width_in, width_out
from footgun.sizes import at_least


@rule(
    "ARC009",
    "widening-head",
    Severity.INFO,
    "dense widths grow after the flattened map",
    needs=("Conv", "SeparableConv"),
)
def widening_head(self: Rule, program: Program) -> Iterator[Finding]:
    """The first dense layer of a head with more outputs than inputs; the last one has one a class."""
    seen = set()
    for network in program.networks:
        head = dense_head(network)
        for node in head.layers[:-1] if head else ():
            inputs, outputs = width_in(node), width_out(node)
            if inputs is None or outputs is None or not at_least(outputs, inputs + 1) or node.made in seen:
                continue
            seen.add(node.made)
            yield self.report(
                node.span,
                f"`{node.label}` widens the head from {inputs} to {outputs} units",
                labels=[(head.flat.node.span if head else None, "the map is flattened here")],
                help="keep the width or narrow it towards the output",
            )
            break
