"""Many convolutions at full resolution, and then a dense layer on every position of every channel."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.backbone import Backbone
from footgun.rules.base import Rule, rule
from footgun.rules.facts.dense_head import dense_head
from footgun.rules.facts.maps import dense_kernel, map_size, shrink
from footgun.rules.facts.passing import POOLS
from footgun.rules.facts.words import by
from footgun.sizes import at_least, same

# So many convolutions see far enough that a smaller map would lose nothing.
MANY = 4
# On smaller maps, as of board games, every position may matter.
SMALL = 24


@rule(
    "ARC010",
    "no-downsampling",
    Severity.INFO,
    "many convolutions at full resolution before a dense head",
    needs=("Conv", "SeparableConv"),
)
def no_downsampling(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks without any pool or stride before the flattened map."""
    for network in program.networks:
        head = dense_head(network)
        if head is None:
            continue
        layer = head.layers[0]
        before = network.nodes[: network.nodes.index(layer)]
        dense = [node for node in before if dense_kernel(node) is not None]
        if len(dense) < MANY or any(_shrinks(node) for node in before):
            continue
        size = map_size(dense[-1], dense[-1].outputs[0])
        if size is None or any(at_least(s, SMALL) is False for s in size):
            continue
        yield self.report(
            layer.span,
            f"{len(dense)} convolutions and no pool or stride before `{layer.label}`: the map is {by(size)}",
            labels=[(dense[0].span, "the first of them")],
            help="halve the map every one or two convolutions with a pool or a stride of 2",
        )


def _shrinks(node: Node) -> bool:
    return isinstance(node.op, (Backbone, *POOLS)) or same(shrink(node), 1) is not True
