"""Dense layers that grow where they should condense: after the flattened map, or one after the other."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program
from footgun.ops.linear import Linear
from footgun.rules.base import Rule, rule
from footgun.rules.facts.dense_head import chain, dense_head
from footgun.rules.facts.widths import width_in, width_out
from footgun.sizes import Size, at_least

# One wide hidden layer makes combinations and is common; doubled once more, each layer costs four times the
# one before.
DOUBLED, TIMES = 2, 2


@rule(
    "ARC009",
    "widening-head",
    Severity.INFO,
    "dense widths grow after the flattened map, or layer by layer",
    needs=("Linear",),
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
        nodes, widths = _growing(network)
        if nodes and nodes[-1].made not in seen:
            seen.add(nodes[-1].made)
            yield self.report(
                nodes[-1].span,
                f"the hidden layers grow with depth, {', '.join(map(str, widths[:-1]))} units, for an answer "
                f"of {widths[-1]}",
                labels=[(nodes[0].span, "the first of them")],
                help="begin with the widest layer and narrow it towards the output",
            )


def _growing(network: Network) -> tuple[list[Node], list[Size]]:
    """Hidden layers of a network of dense layers alone that double again and again, and their widths.

    The last width is that of the answer: decoders and generators, which give more than they begin with, grow
    on purpose.
    """
    layers = [node for node in network.nodes if node.op.mixes]
    if not network.complete or not all(isinstance(node.op, Linear) for node in layers) or not layers:
        return [], []
    row = chain(layers[0])
    widths = [width_out(node) for node in row]
    if len(row) != len(layers) or not all(isinstance(width, int) for width in widths):
        return [], []
    known: list[Size] = [width for width in widths if width is not None]
    for start in range(len(row) - 1):
        end = start
        while end + 2 < len(row) and at_least(known[end + 1], known[end] * DOUBLED):
            end += 1
        if end - start >= TIMES and at_least(known[start], known[-1]):
            return row[start : end + 1], [*known[start : end + 1], known[-1]]
    return [], []
