"""How the weights of a layer start, where the user chose it."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import Initializer, Layer, Node, Program, ahead
from footgun.rules.facts.passing import is_answer

# What torch and Keras call the weights that mix features.
_WEIGHTS = ("weight", "kernel")


def chosen(program: Program) -> Iterator[tuple[Node, Initializer]]:
    """The trainable mixing layers whose weights start as the user says, each place of that choice once."""
    seen: set[Span] = set()
    for network in program.networks:
        for node in network.nodes:
            initializer = initializer_of(node.layer)
            if initializer is None or not initializer.explicit or not node.op.mixes:
                continue
            if (initializer.span or node.made) not in seen and _learns(node):
                seen.add(initializer.span or node.made)
                yield node, initializer


def initializer_of(layer: Layer | None, names: tuple[str, ...] = _WEIGHTS) -> Initializer | None:
    """The initialiser of a layer's weights (or its bias), None if not known."""
    if layer is None:
        return None
    for parameter in layer.parameters:
        if parameter.name in names and parameter.initializer is not None:
            return parameter.initializer
    return next((layer.initializers[name] for name in names if name in layer.initializers), None)


def is_hidden(node: Node) -> bool:
    """Whether a later layer takes what this one makes, before it meets any other value."""
    if is_answer(node.output):
        return False
    after = ahead(node.output, lambda n: len(n.inputs) == 1 and not n.op.mixes)
    return any(taker.op.mixes for taker in after)


def made_elsewhere(node: Node, initializer: Initializer) -> Span | None:
    """Where the layer is made, unless the initialiser stands in the same statement."""
    span = initializer.span
    return node.made if span is not None and span[:2] != node.made[:2] else None


def _learns(node: Node) -> bool:
    if node.layer is None or node.layer.trainable is False:
        return False
    return all(p.requires_grad is not False for p in node.layer.parameters if p.name in _WEIGHTS)
