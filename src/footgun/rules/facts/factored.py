"""Pairs of linear layers that are meant to stay linear between: factorisations, bottlenecks, embeddings."""

from __future__ import annotations

from footgun.network import Node, Value, behind
from footgun.ops.convolution import Conv, SeparableConv
from footgun.ops.elementwise import Binary, Merge
from footgun.ops.join import Concat
from footgun.ops.linear import Linear
from footgun.rules.facts.passing import CONVOLUTIONS, NORMS, carries, is_activation, path
from footgun.rules.facts.widths import width_in, width_out
from footgun.sizes import at_least, same

PRODUCTS = ("mul", "multiply")


def factored(first: Node, second: Node) -> bool:
    """Whether a pair of linear layers in a row is a known design rather than a forgotten activation."""
    return (
        _grouped(first)
        or _grouped(second)
        or _low_rank(first, second)
        or _one_axis_each(first, second)
        or _takes_patches(first)
        or _weighs(first)
        or _seeds_a_map(first, second)
        or _ends_depthwise(first)
        or _joins_branches(second)
        or _frozen(first)
        or _serves_several(first, second)
    )


def _grouped(node: Node) -> bool:
    """Half of a separable convolution: each channel, or group of channels, on its own."""
    op = node.op
    if not isinstance(op, CONVOLUTIONS) or isinstance(op, SeparableConv):
        return False
    return getattr(op, "depthwise", False) or same(op.groups, 1) is not True


def _low_rank(first: Node, second: Node) -> bool:
    """A middle that is or may be narrower than both sides; also a 1x1 convolution that squeezes.

    Dense layers must at least halve: a head that narrows a little is no factor.
    """
    wide, middle, out = width_in(first), width_out(first), width_out(second)
    if middle is None or out is None:
        return True
    dense = isinstance(first.op, Linear)
    if isinstance(second.op, Linear) is not dense and same(middle, width_in(second) or 0) is not True:
        return False  # flattened between: channels and features do not compare
    narrow = 2 * middle if dense else middle + 1
    squeezes = _pointwise(first) and isinstance(second.op, CONVOLUTIONS)
    if not squeezes and at_least(out, narrow) is False:
        return False
    return wide is None or at_least(wide, narrow) is not False


def _one_axis_each(first: Node, second: Node) -> bool:
    """A k x 1 kernel and a 1 x k one: a large kernel split in two."""
    if not isinstance(first.op, Conv) or not isinstance(second.op, Conv):
        return False
    pairs = list(zip(first.op.kernel, second.op.kernel, strict=False))
    return any(a == 1 and b != 1 for a, b in pairs) and any(a != 1 and b == 1 for a, b in pairs)


def _takes_patches(node: Node) -> bool:
    """Each number of the map is read once, as in patch embeddings."""
    op = node.op
    return isinstance(op, Conv) and op.kernel == op.stride and any(same(k, 1) is False for k in op.kernel)


def _weighs(first: Node) -> bool:
    """A learned mean of several maps: one number for each position, and for each map a weight."""
    return _pointwise(first) and same(width_out(first) or 0, 1) is True


def _seeds_a_map(first: Node, second: Node) -> bool:
    """A dense layer that is reshaped to a map, at the start of a generator or decoder."""
    return isinstance(first.op, Linear) and isinstance(second.op, CONVOLUTIONS)


def _ends_depthwise(first: Node) -> bool:
    """The second half of a depthwise separable block: its output is linear by design."""
    if not _pointwise(first):
        return False
    before = behind(ungated(first.inputs[0]), lambda n: is_activation(n) or isinstance(n.op, NORMS))
    return before is not None and _grouped(before)


def ungated(value: Value) -> Value:
    """The map that a gate scales, as in squeeze and excitation; any other value as it is."""
    node = value.made_by
    multiplies = node is not None and isinstance(node.op, (Binary, Merge)) and node.op.name in PRODUCTS
    if node is None or not multiplies or len(node.inputs) != 2:
        return value
    whole = [taken for taken in node.inputs if taken.shape is not None and taken.shape == value.shape]
    return whole[0] if len(whole) == 1 else value


def _joins_branches(second: Node) -> bool:
    """A branch that ends here: the activation may follow the concatenation."""
    after = path(second.outputs[0], carries)
    return bool(after) and isinstance(after[-1].op, Concat)


def _serves_several(first: Node, second: Node) -> bool:
    """A head that several layers feed, as the levels of a pyramid do: it merges with none of them."""
    if second.layer is None or second.network is None:
        return False
    others = (node for node in second.network.nodes if node.layer is second.layer and node is not second)
    fed = (behind(node.inputs[0], carries) for node in others)
    return any(node is not None and node.layer is not first.layer for node in fed)


def _frozen(first: Node) -> bool:
    """A fixed embedding under a new head."""
    parameters = first.parameters
    if first.layer is not None and first.layer.trainable is False:
        return True
    return bool(parameters) and all(p.requires_grad is False for p in parameters)


def _pointwise(node: Node) -> bool:
    return isinstance(node.op, Conv) and all(k == 1 for k in node.op.kernel)
