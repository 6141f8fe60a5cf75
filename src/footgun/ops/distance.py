"""How alike or how far apart two tensors are along one axis."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating
from footgun.ops.elementwise import result_type
from footgun.sizes import DType, Shape, Size, is_floating, product


class Distance(Op):
    """`cosine` similarity or a `norm` of the difference: both inputs broadcast, then the axis goes."""

    name: str
    axis: int
    keepdims: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The joint shape without the axis."""
        joint = broadcast_all(check, *inputs)
        axis = None if joint is None else normal_axis(check, self.axis, len(joint))
        if joint is None or axis is None or not joint:
            return joint
        return replaced(joint, axis, *((1,) if self.keepdims else ()))

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """The wider of both; whole numbers become fractions."""
        joint = result_type(dtypes, None if None in shapes else shapes)
        return "float32" if joint is not None and is_floating(joint) is False else joint

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Some operations a number."""
        known = [product(shape) for shape in inputs if shape is not None]
        return 3 * known[0] if known else 0


class Products(Distance):
    """The dot products of floating vectors of one type."""

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Neither is converted."""
        require_floating(check, dtypes)
        if not check.faults:
            require_alike(check, dtypes)
