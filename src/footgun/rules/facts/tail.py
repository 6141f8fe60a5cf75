"""The end of a network: its last layer with weights and all that this layer's output goes through."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.network import LossUse, Network, Node, Program, Value
from footgun.records import NamedTuple


class Tail(NamedTuple):
    """A network's end. `loss` is one that takes the end value, None if none is known."""

    layer: Node
    after: tuple[Node, ...]  # in the order they run
    end: Value
    network: Network | None
    loss: LossUse | None


def tail(value: Value | None, network: Network | None = None, loss: LossUse | None = None) -> Tail | None:
    """The tail that ends in `value`, None where the way back is not a single line to a layer with weights."""
    after: list[Node] = []
    step = value
    while step is not None and step.made_by is not None:
        node = step.made_by
        if node.op.mixes:
            return Tail(node, tuple(reversed(after)), value, network or node.network, loss) if value else None
        if len(node.inputs) != 1:
            return None
        after.append(node)
        step = node.inputs[0]
    return None


def tails(program: Program) -> Iterator[Tail]:
    """The tails of all losses, then those of the outputs of networks that no loss judges."""
    judged: set[int] = set()
    for use in program.losses:
        found = tail(use.prediction, use.network, use)
        if found is not None:
            judged.update(id(node) for node in (found.layer, *found.after))
            yield found
    for network in program.networks:
        for output in network.outputs:
            found = tail(output, network)
            if found is not None and id((found.after or (found.layer,))[-1]) not in judged:
                yield found
