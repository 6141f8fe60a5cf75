"""Decorators that only note which functions there are: a registry of models, of commands, of tests.

The first ones are followed. A decorator that gave each of them back as it was does so with the others too,
and what it collected them in may then hold more than is known. One of an imported file that takes many steps,
say to write a documentation, is seen through.
"""

from __future__ import annotations

from footgun.source.interpret.cut import cut_off, open_tables
from footgun.source.namespaces import foreign
from footgun.source.values import Abstract, Dict, Function, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine

ENOUGH = 4  # functions given back as they were
FEW = 2  # the same of a decorator of an imported file
MOST = 2_000  # steps of one decorator of an imported file, in all
MORE = 10_000  # the same for what is imported itself: it is looked at because it is used


class Noting:
    """What one decorator did so far."""

    __slots__ = ("holders", "same", "steps")

    def __init__(self) -> None:
        self.same: int | None = 0  # functions given back as they were; None once any was not
        self.holders: dict[int, Dict | List] = {}  # what it changed
        self.steps = 0

    def note(self, log: dict[tuple[int, Any], tuple[Any, Any]]) -> None:
        """Remember the tables that a run changed."""
        changed = [holder for holder, _ in log.values() if isinstance(holder, (Dict, List))]
        self.holders.update((id(holder), holder) for holder in changed)


def decorated(m: Machine, decorator: Abstract, value: Abstract, span: Span) -> Abstract:
    """`decorator(value)`, of a function."""
    imported = isinstance(value, Function) and foreign(value.frame)  # only those that are used are looked at
    if imported or not isinstance(decorator, Function):
        return limited(m, decorator, value, span)
    known = m.decorators.setdefault(decorator.node, Noting())
    if known.same is not None and known.same >= (FEW if foreign(decorator.frame) else ENOUGH):
        open_tables(m, known.holders.values())
        return value
    made, log = m.journal.record(lambda: limited(m, decorator, value, span))
    if made is not value:
        known.same = None
    elif known.same is not None:
        known.same += 1
        known.note(log)
    return made


def limited(m: Machine, decorator: Abstract, value: Abstract, span: Span) -> Abstract:
    """`decorator(value)`; one of an imported file may take so many steps in all, then it is seen through."""
    from footgun.source.interpret.calls import call_value

    if not isinstance(decorator, Function) or not foreign(decorator.frame):
        return call_value(m, decorator, [value], {}, span)
    known = m.decorators.setdefault(decorator.node, Noting())
    most = MORE if isinstance(value, Function) and foreign(value.frame) else MOST
    if known.steps >= most:
        open_tables(m, known.holders.values())
        return value

    def run() -> Abstract:
        return call_value(m, decorator, [value], {}, span)

    log: dict[tuple[int, Any], tuple[Any, Any]] = {}
    made: list[Abstract] = []
    before, abroad = m.steps, m.abroad
    m.abroad = True  # one that long makes nothing gives the function itself
    try:
        whole = m.limited(most - known.steps, lambda: made.append(m.journal.record(run, log)[0]))
    finally:
        m.abroad = abroad
        known.steps += m.steps - before
        known.note(log)
    if not whole:
        m.not_checked(f"too much to follow in `{decorator.name}`", span)
        cut_off(m, decorator, [], log)
    return made[0] if made else value
