"""How likely values are under a distribution with parameters."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.ops.elementwise import result_type
from footgun.sizes import DType, Shape, is_floating


class Likelihood(Op):
    """`log_prob` or `entropy`: one number for each distribution of a batch, and each value it is asked for.

    The first `parameters` inputs are the parameters; of a distribution over classes the last axis goes.
    """

    name: str
    parameters: int
    classes: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The parameters broadcast, then the values with them."""
        batch = broadcast_all(check, *inputs[: self.parameters])
        if batch is None:
            return None
        if self.classes:
            check.require(len(batch) > 0, "rank", expected=1, got=0)
            batch = batch[:-1]
        return broadcast_all(check, batch, *inputs[self.parameters :])

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """That of the parameters: a class number has none."""
        count = self.parameters
        given = None if None in shapes[:count] else shapes[:count]
        joint = result_type(dtypes[:count], given)
        return "float32" if joint is not None and is_floating(joint) is False else joint
