"""What a value goes through between two layers with weights, as long as nothing else takes it on the way."""

from __future__ import annotations

from collections.abc import Callable

from footgun.network import Network, Node, Value, users
from footgun.ops.activation import Activation, PReLU, Softmax
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.elementwise import Binary, Cast, Unary
from footgun.ops.linear import Identity, Linear
from footgun.ops.normalisation import BatchNorm, GroupNorm, InstanceNorm, LayerNorm, RMSNorm
from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Flatten, KerasFlatten, Reshape, Squeeze, Unflatten, Unsqueeze
from footgun.ops.resize import Pad

CONVOLUTIONS = (Conv, ConvTranspose, SeparableConv)
LINEAR_MAPS = (*CONVOLUTIONS, Linear)
POOLS = (Pool, AdaptivePool, GlobalPool)
# Batch norm is a fixed linear map once trained; the others divide by what they measure on each example.
EXAMPLE_NORMS = (LayerNorm, GroupNorm, InstanceNorm, RMSNorm)
NORMS = (BatchNorm, *EXAMPLE_NORMS)
_RESHAPES = (Flatten, KerasFlatten, Reshape, Unflatten, Squeeze, Unsqueeze, Identity, Cast)


def is_activation(node: Node) -> bool:
    """Whether a node is a nonlinearity of its one input."""
    op = node.op
    return isinstance(op, (Softmax, PReLU)) or (isinstance(op, Activation) and not op.identity)


def called(node: Node) -> str:
    """An activation by the word in the text; `Activation` and `Dense` say less than the function does."""
    op = node.op
    if isinstance(op, Softmax):
        name = "log_softmax" if op.log else "softmax"
    else:
        name = op.name if isinstance(op, Activation) else node.label
    return node.label if name.replace("_", "") in node.label.lower().replace("_", "") else name


def keeps(node: Node) -> bool:
    """Whether a node leaves the values as they are, but for their shape and for dropout."""
    op = node.op
    if len(node.inputs) != 1:
        return False
    if isinstance(op, (Unary, Activation)):
        return op.moves
    return isinstance(op, (*_RESHAPES, Dropout, GaussianNoise))


def carries(node: Node) -> bool:
    """Whether a node only scales, averages, pads or reshapes: two layers around it are one linear map.

    Permutations do not count: dense layers on different axes cannot be merged.
    """
    op = node.op
    if len(node.inputs) != 1:
        return False
    if isinstance(op, (*POOLS, Reduce, Binary, Unary)):
        return op.affine and not (isinstance(op, Reduce) and op.name != "mean")
    return keeps(node) or isinstance(op, (*NORMS, Pad))


def mixes_channels_only(node: Node) -> bool:
    """Whether a layer works on each position alone: dense, or a 1x1 convolution."""
    return isinstance(node.op, Linear) or (isinstance(node.op, Conv) and all(k == 1 for k in node.op.kernel))


def onward(value: Value) -> Node | None:
    """The only node that takes a value; None when there are several or none, or when it is also an answer."""
    takers = users(value)
    if len(takers) != 1 or is_answer(value):
        return None
    return takers[0]


def is_answer(value: Value) -> bool:
    """Whether a value is among the outputs of its network."""
    network = value.made_by.network if value.made_by is not None else None
    return network is not None and any(value is output for output in network.outputs)


def path(value: Value, through: Callable[[Node], bool]) -> list[Node]:
    """The nodes that `value` goes through one after the other, and the first that `through` refuses.

    Empty when the value branches, is an answer, or reaches nothing more.
    """
    nodes: list[Node] = []
    node = onward(value)
    while node is not None:
        nodes.append(node)
        if not through(node):
            return nodes
        node = onward(node.outputs[0]) if len(node.outputs) == 1 else None
    return []


def convolutions(network: Network) -> list[Node]:
    """The convolutions of a network in the order they run."""
    return [node for node in network.nodes if isinstance(node.op, CONVOLUTIONS)]
