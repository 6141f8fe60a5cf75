"""Which tensors still have the examples of the batch on their first axis."""

from __future__ import annotations

from footgun.network import Network, Node, Value
from footgun.ops.indexing import Index
from footgun.ops.recurrent import Recurrent
from footgun.rules.facts.faults import FAR
from footgun.sizes import Size


def batch_size(network: Network | None) -> Size | None:
    """The size of the batch that the text says goes into a network, None where it does not say."""
    if network is None or not network.inputs or not all(v.origin and v.shape for v in network.inputs):
        return None
    sizes = {value.shape[0] for value in network.inputs if value.shape}
    return sizes.pop() if len(sizes) == 1 else None


def time_first(node: Node) -> bool:
    """Whether a layer that takes the time first gets sequences of a data set, batch first."""
    if getattr(node.op, "batch_first", None) is not False or node.network is None or not node.inputs:
        return False
    value, size = node.inputs[0], batch_size(node.network)
    if size is None or any(given.origin != "dataset" for given in node.network.inputs):
        return False
    shape = value.shape
    return shape is not None and len(shape) == 3 and shape[1] != size and keeps_batch(value, size)


def examples(value: Value) -> bool:
    """Whether the first axis of a value is that of the data it is computed from, all the way back."""
    if not value.shape:
        return False
    size = value.shape[0]
    for _ in range(FAR):
        if not value.shape or value.shape[0] != size:
            return False
        node = value.made_by
        if value.origin or node is None or not node.inputs:
            return bool(value.origin)
        value = _before(node)
    return False


def keeps_batch(value: Value, size: Size) -> bool:
    """Whether the first axis of a value is the batch, all the way back to the input of its network."""
    for _ in range(FAR):
        if not value.shape or value.shape[0] != size:
            return False
        node = value.made_by
        if node is None or not node.inputs:
            return True
        value = _before(node)
    return False


def _before(node: Node) -> Value:
    """What a node is computed from; of one layer's state, (layers, n, hidden) at first, the sequences."""
    value = node.inputs[0]
    maker = value.made_by
    if isinstance(node.op, Index) and maker is not None and isinstance(maker.op, Recurrent):
        state, row = value.shape or (), node.output.shape or ()
        if len(state) == 3 and state[1:] == row and maker.inputs:
            return maker.inputs[0]
    return value
