"""A classifier in Keras that forgets to flatten: its dense layers answer anew for each position of a map."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Follow
from footgun.findings import Fix
from footgun.network import LossUse, Node, Program, behind, owner
from footgun.ops.convolution import Conv, SeparableConv
from footgun.ops.linear import Linear
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Loss
from footgun.ops.pooling import Pool
from footgun.records import NamedTuple
from footgun.rules.facts.maps import enlarges, map_size
from footgun.rules.facts.output import in_keras, judged
from footgun.sizes import Shape, same


class Unflattened(NamedTuple):
    """The first dense layer on a map, what made the map, its sizes, and the loss that judges the answers."""

    dense: Node
    maker: Node
    positions: Shape
    loss: LossUse


def unflattened(program: Program) -> Iterator[Unflattened]:
    """Answers on a map that is smaller than the input.

    A map of the input's own size may well be meant, as one answer for each pixel or step.
    """
    judging = [node for node in program.nodes if isinstance(node.op, Loss) and len(node.inputs) > 1]
    labelled = [owner(node.inputs[0]) for node in judging if node.inputs[1].shape is not None]
    for use, head in judged(program):
        network = use.network
        if network is None or network in labelled:
            continue  # labels of a known shape fit, or the loss tells of it
        if len(network.inputs) != 1 or any(map(enlarges, network.nodes)):
            continue
        if not in_keras(use) or not isinstance(use.op, (CrossEntropy, BinaryCrossEntropy)):
            continue
        dense = first_dense(head.layer)
        maker = behind(dense.inputs[0], _passes) if dense is not None else None
        if dense is None or maker is None or not isinstance(maker.op, (Conv, SeparableConv, Pool)):
            continue
        given, left = network.inputs[0].shape, map_size(maker, maker.output)
        if given is None or left is None or len(given) != len(left) + 2:
            continue
        before = given[1:-1] if maker.op.last else given[2:]
        smaller = any(same(a, b) is False for a, b in zip(before, left, strict=True))
        if smaller and not any(same(size, 1) is not False for size in left):
            yield Unflattened(dense, maker, left, use)


def first_dense(last: Node | None) -> Node | None:
    """The first of the dense layers in a row that end a network."""
    first = None
    while last is not None and isinstance(last.op, Linear):
        first, last = last, behind(last.inputs[0], _passes)
    return first


def flatten_before(dense: Node) -> Fix | None:
    """Keras: a `Flatten` before a dense layer."""
    if dense.turn or dense.layer is None:
        return None
    change = Follow(dense.called, dense.called != dense.made, "Flatten", "flatten", before=True)
    return Fix("put `Flatten()` before it", changes=(change,))


def _passes(node: Node) -> bool:
    """Activations, norms, dropout: no layer with weights, and nothing that flattens or pools."""
    shape = node.inputs[0].shape if len(node.inputs) == 1 else None
    return shape is not None and shape == node.output.shape and not node.op.mixes
