"""Losses or outputs are collected with the graphs behind them, so memory grows with every batch."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Added
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, Program, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import behind, holds_graph


@rule(
    "LOP007",
    "graph-kept-alive",
    Severity.WARNING,
    "tensors are collected with their graphs",
    needs=("keep",),
)
def graph_kept_alive(self: Rule, program: Program) -> Iterator[Finding]:
    """Silent where gradients are later computed from what was collected."""
    told = set()
    for event in program.events:
        if event.kind != "keep" or not event.grad or event.span in told:
            continue
        value, total = event.subject
        if not holds_graph(value) or _used(program, event):
            continue
        told.add(event.span)
        what = "adds the tensor" if total is not None else "keeps the tensor"
        yield self.report(
            event.span,
            f"{what} with the whole graph behind it: memory grows with every pass",
            help="take the number alone: `.item()`, or `.detach()` for a tensor",
            fix=_fix(event),
        )


def _used(program: Program, event: Event) -> bool:
    """Whether a `backward` starts at the sum, or comes right after the loop: it may start at the list."""
    total = event.subject[1]
    place = program.events.index(event)
    for number, other in enumerate(program.events):
        if other.kind != "backward":
            continue
        if other.run != event.run:
            if event.run and not _followed(other.subject):
                return True  # a method that learns from what another has collected
            continue
        after = number > place and other.loops == event.loops[: len(other.loops)] != event.loops
        if after or other.subject is None or any(v is total for v in behind(other.subject)):
            return True
    return False


def _fix(event: Event) -> Fix:
    """Of a list nobody knows what becomes; the sum of numbers is a number."""
    value, total = event.subject
    number = total is not None and value.shape == ()
    after = ".item()" if number else ".detach()"
    change = Added(event.span, after, ".detach()")
    return Fix("without the graph", safe=True, changes=(change,))


def _followed(loss: Value | None) -> bool:
    """Whether all that a loss is computed from is known."""
    return loss is not None and all(v.made_by is not None or v.shape is not None for v in behind(loss))
