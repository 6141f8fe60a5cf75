"""Which numbers torch keeps from the forward pass, because the gradient of an op is computed from them.

Measured: each op was run, its input or output changed in place, and `backward` called.
"""

from __future__ import annotations

from footgun.network import Node, Value
from footgun.ops.activation import Activation, PReLU, Softmax
from footgun.ops.convolution import Conv, ConvTranspose
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.linear import Linear, MatMul
from footgun.ops.normalisation import BatchNorm, GroupNorm, LayerNorm
from footgun.ops.pooling import Pool
from footgun.rules.facts.training import holds_graph

_OUTPUT = frozenset(("exp", "exp2", "expm1", "reciprocal", "relu", "rsqrt", "sigmoid", "sqrt", "tan", "tanh"))
# Those that keep their input, but in place cannot, and keep the output instead.
_OUTPUT_IN_PLACE = frozenset(("celu", "elu", "leaky_relu", "rrelu", "selu"))
_INPUT = frozenset((
    "abs", "acos", "asin", "atan", "celu", "clamp", "cos", "cosh", "elu", "erf", "erfc", "erfinv", "gelu",
    "hardshrink", "hardsigmoid", "hardswish", "hardtanh", "leaky_relu", "log", "log10", "log1p", "log2",
    "logit", "logsigmoid", "mish", "relu6", "rrelu", "selu", "silu", "sin", "sinh", "softplus", "softshrink",
    "softsign", "square",
))  # fmt: skip
_WEIGHTED = (Linear, Conv, ConvTranspose, BatchNorm, GroupNorm, LayerNorm)


def saves_output(node: Node, in_place: bool) -> bool:
    """Whether the gradient of a node, which may itself work in place, is computed from its output."""
    op = node.op
    name = op.name if isinstance(op, (Activation, Unary)) else ""
    kept = isinstance(op, Softmax) or name in _OUTPUT or (in_place and name in _OUTPUT_IN_PLACE)
    return kept and holds_graph(node.output)


def saves_input(node: Node, value: Value) -> bool:
    """Whether the gradient of a node is computed from this one of its inputs."""
    op = node.op
    if isinstance(op, _WEIGHTED) and node.layer is not None:
        return any(p.requires_grad is True for p in node.layer.parameters if p.name in ("weight", "kernel"))
    if isinstance(op, (Activation, Unary)):
        return op.name in _INPUT and holds_graph(value)
    if isinstance(op, PReLU) or (isinstance(op, Pool) and op.mode == "max"):
        return holds_graph(value)
    if len(node.inputs) != 2:
        return False
    other = node.inputs[1] if value is node.inputs[0] else node.inputs[0]
    if isinstance(op, Binary) and op.name == "mul":
        return holds_graph(other)
    if isinstance(op, Binary) and op.name == "div":
        return holds_graph(node.inputs[1]) or (value is node.inputs[1] and holds_graph(other))
    return isinstance(op, MatMul) and holds_graph(other)
