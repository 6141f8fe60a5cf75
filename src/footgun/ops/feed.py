"""Data given to a model that states its input: what Keras compares before the first layer runs."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, same, show


class Feed(Op):
    """Every size but the batch must be the stated one; a last axis of 1 may be missing or too many."""

    moves = True
    shape: Shape

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The stated shape, with the batch of the data."""
        got, wanted = inputs[0] if inputs else None, self.shape
        if got is None or not got:
            return wanted
        out = (got[0], *wanted[1:])
        if len(got) == len(wanted) + 1 and same(got[-1], 1) is not False:
            got = got[:-1]
        elif len(got) == len(wanted) - 1 and same(wanted[-1], 1) is not False:
            got = (*got, 1)
        if not check.require(len(got) == len(wanted), "rank", expected=(len(wanted),), got=inputs[0]):
            return out
        last = len(wanted) - 1
        for axis in range(1, len(wanted)):
            if same(got[axis], wanted[axis]) is not False:
                continue
            if axis == last:
                check.fail("features", expected=wanted[axis], got=got[axis], axis=axis)
            else:
                detail = f"the model takes {show(wanted)}, the data is {show(got)}"
                check.fail("argument", expected=wanted, got=got, axis=axis, argument="x", detail=detail)
            break
        return out
