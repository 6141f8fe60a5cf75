"""Data given to a model that states its input: what Keras compares before the first layer runs."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, same, show


class Feed(Op):
    """Every size but the batch must be the stated one; a last axis of 1 may be missing or too many.

    Keras lets a last axis of 1 stand for any number, too. `strict`: the first layer does not.
    """

    moves = True
    shape: Shape
    strict: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The stated shape, with the batch of the data."""
        got, wanted = inputs[0] if inputs else None, self.shape
        if not got:
            return wanted
        fitted = got
        if len(got) == len(wanted) + 1 and same(got[-1], 1) is not False:
            fitted = got[:-1]
        elif len(got) == len(wanted) - 1 and same(wanted[-1], 1) is not False:
            fitted = (*got, 1)
        if check.require(len(fitted) == len(wanted), "rank", expected=(len(wanted),), got=got):
            self._sizes(check, got, fitted)
        return (got[0], *wanted[1:])

    def _sizes(self, check: Check, got: Shape, fitted: Shape) -> None:
        """What is compared first has no last axis of 1 on either side."""
        wanted, last = self.shape, len(self.shape) - 1
        pairs = list(zip(_without_last(got), _without_last(wanted), strict=False))
        wrong = next((i for i, (a, b) in enumerate(pairs) if i and same(a, b) is False), None)
        if wrong is None and self.strict and same(fitted[-1], wanted[-1]) is False:
            wrong = last
        if wrong == last:
            check.fail("features", expected=wanted[last], got=fitted[last], axis=last)
        elif wrong is not None:
            detail = f"the model takes {show(wanted)}, the data is {show(got)}"
            check.fail("argument", expected=wanted, got=got, axis=wrong, argument="x", detail=detail)


def _without_last(shape: Shape) -> Shape:
    return shape[:-1] if same(shape[-1], 1) is not False else shape
