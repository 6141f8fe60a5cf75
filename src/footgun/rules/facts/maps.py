"""The maps that convolutions and pools take and give, and where a network shrinks or enlarges them."""

from __future__ import annotations

from footgun.network import Network, Node, Value
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool, Unpool
from footgun.ops.resize import PixelShuffle, Upsample
from footgun.ops.window import batched_shape
from footgun.rules.facts.passing import CONVOLUTIONS
from footgun.sizes import Shape, Size, at_least, product, same

_MAPS = (*CONVOLUTIONS, Pool, AdaptivePool, GlobalPool)


def map_size(node: Node, value: Value) -> Shape | None:
    """The spatial sizes of a map that a convolution or pool takes or gives; None if it is none."""
    op = node.op
    if not isinstance(op, _MAPS) or value.shape is None:
        return None
    if len(value.shape) not in (op.spatial + 1, op.spatial + 2) or (
        op.last and len(value.shape) == op.spatial + 1
    ):
        return None
    return batched_shape(value.shape, op.spatial, op.last)[2]


def channels(node: Node, value: Value) -> Size | None:
    """The channels of a map that a convolution or pool takes or gives."""
    op = node.op
    if not isinstance(op, _MAPS) or value.shape is None or len(value.shape) <= op.spatial:
        return None
    return batched_shape(value.shape, op.spatial, op.last)[1]


def shrink(node: Node) -> Size:
    """By how much a node divides the number of positions through its stride, 1 if it has none."""
    return product(node.op.stride) if isinstance(node.op, (Conv, SeparableConv, Pool)) else 1


def enlarges(node: Node) -> bool:
    """Whether a node makes a map larger."""
    op = node.op
    if isinstance(op, ConvTranspose):
        return any(at_least(s, 2) for s in op.stride)
    return isinstance(op, (Upsample, Unpool)) or (isinstance(op, PixelShuffle) and not op.down)


def ends_global(node: Node) -> bool:
    """Whether a pool leaves one position."""
    if isinstance(node.op, GlobalPool):
        return True
    size = map_size(node, node.outputs[0])
    return size is not None and all(same(s, 1) for s in size)


def dense_kernel(node: Node) -> tuple[Size, ...] | None:
    """The kernel of a convolution that sees all channels and neighbours on every axis of a map."""
    op = node.op
    if not isinstance(op, Conv) or op.depthwise or same(op.groups, 1) is not True or op.spatial < 2:
        return None
    return op.kernel if all(at_least(k, 2) for k in op.kernel) else None


def makes_maps(network: Network) -> bool:
    """Whether the network answers with a map, as in super-resolution, segmentation or style transfer."""
    out = network.output
    if out is None or out.rank is None or out.rank < 4:
        return False
    node = out.made_by
    while node is not None and node.inputs:
        if isinstance(node.op, _MAPS):
            return not ends_global(node)
        node = node.inputs[0].made_by
    return False
