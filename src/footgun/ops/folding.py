"""Windows laid out in rows: torch's Unfold (im2col), its inverse Fold, Tensor.unfold; shuffled channels."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating
from footgun.ops.window import effective, positive, windows
from footgun.sizes import DType, Shape, Size, divides, product, same


class Unfold(Op):
    """(n, c, h, w) to (n, c·kernel, windows): every window as a column."""

    affine = moves = True
    kernel: tuple[Size, ...]
    dilation: tuple[Size, ...]
    padding: tuple[Size, ...]
    stride: tuple[Size, ...]

    def validate(self, check: Check) -> None:
        """As for a convolution."""
        positive(check, "kernel_size", self.kernel)
        positive(check, "stride", self.stride)
        positive(check, "dilation", self.dilation)
        positive(check, "padding", self.padding, 0)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """Maps with or without a batch."""
        x = inputs[0] if inputs else None
        if x is not None and len(x) not in (3, 4):
            check.fail("rank", expected=(3, 4), got=x)
            x = None
        if x is None:
            return (check.fresh("n"), check.fresh("c"), check.fresh("t"))
        counts = [
            windows(check, size, len(x) - 2 + i, hint, k, s, (p, p), d)
            for i, (size, hint, k, s, p, d) in enumerate(
                zip(x[-2:], "hw", self.kernel, self.stride, self.padding, self.dilation, strict=True)
            )
        ]
        return (*x[:-3], x[-3] * product(self.kernel), product(tuple(counts)))

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Fractions, or booleans."""
        if dtypes[0] != "bool":
            require_floating(check, dtypes)


class Fold(Op):
    """(n, c·kernel, windows) to (n, c, h, w): windows put back and added where they overlap."""

    affine = True
    output: tuple[Size, ...]
    kernel: tuple[Size, ...]
    dilation: tuple[Size, ...]
    padding: tuple[Size, ...]
    stride: tuple[Size, ...]

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The number of windows must be what the output size gives."""
        x = inputs[0] if inputs else None
        area = product(self.kernel)
        if x is not None and len(x) not in (2, 3):
            check.fail("rank", expected=(2, 3), got=x)
            x = None
        if x is None:
            return (check.fresh("n"), check.fresh("c"), *self.output)
        fits = divides(area, x[-2])
        check.require(fits, "features", expected=f"a multiple of {area}", got=x[-2], axis=len(x) - 2)
        count = product(
            tuple(
                (size + 2 * p - effective(k, d)) // s + 1
                for size, k, s, p, d in zip(
                    self.output, self.kernel, self.stride, self.padding, self.dilation, strict=True
                )
            )
        )
        if not check.faults:
            check.require(same(x[-1], count), "features", expected=count, got=x[-1], axis=len(x) - 1)
        return (*x[:-2], x[-2] // area, *self.output)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Fractions, or booleans."""
        if dtypes[0] != "bool":
            require_floating(check, dtypes)


class Sliding(Op):
    """Tensor.unfold: windows along one axis, their content as a new last axis."""

    affine = moves = True
    axis: int
    size: Size
    step: Size

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A window larger than the axis is refused."""
        x = inputs[0] if inputs else None
        axis = None if x is None else normal_axis(check, self.axis, len(x), "dimension")
        if x is None or axis is None or not x:
            return None
        count = windows(check, x[axis], axis, "t", self.size, self.step, (0, 0))
        return (*replaced(x, axis, count), self.size)


class ChannelShuffle(Op):
    """Takes channels in turn from each of `groups`."""

    affine = moves = True
    groups: Size

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The groups divide the channels."""
        x = inputs[0] if inputs else None
        if x is None or not check.require(len(x) >= 3, "rank", expected=(3, 4, 5), got=x):
            return x
        fits = divides(self.groups, x[1])
        check.require(fits, "channels", expected=f"a multiple of {self.groups}", got=x[1], axis=1)
        return x
