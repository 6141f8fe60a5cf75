"""Shapes of which only the last axis is sure: what a dense layer makes of a tensor of unknown rank.

It is shown as (n, out), its usual rank. What works on the last axis goes on with that; all else has no rank.
"""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.activation import Activation, Softmax
from footgun.ops.base import Check, Op
from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.ops.elementwise import Binary, Cast, Merge, Unary, Where
from footgun.ops.join import Concat
from footgun.ops.linear import Identity, Linear
from footgun.ops.normalisation import BatchNorm, LayerNorm, RMSNorm
from footgun.sizes import Shape, Size, same
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from footgun.sizes import Names

ON_LAST = (
    *(Activation, Binary, Cast, Dropout, GaussianNoise, Identity, LayerNorm, Linear),
    *(Merge, RMSNorm, Softmax, Unary, Where),
)
LOOSE = "loose"


class Axes(Unknown):
    """The shape of such a tensor: the batch first, the features last, nobody knows how many between."""

    __slots__ = ("first", "last")

    def __init__(self, first: Size, last: Size) -> None:
        super().__init__("the shape of a tensor")
        self.first = first
        self.last = last

    def at(self, axis: object) -> Size | None:
        """A size; None for one that may be any."""
        return self.first if axis == 0 else self.last if axis == -1 else None


def seen(op: Op, inputs: Sequence[Value], names: Names) -> list[Shape | None]:
    """The shapes that an op may rely on."""
    shapes = [value.shape for value in inputs]
    if not any(LOOSE in value.facts for value in inputs) or holds(op, shapes, names):
        return shapes
    return [None if LOOSE in value.facts else value.shape for value in inputs]


def same_rank(source: Value, made: Value) -> Value:
    """What has the shape of another tensor is no surer of its rank."""
    if LOOSE in source.facts and made.shape is not None:
        made.facts[LOOSE] = True
    return made


def holds(op: Op, shapes: list[Shape | None], names: Names) -> bool:
    """Whether the usual rank does no harm: the op looks at the last axis only, or would fail with another."""
    if isinstance(op, Concat):
        sizes = [shape[-1] for shape in shapes if shape]
        return op.axis == -1 or (op.axis == 1 and any(same(sizes[0], size) is False for size in sizes))
    if isinstance(op, BatchNorm):
        check = Check(names)
        op.infer(check, *shapes)
        return not check.faults
    return isinstance(op, ON_LAST)


def mark(op: Op, inputs: Sequence[Value], shapes: Sequence[Shape | None], outputs: Sequence[Value]) -> None:
    """Note on the outputs that their rank is a guess."""
    made_up = isinstance(op, Linear) and bool(shapes) and shapes[0] is None
    kept = any(
        LOOSE in value.facts and shape is not None for value, shape in zip(inputs, shapes, strict=True)
    )
    if made_up or kept:
        for value in outputs:
            if value.shape is not None:
                value.facts[LOOSE] = True
