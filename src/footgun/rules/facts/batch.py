"""Which tensors still have the examples of the batch on their first axis."""

from __future__ import annotations

from footgun.network import Network, Value
from footgun.rules.facts.faults import FAR
from footgun.sizes import Size


def batch_size(network: Network | None) -> Size | None:
    """The size of the batch that the text says goes into a network, None where it does not say."""
    if network is None or not network.inputs or not all(v.origin and v.shape for v in network.inputs):
        return None
    sizes = {value.shape[0] for value in network.inputs if value.shape}
    return sizes.pop() if len(sizes) == 1 else None


def keeps_batch(value: Value, size: Size) -> bool:
    """Whether the first axis of a value is the batch, all the way back to the input of its network."""
    for _ in range(FAR):
        if not value.shape or value.shape[0] != size:
            return False
        node = value.made_by
        if node is None or not node.inputs:
            return True
        value = node.inputs[0]
    return False
