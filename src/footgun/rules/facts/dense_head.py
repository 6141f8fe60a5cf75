"""The dense layers that end a convolutional network, from the flattened map on."""

from __future__ import annotations

from footgun.network import Network, Node
from footgun.ops.backbone import Backbone
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.linear import Linear
from footgun.records import NamedTuple
from footgun.rules.facts.flat import Flat, flattened
from footgun.rules.facts.passing import carries, is_activation, path
from footgun.sizes import same


class DenseHead(NamedTuple):
    """The flattening, the dense layers after it in order, and the convolutions (or networks) before it."""

    flat: Flat
    layers: list[Node]
    convolutions: list[Node]


def dense_head(network: Network) -> DenseHead | None:
    """The dense head of a network, None if it has none or flattens a map of one position."""
    convolutions: list[Node] = []
    for node in network.nodes:
        if isinstance(node.op, ConvTranspose):
            return None
        if isinstance(node.op, (Backbone, Conv, SeparableConv)):
            convolutions.append(node)
        if not convolutions or not isinstance(node.op, Linear):
            continue
        flat = flattened(node.inputs[0])
        if flat is None or all(same(size, 1) for size in flat.parts[1:]):
            continue
        return DenseHead(flat, chain(node), convolutions)
    return None


def chain(node: Node) -> list[Node]:
    """A dense layer and those that follow it on its only path."""
    layers = [node]
    while True:
        after = path(layers[-1].outputs[0], lambda n: carries(n) or is_activation(n))
        if not after or not isinstance(after[-1].op, Linear):
            return layers
        layers.append(after[-1])
