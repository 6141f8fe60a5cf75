"""Where two ways meet: the value of one branch or the other, not known which."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape


class Either(Op):
    """One of two inputs. Nothing is assumed of what made it, so walks through the graph end here."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The sizes that both have; the others are not known."""
        a, b = inputs[0], inputs[1]
        if a is None or b is None or len(a) != len(b):
            return None
        return tuple(x if x == y else check.fresh() for x, y in zip(a, b, strict=False))
