"""Time steps taken for examples of their own, and put back: Keras' TimeDistributed, around a layer."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, divides


class Steps(Op):
    """(n, t, ...) to (n·t, ...): each step becomes an example."""

    affine = moves = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The first two axes are joined."""
        x = inputs[0]
        if x is None:
            return None
        if len(x) < 3:
            check.fail("rank", expected=(3,), got=x)
            return (x[0] if x else check.fresh("n"), check.fresh("f"))
        return (x[0] * x[1], *x[2:])


class Unsteps(Op):
    """(n·t, ...) back to (n, t, ...)."""

    affine = moves = True
    steps: Size

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The first axis is split."""
        x = inputs[0]
        if not x:
            return None
        batch = x[0] // self.steps if divides(self.steps, x[0]) else check.fresh("n")
        return (batch, self.steps, *x[1:])
