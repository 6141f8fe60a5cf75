"""Maps whose channels stand on another axis than the layer takes: (n, h, w, c) for (n, c, h, w), and back."""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.block import Block, Features
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.pooling import Pool
from footgun.rules.facts.faults import backwards
from footgun.sizes import at_least, same

# Images have so many channels at most; feature maps may have as many as positions.
IMAGE_CHANNELS = 4
# Images of fewer rows are none.
FEW_ROWS = 8


def layout_swapped(value: Value | None) -> bool:
    """Whether a map went into a layer of the other layout before: every size since then is off."""
    return any(swapped(node) for node in backwards(value))


def swapped(node: Node) -> bool:
    """Whether a layer takes one axis of its map for another."""
    return takes_last_axis_for_first(node) or takes_first_axis_for_last(node)


def takes_last_axis_for_first(node: Node) -> bool:
    """Whether a torch convolution or a published network got the channels it wants, but last."""
    op, shape = node.op, node.inputs[0].shape if node.inputs else None
    if not isinstance(op, (Conv, ConvTranspose, Block, Features)) or op.cin is None or shape is None:
        return False
    spatial, ranks = (op.spatial, op.ranks) if isinstance(op, (Conv, ConvTranspose)) else (2, (4,))
    if getattr(op, "last", False) or not any(fault.kind == "channels" for fault in node.faults):
        return False
    if len(shape) not in ranks or same(shape[-1], op.cin) is not True:
        return False
    first = shape[-spatial - 1]
    # Where the last two agree, they are rather height and width of a map with the wrong channels.
    return spatial == 1 or (at_least(IMAGE_CHANNELS, shape[-1]) is True or first == shape[-2] != shape[-1])


def takes_first_axis_for_last(node: Node) -> bool:
    """Whether a channels-last layer (Keras) gets an image of the form (n, 3, 32, 32) from outside."""
    op, value = node.op, node.inputs[0] if node.inputs else None
    if not isinstance(op, (Conv, Pool)) or not op.last or op.spatial != 2 or value is None:
        return False
    shape = value.shape
    for node in backwards(value):  # rescaling and the like keep the shape
        if not node.inputs or node.inputs[0].shape != shape or node.op.mixes:
            return False
    if shape is None or len(shape) != 4:
        return False
    _, channels, height, width = shape
    square = isinstance(height, int) and height == width and height > FEW_ROWS
    return square and channels in (1, 3)
