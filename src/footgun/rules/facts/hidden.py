"""Softmax between layers with weights, told apart from softmax that weighs another tensor."""

from __future__ import annotations

from footgun.network import Network, Node, Value, ahead
from footgun.ops.activation import Softmax
from footgun.rules.facts.passing import NORMS, POOLS, carries, is_activation, keeps, mixes_channels_only
from footgun.sizes import Size

# Steps back in which attention scores are looked for: a scale, a mask, dropout, a permutation.
_NEAR = 12


def next_layer(node: Node) -> Node | None:
    """The layer with weights that a softmax feeds; None if its values weigh a tensor or end the network."""
    if not isinstance(node.op, Softmax) or node.network is None:
        return None
    following = list(ahead(node.outputs[0], _passes))
    layers = [n for n in following if n.op.mixes and n.network is node.network and not n.op.attends]
    if not layers or any(not n.op.mixes and len(n.inputs) > 1 for n in following):
        return None
    return None if _weighs(node.inputs[0], node.network) else layers[0]


def last_layer(node: Node) -> Node | None:
    """The layer with weights before a node, along first inputs."""
    value: Value | None = node.inputs[0]
    while value is not None and value.made_by is not None:
        if value.made_by.op.mixes:
            return value.made_by
        value = value.made_by.inputs[0] if value.made_by.inputs else None
    return None


def class_count(node: Node) -> Size | None:
    """How many values of a softmax sum to 1, None if not known."""
    shape = node.inputs[0].shape
    axis = node.op.axis_for(len(shape)) if isinstance(node.op, Softmax) and shape else None
    if shape is None or not isinstance(axis, int) or not -len(shape) <= axis < len(shape):
        return None
    return shape[axis]


def _passes(node: Node) -> bool:
    """What a hidden softmax may go through; a second softmax is the one to tell of."""
    if isinstance(node.op, Softmax) or len(node.inputs) != 1:
        return False
    return (
        keeps(node)
        or carries(node)
        or is_activation(node)
        or isinstance(node.op, (*NORMS, *POOLS))
        or node.op.moves
    )


def _weighs(value: Value, network: Network) -> bool:
    """Whether a value is, or may be, a score of attention: a product of two tensors is near.

    One layer may stand between, which lets heads exchange scores; what nothing is known of may be a score.
    """
    exchanged = False
    for _ in range(_NEAR):
        if any(value is given for given in network.inputs):
            return False
        node = value.made_by
        if node is None or not node.inputs:
            return True
        if node.op.attends:
            return True
        if node.op.mixes and (exchanged or not mixes_channels_only(node)):
            return False
        exchanged = exchanged or node.op.mixes
        value = node.inputs[0]
    return False
