"""Several tensors into one and one into several: concatenate, stack, split, chunk."""

from __future__ import annotations

from footgun.ops.axes import fresh_shape, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.sizes import DType, Shape, Size, at_least, divides, promote, same

MOST_PIECES = 10_000  # more are not told apart


def _promoted(dtypes: tuple[DType | None, ...]) -> DType | None:
    result = dtypes[0] if dtypes else None
    for dtype in dtypes[1:]:
        result = promote(result, dtype)
    return result


def _agreed(check: Check, shapes: list[Shape], skip: int | None) -> list[Size]:
    """Sizes that all shapes share, but for axis `skip`; records a `concat` fault for each proven conflict."""
    first = shapes[0]
    sizes = list(first)
    for axis in range(len(first)):
        if axis == skip:
            continue
        for shape in shapes[1:]:
            check.require(
                same(shape[axis], first[axis]), "concat", expected=first[axis], got=shape[axis], axis=axis
            )
            if isinstance(shape[axis], int) and not isinstance(sizes[axis], int):
                sizes[axis] = shape[axis]
    return sizes


def _same_rank(check: Check, shapes: list[Shape]) -> list[Shape]:
    """Those with the rank of the first, after a `rank` fault for each other."""
    rank = len(shapes[0])
    return [
        shape for shape in shapes if check.require(len(shape) == rank, "rank", expected=(rank,), got=shape)
    ]


class Concat(Op):
    """Joins tensors along one axis; all other sizes must be equal."""

    affine = moves = True
    axis: int = 0

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The sizes along the axis add up."""
        if not inputs:
            check.fail("argument", argument="tensors", detail="there is nothing to concatenate")
            return None
        # torch passes over empty vectors, whatever the rank of the others.
        known = [shape for shape in inputs if shape is not None and shape != (0,)]
        if not known:
            return None if None in inputs else (0,)
        if not all(known):
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=())
            return None
        alike = _same_rank(check, known)
        axis = normal_axis(check, self.axis, len(alike[0]))
        if axis is None:
            return fresh_shape(check, len(alike[0]))
        sizes = _agreed(check, alike, axis)
        total: Size = 0
        for shape in alike:
            total = total + shape[axis]
        sizes[axis] = check.fresh() if None in inputs or len(alike) < len(known) else total
        return tuple(sizes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The widest."""
        return _promoted(inputs)


class Stack(Op):
    """Joins tensors of one shape along a new axis."""

    affine = moves = True
    axis: int = 0

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The new axis counts the tensors."""
        if not inputs:
            check.fail("argument", argument="tensors", detail="there is nothing to stack")
            return None
        known = [shape for shape in inputs if shape is not None]
        if not known:
            return None
        alike = _same_rank(check, known)
        axis = normal_axis(check, self.axis, len(alike[0]) + 1)
        if axis is None:
            return fresh_shape(check, len(alike[0]) + 1)
        sizes = _agreed(check, alike, None)
        return (*sizes[:axis], len(inputs), *sizes[axis:])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The widest."""
        return _promoted(inputs)


class Split(Op):
    """Cuts along one axis into pieces of the given sizes, or of one size with a smaller last piece.

    None where even the number of pieces is not known.
    """

    affine = moves = True
    sizes: tuple[Size, ...] | Size
    axis: int = 0

    def infer(self, check: Check, *inputs: Shape | None) -> tuple[Shape | None, ...] | None:
        """One shape for each piece."""
        x = inputs[0]
        axis = None if x is None else _axis_to_cut(check, x, self.axis)
        if x is None or axis is None:
            return (None,) * len(self.sizes) if isinstance(self.sizes, tuple) else None
        size = x[axis]
        if not isinstance(self.sizes, tuple):
            pieces = _equal_pieces(check, size, self.sizes)
            return None if pieces is None else tuple(replaced(x, axis, piece) for piece in pieces)
        if any(at_least(piece, 0) is False for piece in self.sizes):
            check.fail("argument", argument="split_size_or_sections", detail="a size is not negative")
            return tuple(replaced(x, axis, check.fresh()) for _ in self.sizes)
        total: Size = 0
        for piece in self.sizes:
            total = total + piece
        check.require(same(total, size), "concat", expected=size, got=total, axis=axis, detail="split")
        return tuple(replaced(x, axis, piece) for piece in self.sizes)


def _axis_to_cut(check: Check, x: Shape, axis: int) -> int | None:
    if not x:
        check.fail("rank", expected=(1, 2, 3, 4, 5), got=x)
        return None
    return normal_axis(check, axis, len(x))


def _equal_pieces(check: Check, size: Size, piece: Size) -> list[Size] | None:
    """The sizes of the pieces that `size` is cut into, None when their number is not known."""
    if same(piece, 0) and same(size, 0) is not False:
        return [0] if size == 0 else None
    if at_least(piece, 1) is False:
        check.fail(
            "argument", argument="split_size_or_sections", got=piece, detail="a piece has at least size 1"
        )
        return None
    if same(piece, 0) is None:
        return None
    count = size // piece
    if not isinstance(count, int) or count > MOST_PIECES:
        return None
    rest = size - count * piece
    if rest == 0:
        return [piece] * count or [0]
    return [piece] * count + [rest] if same(rest, 0) is False else None


class Chunk(Op):
    """Cuts along one axis into at most `count` pieces of equal size but for the last.

    `even` (torch.tensor_split, NumPy's array_split): exactly `count` pieces that differ by at most 1.
    """

    affine = moves = True
    count: int
    axis: int = 0
    even: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> tuple[Shape | None, ...] | None:
        """One shape for each piece."""
        x = inputs[0]
        count = self.count
        if isinstance(count, int) and count < 1:
            check.fail("argument", argument="chunks", got=count, detail="there is at least one chunk")
            return None
        axis = None if x is None else _axis_to_cut(check, x, self.axis)
        if not isinstance(count, int) or count > MOST_PIECES:
            return None
        if x is None or axis is None:
            return (None,) * count
        size = x[axis]
        if divides(count, size):
            return (replaced(x, axis, size // count),) * count
        if self.even:
            return tuple(replaced(x, axis, (size + count - 1 - i) // count) for i in range(count))
        piece = (size + count - 1) // count
        if at_least(piece, 1) is False:  # a size that was lost on the way
            return (None,) * count
        if isinstance(size, int) and isinstance(piece, int):  # no more than `count`
            full, left = divmod(size, piece)
            pieces: list[Size] = [*[piece] * full, *[left] * (left > 0)]
        else:
            # An unknown size is taken to be large enough for all chunks.
            pieces = [piece] * (count - 1) + [size - (count - 1) * piece]
        return tuple(replaced(x, axis, size) for size in pieces)
