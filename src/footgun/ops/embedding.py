"""Lookup tables: an integer in, a learned vector out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.sizes import DType, Shape, Size, at_least, product

_MODES = ("sum", "mean", "max")


class Embedding(Op):
    """Replaces each index by a row of `width` numbers; `casts` (Keras): turns any input into integers."""

    count: Size
    width: Size
    casts: bool = False

    def validate(self, check: Check) -> None:
        """Sizes are not negative."""
        _validate_table(check, self.count, self.width)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A new last axis."""
        x = inputs[0]
        return None if x is None else (*x, self.width)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One row for each index."""
        yield "weight", (self.count, self.width)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Indices are integers."""
        if not self.casts:
            _require_indices(check, dtypes[0])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the table."""
        return "float32"


class EmbeddingBag(Op):
    """Sums, averages or maximises bags of rows: (bags, indices), or flat indices with offsets."""

    count: Size
    width: Size
    mode: str = "mean"

    def validate(self, check: Check) -> None:
        """Sizes are not negative, the mode is known."""
        _validate_table(check, self.count, self.width)
        if self.mode not in _MODES:
            check.fail(
                "argument", argument="mode", detail=f"the mode is one of {', '.join(_MODES)}, not {self.mode}"
            )

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One row for each bag."""
        x = inputs[0]
        offsets = inputs[1] if len(inputs) > 1 else None
        if x is None:
            return (check.fresh("n"), self.width)
        if len(x) == 2 and len(inputs) == 1:
            return (x[0], self.width)
        if len(x) == 1 and len(inputs) > 1:
            if offsets is None:
                return (check.fresh("n"), self.width)
            if check.require(len(offsets) == 1, "rank", expected=(1,), got=offsets):
                return (offsets[0], self.width)
        else:
            check.fail("rank", expected=(2,) if len(inputs) == 1 else (1,), got=x)
        return (check.fresh("n"), self.width)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One row for each index."""
        yield "weight", (self.count, self.width)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Adds up the rows."""
        x = inputs[0]
        return 0 if x is None else product(x) * self.width

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Indices are integers."""
        _require_indices(check, dtypes[0])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the table."""
        return "float32"


def _validate_table(check: Check, count: Size, width: Size) -> None:
    for argument, size in (("num_embeddings", count), ("embedding_dim", width)):
        if at_least(size, 0) is False:
            check.fail("argument", argument=argument, got=size, detail=f"a size is not negative: {size}")


def _require_indices(check: Check, dtype: DType | None) -> None:
    if dtype not in (None, "int32", "int64"):
        check.fail("dtype", expected="int64", got=dtype)
