"""A part of a published network taken as one: channels in and out, and what becomes of height and width."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.sizes import DType, Shape, Size, same


class Block(Op):
    """Maps of `cin` channels to maps of `cout`; None where the published text does not tell.

    `windows` are (kernel, stride) without padding, which come to the same sizes; `last`: channels stand last.
    Its weights are counted, not told apart.
    """

    cin: int | None
    cout: int | None
    windows: tuple[tuple[int, int], ...] | None
    count: int
    last: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Every axis of space on its own."""
        x = inputs[0] if inputs else None
        if self.cin is None or self.windows is None or self.cout is None:
            return None
        if x is None or not check.require(len(x) == 4, "rank", expected=(4,), got=x):
            return None
        place = 3 if self.last else 1
        check.require(same(x[place], self.cin), "channels", expected=self.cin, got=x[place], axis=place)
        space = tuple(self._extent(size) for size in (x[1:3] if self.last else x[2:]))
        return (x[0], *space, self.cout) if self.last else (x[0], self.cout, *space)

    def _extent(self, size: Size) -> Size:
        for kernel, stride in self.windows or ():
            size = (size - kernel) // stride + 1
        return size

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """All of them in one row."""
        if self.count:
            yield "weights", (self.count,)


class Features(Op):
    """A published network without its classifier: an image to a row of `features` numbers.

    `count`: how many numbers it learns, None where that is not known.
    """

    cin: int | None
    features: int
    count: int | None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One row for each image."""
        x = inputs[0] if inputs else None
        if x is None or not check.require(len(x) == 4, "rank", expected=(4,), got=x):
            return (check.fresh("n"), self.features)
        if self.cin is not None:
            check.require(same(x[1], self.cin), "channels", expected=self.cin, got=x[1], axis=1)
        return (x[0], self.features)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """All of them in one row."""
        if self.count:
            yield "weights", (self.count,)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Its first layer is a convolution."""
        require_floating(check, dtypes[:1])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None
