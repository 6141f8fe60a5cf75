"""Taking elements by a tensor of places, and repeating each element."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike
from footgun.sizes import DType, Shape, Size, at_least, is_integer, product, same

WHOLE = (None, "int64", "int32")  # what places are told by; older versions of torch take int64 alone


def rows(shape: Shape) -> Shape:
    """A single number as a row of one, which it is for ops that take places."""
    return shape or (1,)


def is_empty(shape: Shape) -> bool:
    """Whether there is no place in an index, so that nothing is looked at."""
    return any(same(size, 0) is True for size in shape)


def is_places(dtype: DType | None) -> bool:
    """Whether numbers of this type may be places; small ones are where the index is empty."""
    return dtype in WHOLE or is_integer(dtype) is True


class ByPlaces(Op):
    """An op whose second input says where in the first; a third holds what is put there."""

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Places are whole numbers, and what is put there is of the type of the first."""
        check.require(is_places(dtypes[1]), "dtype", expected="int64", got=dtypes[1], detail="places")
        if shapes[1] is None or not is_empty(shapes[1]):
            require_alike(check, [dtypes[0], *dtypes[2:]])


class Gather(ByPlaces):
    """torch.gather: `index` says for each place of the output where on the axis to look. Two inputs."""

    affine = moves = True
    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape of the index, which has as many axes and is nowhere longer but on the axis."""
        x, index = (*inputs, None, None)[:2]
        if x is None or index is None:
            return index
        axis = normal_axis(check, self.axis, len(x))
        if not is_empty(index):
            inside(check, x, index, axis)
        return index


def inside(check: Check, x: Shape, index: Shape, axis: int | None) -> None:
    """Record a fault where an index has other axes than a tensor, or is longer on another than `axis`."""
    x, index = rows(x), rows(index)
    if not check.require(len(x) == len(index), "rank", expected=(len(x),), got=index, detail="index"):
        return
    for place, (have, wanted) in enumerate(zip(x, index, strict=True)):
        if place != axis and at_least(have, wanted) is False:
            check.fail("broadcast", expected=x, got=index, axis=place, detail="index")
            return


class Scatter(ByPlaces):
    """torch.scatter, scatter_add, scatter_reduce: a tensor, an index, and perhaps the values put there."""

    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The first. The index is nowhere longer than the values, nor than the first but on the axis."""
        x, index, values = (*inputs, None, None)[:3]
        axis = None if x is None else normal_axis(check, self.axis, len(x))
        if index is None or is_empty(index) or check.faults:
            return x
        if x is not None:
            inside(check, x, index, axis)
        if values is not None and not check.faults:
            inside(check, values, index, None)
        return x


class IntoRows(ByPlaces):
    """torch.index_add, index_copy, index_fill: rows of an axis by their places, and what is put there."""

    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The first. The index is a row of places, the source has one row for each and is as wide."""
        x, index, source = (*inputs, None, None)[:3]
        axis = None if x is None else normal_axis(check, self.axis, len(x))
        if index is not None:
            check.require(len(index) <= 1, "rank", expected=(1,), got=index, detail="index")
        if x is None or index is None or source is None or axis is None or check.faults:
            return x
        x, source, index = rows(x), rows(source), rows(index)
        if not check.require(len(x) == len(source), "rank", expected=(len(x),), got=source):
            return inputs[0]
        for place, (have, given) in enumerate(zip(replaced(x, axis, index[0]), source, strict=True)):
            if same(have, given) is False:
                check.fail("broadcast", expected=replaced(x, axis, index[0]), got=source, axis=place)
                break
        return inputs[0]


class TakeAlong(ByPlaces):
    """torch.take_along_dim: as `Gather`, but the other axes stretch; without an axis, of all in one row."""

    affine = moves = True
    axis: int | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The index on the axis, both together on the others."""
        x, index = (*inputs, None, None)[:2]
        if index is None or x is None:
            return None
        if self.axis is None:
            return (product(index),)
        if not check.require(len(x) == len(index), "rank", expected=(len(x),), got=index, detail="index"):
            return index
        axis = normal_axis(check, self.axis, len(x))
        if axis is None or not x:
            return index
        joint = broadcast_all(check, replaced(x, axis, 1), replaced(index, axis, 1))
        return None if joint is None else replaced(joint, axis, index[axis])


class RepeatBy(Op):
    """torch.repeat_interleave by a row of counts, one for each element of the axis, or one for all."""

    affine = moves = True
    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """How long the axis becomes the numbers tell."""
        x, times = (*inputs, None)[:2]
        axis = None if x is None else normal_axis(check, self.axis, len(x))
        if x is None or axis is None or not x:
            return x
        if times is not None and len(times) > 1:
            check.fail("rank", expected=(1,), got=times, detail="repeats")
        elif times and same(times[0], x[axis]) is False and same(times[0], 1) is False:
            check.fail("broadcast", expected=(x[axis],), got=times, axis=0, detail="repeats")
        return replaced(x, axis, check.fresh("k", 0))


class Picked(Op):
    """torch.masked_select: the numbers where a mask that stretches is true, in a row."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As many as there are."""
        broadcast_all(check, *inputs)
        return (check.fresh("k", 0),)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The first's."""
        return inputs[0]

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """A mask is of booleans; bytes were, and are still taken."""
        fits = dtypes[1] in (None, "bool", "uint8")
        check.require(fits, "dtype", expected="bool", got=dtypes[1], detail="mask")


class Turned(Op):
    """torch.flip and torch.roll: numbers change places along some axes, of none of them or of all."""

    affine = moves = True
    name: str
    axes: tuple[int, ...] = ()

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As it is."""
        x = inputs[0]
        if x is not None and not is_empty(x):
            for axis in self.axes:
                if normal_axis(check, axis, len(x), "dims") is None:
                    break
        return x


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
