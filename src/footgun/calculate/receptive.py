"""The receptive field: how large a part of the input each value of a network sees.

Followed forwards. An output at place i sees the inputs from `low + i·jump` on, `size` of them; a window of k
widens that by k - 1 jumps, a stride multiplies the jump. What mixes all places (a global pool, attention)
sees everything.
"""

from __future__ import annotations

from fractions import Fraction

from footgun.network import Network, Node, Value
from footgun.ops.activation import Activation, PReLU
from footgun.ops.control import Either
from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.elementwise import Binary, Cast, Merge, Unary, Where
from footgun.ops.join import Concat
from footgun.ops.linear import Identity, Linear
from footgun.ops.normalisation import BatchNorm
from footgun.ops.pooling import Pool
from footgun.ops.resize import Pad, PixelShuffle, Upsample
from footgun.ops.window import each, effective, pads_of
from footgun.records import NamedTuple


class Field(NamedTuple):
    """What the output at place i of one axis sees: `size` inputs from `low + i·jump` on."""

    size: Fraction
    jump: Fraction
    low: Fraction


Fields = tuple[Field, ...]
# Ops that look at each place alone. Other norms compare the places of an example, softmax may.
_PLACEWISE = (Activation, BatchNorm, Cast, Dropout, Either, GaussianNoise, Identity, PReLU, Unary)
START = Field(Fraction(1), Fraction(1), Fraction(0))


def receptive_fields(network: Network) -> dict[int, Fields]:
    """The field of each value by its id, one for each spatial axis; values that see everything have none."""
    found: dict[int, Fields] = {}
    for node in network.nodes:
        for value in node.inputs:
            if id(value) not in found and any(value is given for given in network.inputs):
                count = _spatial(node, value)
                if count:
                    found[id(value)] = (START,) * count
        fields = _after(node, found)
        if fields is not None:
            found.update((id(output), fields) for output in node.outputs)
    return found


def receptive_size(network: Network, value: Value) -> tuple[int, ...] | None:
    """How many inputs a value sees along each axis, None where it sees all or nobody knows."""
    fields = receptive_fields(network).get(id(value))
    return None if fields is None else tuple(-(-field.size // 1) for field in fields)


def _spatial(node: Node, value: Value) -> int:
    """How many axes of an input are places: as the first layer takes it, else of a batch of maps."""
    spatial = getattr(node.op, "spatial", None)
    if isinstance(spatial, int):
        return spatial
    return max(0, len(value.shape) - 2) if value.shape is not None else 0


def _after(node: Node, found: dict[int, Fields]) -> Fields | None:
    """The field of a node's outputs, None where they see everything."""
    known = [found.get(id(value)) for value in node.inputs]
    if not known or known[0] is None:
        return None
    op, fields = node.op, known[0]
    if isinstance(op, (Conv, SeparableConv, Pool)):
        return _slid(op, fields)
    if isinstance(op, ConvTranspose):
        return _spread(op, fields)
    if isinstance(op, (Upsample, PixelShuffle)):
        return _scaled(node, fields)
    if isinstance(op, (Concat, Binary, Merge, Where)):
        made = [value.made_by is not None for value in node.inputs]
        if any(part is None and inner for part, inner in zip(known, made, strict=True)):
            return None
        return _united([part for part in known if part is not None])
    if isinstance(op, Pad):
        return fields if op.mode == "constant" else None
    kept = node.inputs[0].shape == node.outputs[0].shape and node.inputs[0].shape is not None
    if op.mixes or not kept:  # dense layers keep to one place where channels come last
        return fields if isinstance(op, Linear) and _channels_last(node) else None
    return fields if isinstance(op, _PLACEWISE) else None


def _slid(op: Conv | SeparableConv | Pool, fields: Fields) -> Fields | None:
    count = len(fields)
    settings = zip(
        fields,
        each(op.kernel, count),
        each(op.stride, count),
        each(op.dilation, count),
        pads_of(op.padding, count),
        strict=True,
    )
    out: list[Field] = []
    for field, kernel, stride, dilation, pad in settings:
        span = effective(kernel, dilation)
        if not isinstance(span, int) or not isinstance(stride, int):
            return None
        if isinstance(pad, str):
            before = span - 1 if pad == "causal" else (span - 1) // 2 if pad == "same" else 0
        elif isinstance(pad[0], int):
            before = pad[0]
        else:
            return None
        size = field.size + (span - 1) * field.jump
        out.append(Field(size, field.jump * stride, field.low - before * field.jump))
    return tuple(out)


def _spread(op: ConvTranspose, fields: Fields) -> Fields | None:
    """A window that is laid down: an output gets at most span / stride inputs, rounded up."""
    count = len(fields)
    out: list[Field] = []
    settings = zip(
        fields, each(op.kernel, count), each(op.stride, count), each(op.dilation, count), strict=True
    )
    for field, kernel, stride, dilation in settings:
        span = effective(kernel, dilation)
        if not isinstance(span, int) or not isinstance(stride, int) or stride < 1:
            return None
        reach = -(-span // stride) - 1
        out.append(
            Field(field.size + reach * field.jump, field.jump / stride, field.low - reach * field.jump)
        )
    return tuple(out)


def _scaled(node: Node, fields: Fields) -> Fields | None:
    """Larger maps: neighbours see the same inputs."""
    op = node.op
    factor = op.factor if isinstance(op, PixelShuffle) else getattr(op, "scale", None)
    if isinstance(op, PixelShuffle) and op.down:
        return None
    factors = factor if isinstance(factor, tuple) else (factor,) * len(fields)
    if len(factors) != len(fields) or not all(isinstance(f, (int, float)) and f >= 1 for f in factors):
        return None
    return tuple(
        Field(field.size, field.jump / Fraction(scale), field.low)  # type: ignore[arg-type]
        for field, scale in zip(fields, factors, strict=True)
    )


def _united(parts: list[Fields]) -> Fields | None:
    """What a sum or a join sees: all that any of its inputs sees."""
    if len({len(part) for part in parts}) != 1:
        return None
    out: list[Field] = []
    for fields in zip(*parts, strict=True):
        low = min(field.low for field in fields)
        high = max(field.low + field.size for field in fields)
        out.append(Field(high - low, min(field.jump for field in fields), low))
    return tuple(out)


def _channels_last(node: Node) -> bool:
    return node.network is not None and node.network.framework == "keras"
