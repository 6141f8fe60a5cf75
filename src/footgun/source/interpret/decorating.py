"""Decorators that only note which functions there are: a registry of models, of commands, of tests.

The first ones are followed. A decorator that gave each of them back as it was does so with the others too,
and what it collected them in may then hold more than is known.
"""

from __future__ import annotations

from footgun.source.values import Abstract, Dict, Function, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine

ENOUGH = 4  # functions given back as they were


class Noting:
    """What one decorator did so far."""

    __slots__ = ("holders", "same")

    def __init__(self) -> None:
        self.same: int | None = 0  # functions given back as they were; None once any was not
        self.holders: dict[int, Dict | List] = {}  # what it changed


def decorated(m: Machine, decorator: Abstract, value: Abstract, span: Span) -> Abstract:
    """`decorator(value)`."""
    from footgun.source.interpret.calls import call_value

    if not isinstance(decorator, Function):
        return call_value(m, decorator, [value], {}, span)
    known = m.decorators.setdefault(decorator.node, Noting())
    if known.same is not None and known.same >= ENOUGH:
        for holder in known.holders.values():
            holder.open = True
        return value
    made, log = m.journal.record(lambda: call_value(m, decorator, [value], {}, span))
    if made is not value:
        known.same = None
    elif known.same is not None:
        known.same += 1
        changed = [holder for holder, _ in log.values() if isinstance(holder, (Dict, List))]
        known.holders.update((id(holder), holder) for holder in changed)
    return made
