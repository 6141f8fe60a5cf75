"""Random noise during training: dropout in all its kinds, and additive noise.

Outside training they all pass their input on, so shapes never change.
"""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape


class Dropout(Op):
    """Zeroes each value with probability `p` and scales up the rest.

    `spatial` drops whole channels of a map with that many dimensions. `always`: drops in evaluation too.
    `last`: channels last, as Keras, which takes batched maps only. `handed`: the rate comes from elsewhere.
    """

    affine = True
    p: float | None
    spatial: int | None = None
    always: bool = False
    alpha: bool = False
    kind: str = "bernoulli"  # or "gaussian": multiplies by noise around 1
    last: bool = False
    handed: bool = False

    def validate(self, check: Check) -> None:
        """A probability lies between 0 and 1."""
        if isinstance(self.p, (int, float)) and not 0 <= self.p <= 1:
            check.fail("argument", argument="p", detail=f"a probability lies between 0 and 1, not {self.p}")

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape stays."""
        x = inputs[0]
        if x is None or self.spatial is None:
            return x
        if self.last:
            check.require(len(x) == self.spatial + 2, "rank", expected=(self.spatial + 2,), got=x)
        elif self.spatial == 1:
            check.require(len(x) in (2, 3), "rank", expected=(2, 3), got=x)
        elif self.p not in (0, 1):
            # torch only warns about most other ranks, and drops all or nothing at any.
            allowed = (self.spatial + 1, self.spatial + 2)
            check.require(len(x) >= (2 if self.spatial == 2 else 1), "rank", expected=allowed, got=x)
        return x


class GaussianNoise(Op):
    """Adds normal noise of this standard deviation."""

    affine = True
    scale: float | None

    def validate(self, check: Check) -> None:
        """Keras wants a standard deviation between 0 and 1."""
        if isinstance(self.scale, (int, float)) and not 0 <= self.scale <= 1:
            check.fail(
                "argument", argument="stddev", detail=f"the noise lies between 0 and 1, not {self.scale}"
            )
