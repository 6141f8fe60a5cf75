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
from footgun.sizes import Shape, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from footgun.sizes import Names

ON_LAST = (
    *(Activation, Binary, Cast, Dropout, GaussianNoise, Identity, LayerNorm, Linear),
    *(Merge, RMSNorm, Softmax, Unary, Where),
)
LOOSE = "loose"


def seen(op: Op, inputs: Sequence[Value], names: Names) -> list[Shape | None]:
    """The shapes that an op may rely on."""
    shapes = [value.shape for value in inputs]
    if not any(LOOSE in value.facts for value in inputs) or holds(op, shapes, names):
        return shapes
    return [None if LOOSE in value.facts else value.shape for value in inputs]


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
