"""The dense layer after a flattened map holds nearly all weights of a large network."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Rename
from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program
from footgun.ops.backbone import Backbone
from footgun.ops.reshape import KerasFlatten
from footgun.rules.base import Rule, rule
from footgun.rules.facts.dense_head import DenseHead, dense_head
from footgun.rules.facts.mending import once
from footgun.rules.facts.resizing import average_before
from footgun.rules.facts.words import count, times

# AlexNet has 62 % and VGG16 74 % of its weights there, so more than this share is out of proportion.
SHARE = 0.8
# Fewer weights than this cost nothing.
LARGE = 1_000_000
# The usual two-convolution nets for digits have 1.2 million weights there; beyond this, with so few
# convolutions, the dense layer does the convolutions' work.
HUGE, FEW = 4_000_000, 2


@rule(
    "ARC008",
    "flatten-explosion",
    Severity.WARNING,
    "the layer after flatten holds most weights of the network",
    needs=("Backbone", "Conv", "SeparableConv"),
)
def flatten_explosion(self: Rule, program: Program) -> Iterator[Finding]:
    """The first dense layer after the flattened map of each network."""
    seen = set()
    for network in program.networks:
        head = dense_head(network)
        if head is None or head.layers[0].made in seen:
            continue
        layer = head.layers[0]
        weights, whole = _weights(layer), network.parameter_count()
        if not isinstance(weights, int) or not isinstance(whole, int) or not whole:
            continue
        if weights < LARGE or weights <= SHARE * whole:
            continue
        seen.add(layer.made)
        few = weights >= HUGE and len(head.convolutions) <= FEW and not _published(head.convolutions)
        yield self.report(
            layer.span,
            f"`{layer.label}` after the flattened map holds {weights:,} of the network's {whole:,} weights",
            severity=Severity.WARNING if few else Severity.INFO,
            labels=[
                (head.flat.node.span, f"{times(head.flat.parts)} numbers after {_layers(head.convolutions)}")
            ],
            help="shrink the map first with more convolutions and pools, or take its global average",
            fix=_fix(program, network, head),
        )


def _fix(program: Program, network: Network, head: DenseHead) -> Fix | None:
    """The global average: how many more convolutions and pools it takes is for the user to say."""
    flat, layer, sizes = head.flat.node, head.layers[0], head.flat.parts
    if network.framework == "torch":
        return average_before(program, flat, layer, sizes[0]) if len(sizes) == 3 else None
    if not isinstance(flat.op, KerasFlatten) or flat.layer is None or not once(program, flat):
        return None
    name = f"GlobalAveragePooling{len(sizes) - 1}D"
    return Fix(f"`{name}`", changes=(Rename(flat.made, name),))


def _weights(node: Node) -> object:
    return sum((parameter.size for parameter in node.parameters), start=0) if node.parameters else None


def _layers(nodes: list[Node]) -> str:
    published = _published(nodes)
    return f"`{published[-1].label}`" if published else count(len(nodes), "convolution")


def _published(nodes: list[Node]) -> list[Node]:
    """The known networks among the layers before the map: many convolutions in one."""
    return [node for node in nodes if isinstance(node.op, Backbone)]
