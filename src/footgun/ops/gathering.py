"""Taking elements by a tensor of places, and repeating each element."""

from __future__ import annotations

from footgun.ops.axes import normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, at_least, product


class Gather(Op):
    """torch.gather: `index` says for each place of the output where on the axis to look. Two inputs."""

    affine = moves = True
    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape of the index, which has as many axes and is nowhere longer but on the axis."""
        x, index = (*inputs, None, None)[:2]
        if x is None or index is None:
            return index
        if not check.require(len(x) == len(index), "rank", expected=(len(x),), got=index, detail="index"):
            return index
        axis = normal_axis(check, self.axis, len(x))
        for place, (have, wanted) in enumerate(zip(x, index, strict=True)):
            if place != axis and axis is not None and at_least(have, wanted) is False:
                check.fail("broadcast", expected=x, got=index, axis=place, detail="index")
                break
        return index


class RepeatEach(Op):
    """torch.repeat_interleave: each element `times` in a row; without an axis all of them in one."""

    affine = moves = True
    times: Size
    axis: int | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The size of the axis times the count."""
        x = inputs[0] if inputs else None
        if self.axis is None:
            return (check.fresh("t") if x is None else product(x) * self.times,)
        axis = None if x is None else normal_axis(check, self.axis, len(x))
        if x is None or axis is None or not x:
            return x
        return replaced(x, axis, x[axis] * self.times)
