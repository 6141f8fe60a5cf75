"""Keras' Dot: for each example, the dot products along one axis of each of two tensors."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import normal_axis
from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, product, same


class BatchDot(Op):
    """The summed axes go, the others of both stay; (n, f) and (n, f) give (n, 1)."""

    axis: tuple[int, int]  # one of each tensor

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Both summed axes have one size."""
        if len(inputs) != 2:
            check.fail(
                "argument", argument="inputs", detail=f"a dot product takes 2 inputs, not {len(inputs)}"
            )
            return None
        a, b = inputs
        if a is None or b is None:
            return None
        for shape in (a, b):
            if len(shape) < 2:
                check.fail("rank", expected=(2,), got=shape)
                return None
        i, j = (normal_axis(check, axis, len(x), "axes") for axis, x in zip(self.axis, (a, b), strict=True))
        if i is None or j is None:
            return None
        if i == 0 or j == 0:
            check.fail("argument", argument="axes", detail="the batch axis 0 cannot be summed over")
            return None
        check.require(same(a[i], b[j]), "matmul", expected=a, got=b, axis=i)
        rest = (*a[1:i], *a[i + 1 :], *b[1:j], *b[j + 1 :])
        return (a[0], *rest) if rest else (a[0], 1)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Each output number is a dot product."""
        a = inputs[0] if inputs else None
        i = self.axis[0]
        return 0 if a is None or output is None or not -len(a) <= i < len(a) else 2 * product(output) * a[i]
