"""One number out of a tensor: `if x:`, `float(x)`, `x.item()`. Many are not taken for one."""

from __future__ import annotations

from footgun.network import ArgumentFault, Value
from footgun.sizes import product, show
from footgun.source.interpret.raising import failure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine


def many(m: Machine, value: Value) -> int:
    """How many numbers a tensor certainly has where one is asked for; 0 where it has one, or may."""
    if value.shape is None or value.assumed or m.doubt or "symbolic" in value.facts:
        return 0
    total = product(value.shape)
    return total if isinstance(total, int) and total > 1 else 0


def require_truth(m: Machine, value: Value) -> None:
    """Report a tensor of many numbers that is taken for true or false."""
    count = many(m, value)
    if count:
        refuse(
            m,
            f"a tensor {show(value.shape or ())} of {count} numbers is neither true nor false",
            "`.any()` or `.all()` says which of them count",
        )


def require_one(m: Machine, value: Value, what: str) -> None:
    """Report a tensor of many numbers that `what` makes one number of."""
    count = many(m, value)
    if count:
        refuse(
            m,
            f"`{what}` takes a tensor of one number, but gets {count}: {show(value.shape or ())}",
            "take one of them, or their `.mean()` or `.sum()`, or `.tolist()` for all",
        )


def refuse(m: Machine, message: str, help: str) -> None:
    """Report it where we are, unless the code around it catches the error."""
    failure(m, "RuntimeError", "")
    found = ArgumentFault(message, m.here, help)
    if found not in m.program.arguments:
        m.program.arguments.append(found)
