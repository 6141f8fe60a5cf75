"""The masks of attention: torch takes them in one form each, and refuses all others."""

from __future__ import annotations

from footgun.network import Value
from footgun.sizes import Shape, Size, same, show
from footgun.source.interpret.operators import truth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

Sides = tuple[Size, Size]  # batch, time


class Masks:
    """What one call to a layer of attention gives as masks, judged by the sequences that it gives."""

    def __init__(self, at: At, holder: Any) -> None:
        self.at = at
        self.heads = holder.layer.op.heads
        self.first = truth(holder.layer.settings.get("batch_first", False))

    def sides(self, sequence: Any) -> Sides | None:
        """The batch and the time of a batch of sequences; None where they or their order are not known."""
        if not known(sequence) or len(sequence.shape) != 3 or self.first is None:
            return None
        one, two = sequence.shape[:2]
        return (one, two) if self.first else (two, one)

    def padding(self, argument: str, mask: Any, keys: Any) -> None:
        """One flag for each place of each sequence."""
        sides = self.sides(keys)
        if sides is not None and known(mask):
            self.require(argument, mask, sides, keys)

    def places(self, argument: str, mask: Any, queries: Any, keys: Any) -> None:
        """A table of who sees whom, for all or for each head of each sequence."""
        asking, asked = self.sides(queries), self.sides(keys)
        if asking is None or asked is None or not known(mask):
            return
        table = (asking[1], asked[1])
        wanted = table if len(mask.shape) == 2 else (asking[0] * self.heads, *table)
        self.require(argument, mask, wanted, queries)

    def require(self, argument: str, mask: Value, wanted: Shape, sequence: Value) -> None:
        """The only shape that is taken."""
        got = mask.shape or ()
        fits = len(got) == len(wanted) and not any(
            same(a, b) is False for a, b in zip(got, wanted, strict=True)
        )
        if fits or self.at.m.doubt:
            return
        message = f"`{self.at.label}`: `{argument}` must be {show(wanted)}, got {show(got)}"
        help = None
        if not self.first and sequence.shape is not None:
            order = "(time, batch, width)"
            help = f"without `batch_first=True` the input {show(sequence.shape)} is read as {order}"
        self.at.fault(message, argument, help)


def known(value: Any) -> bool:
    """Whether a value is a tensor whose sizes are told, and no guess after a fault."""
    return isinstance(value, Value) and value.shape is not None and value.assumed is None


def order_of(inner: Any) -> dict[str, Any]:
    """The setting of a layer that says which axis comes first."""
    settings = inner.layer.settings
    return {"batch_first": settings["batch_first"]} if "batch_first" in settings else {}
