"""Gradients that the code computes itself, as numbers to go on with."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size


class Gradient(Op):
    """How outputs change with each number of a tensor: takes both, gives as many numbers as the tensor has.

    It stands for `torch.autograd.grad`. Only with a `graph` of its own does something flow back through it.
    """

    graph: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """That of the tensor."""
        return inputs[1]

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """They belong to the pass back, which is not counted."""
        return 0
