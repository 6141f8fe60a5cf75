"""Matrix products: dense layers, bilinear forms, and the plain products of two tensors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating, weighted
from footgun.ops.window import positive
from footgun.sizes import DType, Shape, Size, broadcast, product, same


class Linear(Op):
    """A weight matrix on the last axis."""

    affine = True
    mixes = True
    own_type = True

    inp: Size | None
    out: Size
    bias: bool = True
    name: str = "weight"
    min_rank: int = 1  # Keras wants a batch axis too: 2

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The last axis becomes `out`."""
        shape = inputs[0] if inputs else None
        if shape is None:
            return (check.fresh("n"), self.out)
        if len(shape) < self.min_rank or not shape:
            check.fail("rank", expected=(self.min_rank,), got=shape)
            return (check.fresh("n"), self.out) if self.min_rank > 1 else (self.out,)
        if self.inp is not None:
            right = same(shape[-1], self.inp)
            if not check.require(right, "features", expected=self.inp, got=shape[-1], axis=len(shape) - 1):
                return (*shape[: self._flat_from(shape)], self.out)
        return (*shape[:-1], self.out)

    def _flat_from(self, shape: Shape) -> int:
        """Where a flatten was left out: the axis from which on all together make the features."""
        fits = (i for i in range(len(shape) - 1, 0, -1) if same(product(shape[i:]), self.inp or 0) is True)
        return next(fits, len(shape) - 1)

    def validate(self, check: Check) -> None:
        """Negative sizes are refused; torch allows 0, Keras does not."""
        if self.inp is not None:
            positive(check, "in_features", self.inp, 0)
            positive(check, "out_features", self.out, 0)
        else:
            positive(check, "units", self.out)

    def _inp(self, inputs: Sequence[Shape | None]) -> Size | None:
        if self.inp is not None:
            return self.inp
        shape = inputs[0] if inputs else None
        return shape[-1] if shape else None

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Outputs by inputs."""
        inp = self._inp(inputs)
        if inp is not None:
            yield self.name, (self.out, inp)
            if self.bias:
                yield "bias", (self.out,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One multiply-add for each weight and row."""
        inp = self._inp(inputs)
        return 0 if inp is None or output is None else 2 * product(output) * inp

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Keras casts, torch does not."""
        if self.inp is not None:
            require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None


class Bilinear(Op):
    """A form of two inputs: x1 · W · x2 for each output."""

    mixes = True
    own_type = True

    in1: Size
    in2: Size
    out: Size
    bias: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """Both inputs agree but for their last axes."""
        first, second = (*inputs, None, None)[:2]
        for shape, expected in ((first, self.in1), (second, self.in2)):
            if shape == ():
                check.fail("rank", expected=(1,), got=shape)
            elif shape is not None:
                right, axis = same(shape[-1], expected), len(shape) - 1
                check.require(right, "features", expected=expected, got=shape[-1], axis=axis)
        if first is None or second is None:
            known = first or second
            return (*known[:-1], self.out) if known else (check.fresh("n"), self.out)
        if len(first) != len(second):
            check.fail("rank", expected=(len(first),), got=second)
        else:
            for axis, (a, b) in enumerate(zip(first[:-1], second[:-1], strict=True)):
                if not check.require(same(a, b), "broadcast", expected=first, got=second, axis=axis):
                    break
        return (*first[:-1], self.out)

    def validate(self, check: Check) -> None:
        """Torch wants at least one feature of the first input."""
        positive(check, "in1_features", self.in1)
        positive(check, "in2_features", self.in2, 0)
        positive(check, "out_features", self.out, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One matrix for each output."""
        yield "weight", (self.out, self.in1, self.in2)
        if self.bias:
            yield "bias", (self.out,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Each output walks over its matrix."""
        return 0 if output is None else 2 * product(output) * self.in1 * self.in2

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Both floating."""
        require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None


class Identity(Op):
    """Gives back its input."""

    affine = True
    moves = True


class Weights(Op):
    """A tensor that a function takes as its weights: here only its rank counts."""

    moves = True

    ranks: tuple[int, ...]

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The tensor itself."""
        x = inputs[0]
        if x is not None:
            check.require(len(x) in self.ranks, "rank", expected=self.ranks, got=x)
        return x


class MatMul(Op):
    """The product of two tensors: last axis with last but one, the axes before broadcast."""

    attends = True
    promotes: bool = False  # NumPy and Keras bring both to one type

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A vector on the left counts as a row, on the right as a column, and its axis goes again."""
        a, b = (*inputs, None, None)[:2]
        if a is None or b is None:
            return None
        if not a or not b:
            check.fail("rank", expected=(1, 2), got=())
            return a or b
        inner = b[-1] if len(b) == 1 else b[-2]
        check.require(same(a[-1], inner), "matmul", expected=a, got=b, axis=len(a) - 1)
        lead, conflict = broadcast(a[:-2], b[:-2], check.names)
        if conflict is not None:
            axis = len(a) - 2 - conflict.axis_from_right
            check.fail("matmul", expected=a, got=b, axis=axis, detail="batch")
        return (*lead, *a[-2:-1], *(b[-1:] if len(b) > 1 else ()))

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Each output number is a dot product."""
        shape = inputs[0] if inputs else None
        return 0 if not shape or output is None else 2 * product(output) * shape[-1]

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Torch multiplies tensors of one type only."""
        if not self.promotes:
            require_alike(check, dtypes)


class BatchMatMul(MatMul):
    """torch.bmm: two tensors of rank 3 with one batch size."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """No broadcasting."""
        return _strict(check, 3, inputs)


class MatrixMultiply(MatMul):
    """torch.mm: two matrices."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """No broadcasting."""
        return _strict(check, 2, inputs)


class MatrixVector(MatMul):
    """torch.mv: a matrix and a vector."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """No batches."""
        pair = []
        for shape, rank in zip((*inputs, None, None)[:2], (2, 1), strict=True):
            fits = shape is None or len(shape) == rank
            check.require(fits, "rank", expected=(rank,), got=shape)
            known = shape if fits else None
            pair.append(known or tuple(check.fresh() for _ in range(rank)))
        return super().infer(check, *pair)


def _strict(check: Check, rank: int, inputs: tuple[Shape | None, ...]) -> Shape | None:
    hints = ("n", "h", "w")[-rank:]
    pair = []
    for shape in (*inputs, None, None)[:2]:
        if shape is not None and len(shape) != rank:
            check.fail("rank", expected=(rank,), got=shape)
            shape = None
        pair.append(shape or tuple(check.fresh(hint) for hint in hints))
    a, b = pair
    check.require(same(a[-1], b[-2]), "matmul", expected=a, got=b, axis=rank - 1)
    if rank == 3:
        check.require(same(a[0], b[0]), "matmul", expected=a, got=b, axis=0, detail="batch")
    return (*a[:-1], b[-1])
