"""What the layers of the library `slimlayers` mean: a dense layer made of two narrow ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, same
from footgun.source.bindings import bind
from footgun.source.callsite import At


class LowRank(Op):
    """Features to `rank` numbers and on to features: two weights in the place of one."""

    affine = True
    mixes = True

    inp: Size
    out: Size
    rank: Size

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The last axis becomes `out`."""
        shape = inputs[0]
        if shape is None:
            return (check.fresh("n"), self.out)
        check.require(
            same(shape[-1], self.inp), "features", expected=self.inp, got=shape[-1], axis=len(shape) - 1
        )
        return (*shape[:-1], self.out)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Two narrow matrices."""
        yield "first", (self.rank, self.inp)
        yield "second", (self.out, self.rank)


@bind("slimlayers.LowRank")
def low_rank(at: At, in_features: Any, out_features: Any, rank: Any = 8) -> Any:
    """As the library's own class takes its arguments: a test of yours compares the two."""
    op = LowRank(
        at.size(in_features, "f", "in_features"),
        at.size(out_features, "f", "out_features"),
        at.size(rank, "r", "rank"),
    )
    return at.layer(op)
