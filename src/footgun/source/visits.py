"""The steps that code may take which nobody calls: visits of one kind share them.

A file of thirty builders of one network has little to say after the first ones. While steps are left,
everything is visited whole. After that a visit follows what is new: what it calls that was followed before
gives an unknown value, and the report says so once.
"""

from __future__ import annotations

import ast

from footgun.source.interpret.budget import WHILE
from footgun.source.syntax import walk
from footgun.source.values import PLAIN, Class, Function

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine

WHOLE = 2_000  # steps for one visit, as long as the shared ones last: a deep network, built whole
MORE = 500  # steps beyond the shared ones, for what is like nothing visited before
LEAST = 1_000  # for one visit after that
IDLE = 400  # of these, as long as they make nothing that rules look at
SHARE = 4  # of all steps a quarter, for visits of one kind


class Visits:
    """How much is `left` of what visits of one kind take together."""

    def __init__(self, m: Machine) -> None:
        self.m = m
        self.left = m.settings.visits
        self.end = m.steps + m.settings.steps // SHARE
        self.left_out: list[Span] = []
        self.ways: dict[Function, frozenset[str]] = {}

    @property
    def spent(self) -> bool:
        """Whether only what is new is followed from here on."""
        return self.left <= 0

    def run(self, visit: Callable[[], object], span: Span, new: bool = False, sparing: bool = True) -> bool:
        """One visit within its share; False when nothing is left for any other.

        `new`: like nothing visited before. `sparing`: what was followed before need not be followed again.
        """
        from footgun.source.analysis import guard

        m = self.m
        before, most, last, extra = m.steps, m.most, m.last, m.extra
        whole = not self.spent or (new and self.left > -MORE)
        own = max(self.left, 0) + WHOLE if whole else LEAST
        m.last, m.extra = min(last, self.end, before + own), 0
        m.most, m.gained = min(m.last, before + (WHILE if whole else IDLE)), m.made()
        m.sparing, m.visiting = sparing and not whole, True
        if m.sparing:
            self.left_out.append(span)
        modules, made = len(m.modules), len(m.made_order)
        if not guard(m, visit, span):  # what is half built is not looked at any further
            m.modules[modules:] = [module for module in m.modules[modules:] if module.called]
            m.made_order[made:] = [module for module in m.made_order[made:] if module.called]
        self.left -= m.steps - before
        m.most, m.last, m.extra = most, last, extra
        m.sparing = m.visiting = False
        if m.steps < min(last, self.end):
            return True
        m.not_checked("too much to follow: the rest from here is left out", span)
        return False

    def tell(self, what: str) -> None:
        """Say once what was left out."""
        if self.left_out:
            count = len(self.left_out)
            self.m.not_checked(f"too much to follow: {what} ({count} in all)", self.left_out[0])
            self.left_out.clear()

    def is_new(self, function: Function) -> bool:
        """Whether steps are left for what no function that ran does; builders may differ in numbers alone."""
        if self.left <= -MORE:
            return False
        own = self.way(function)
        return not any(own <= self.way(f) for f in self.m.functions if f.called and f.owner is None)

    def way(self, function: Function) -> frozenset[str]:
        """What the code of a function is made of: statements, and the names it takes from outside."""
        if function not in self.ways:
            self.ways[function] = frozenset(parts(function))
        return self.ways[function]


def parts(function: Function) -> set[str]:
    """The kinds of statements, the functions, classes and methods used; no numbers, texts and records."""
    found: set[str] = set()
    used: set[str] = set()
    local: set[str] = set()
    for node in walk(function.node):
        kind = type(node)
        if kind is ast.Name:
            (used if type(node.ctx) is ast.Load else local).add(node.id)  # type: ignore[attr-defined]
        elif kind is ast.arg:
            local.add(node.arg)  # type: ignore[attr-defined]
        elif kind is ast.Call:
            if type(node.func) is ast.Attribute:  # type: ignore[attr-defined]
                found.add(f".{node.func.attr}")  # type: ignore[attr-defined]
        elif isinstance(node, ast.stmt):
            found.add(kind.__name__)
    return found | {name for name in used - local if counts(function.frame.globals.get(name))}


def counts(value: Any) -> bool:
    """Whether it makes a difference which value of this kind a function takes from outside."""
    if isinstance(value, Class):
        return value.network_base() is not None
    return type(value) not in PLAIN or value is None
