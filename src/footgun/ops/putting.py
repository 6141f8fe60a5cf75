"""`x[...] = value`: what is put in must fit the part that the brackets name."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.ops.indexing import Index
from footgun.sizes import Shape, Size, same

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Put(Op):
    """The value stretches to the part, and may have more axes of 1 in front. `kinds` as `Index` has them."""

    moves = True
    kinds: tuple[tuple[Any, ...], ...]
    reverse: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape of what is written to stays."""
        x, value = (*inputs, None, None)[:2]
        part = Index(self.kinds, reverse=self.reverse).infer(check, x)
        if part is None or value is None or check.faults:
            return x
        extra = len(value) - len(part)
        pairs: list[tuple[Size, Size]] = [(size, 1) for size in value[: max(extra, 0)]]
        pairs += zip(value[max(extra, 0) :], part[max(-extra, 0) :], strict=True)
        fits = all(same(given, taken) is not False or same(given, 1) is not False for given, taken in pairs)
        check.require(fits, "broadcast", expected=part, got=value, detail="in place")
        return x
