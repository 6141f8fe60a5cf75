"""A loop over a long table of names, such as the weights of many published models.

The first passes are followed. Where they are long and make nothing that rules look at, so are the others:
what they would collect is then open. Where code that is called imports a table, it is read whole.
"""

from __future__ import annotations

import ast

from footgun.source.interpret.assign import store
from footgun.source.interpret.control import many_passes
from footgun.source.interpret.journal import MISSING
from footgun.source.values import Dict, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

FIRST = 8  # passes
SETTLED = 4  # of them
LONG = 50  # steps of one
LONG_ENTRY = 30  # of one entry, as it is written


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
        if self.count < SETTLED:  # until then it may be the first to ask for classes of other files
            self.before = made(self.m)
        long = self.m.steps > self.start + LONG * self.count
        if self.count >= FIRST and long and not wanted(self.m) and made(self.m) == self.before:
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
        many_passes(self.m, self.log)
        store(self.m, self.frame, self.node.target, Unknown("the last entry of a table"))
        return "enough"


def written(m: Machine, frame: Frame, node: ast.Dict) -> Dict:
    """A dict of many names and calls that give their values: the first ones, where these only compute."""
    from footgun.source.interpret.expressions import evaluate

    found, start, before = Dict(), m.steps, made(m)
    for count, (key, value) in enumerate(zip(node.keys, node.values, strict=True)):
        if count <= SETTLED:
            before = made(m)
        long = m.steps > start + LONG_ENTRY * count
        if count >= FIRST and long and not wanted(m) and made(m) == before:
            found.open = True
            break
        found[key.value] = evaluate(m, frame, value)  # type: ignore[union-attr]
    return found


def is_table(node: ast.Dict) -> bool:
    """Whether it is such a dict."""
    named = all(type(key) is ast.Constant and type(key.value) is str for key in node.keys)
    return named and all(type(value) is ast.Call for value in node.values)


def made(m: Machine) -> tuple[int, ...]:
    """How much there is of what rules look at, and of classes and modules."""
    return m.made(), len(m.modules), len(m.classes), len(m.program.losses)


def wanted(m: Machine) -> bool:
    """Whether a table is made by an imported file because code that is called asks for it."""
    return m.defining > 0 and not m.visiting
