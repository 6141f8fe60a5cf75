"""A loop over a long table of names, such as the weights of many published models.

The first passes are followed. Where they are long and make nothing that rules look at, so are the others:
what they would collect is then open.
"""

from __future__ import annotations

from footgun.source.interpret.assign import store
from footgun.source.interpret.control import loosen
from footgun.source.interpret.journal import MISSING
from footgun.source.values import Dict, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

FIRST = 16  # passes
LONG = 50  # steps of one


class Table:
    """What the passes over one table did so far."""

    __slots__ = ("before", "count", "frame", "log", "m", "node", "start")

    def __init__(self, m: Machine, frame: Frame, node: Any) -> None:
        self.m, self.frame, self.node = m, frame, node
        self.count = 0
        self.start = m.steps
        self.before = made(m)
        self.log: dict[tuple[int, Any], tuple[Any, Any]] = {}

    def run(self, item: Any, each: Callable[[], Any]) -> Any:
        """One pass; after enough of them the end of the loop."""
        long = self.m.steps > self.start + LONG * self.count
        if self.count >= FIRST and long and made(self.m) == self.before:
            return self.leave()
        self.count += 1
        signal, log = self.m.journal.record(each)
        for entry, old in log.items():
            self.log.setdefault(entry, old)
        return signal

    def leave(self) -> str:
        """Open what the passes collected."""
        for holder, old in list(self.log.values()):
            if isinstance(holder, Dict) and old is MISSING:
                holder.open = True
        loosen(self.m, self.log)
        store(self.m, self.frame, self.node.target, Unknown("the last entry of a table"))
        return "enough"


def made(m: Machine) -> tuple[int, ...]:
    """How much there is of what rules look at, and of classes and modules."""
    return m.made(), len(m.modules), len(m.classes), len(m.program.losses)
