"""`backward()` runs a second time through a graph whose buffers are gone."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Event, Program
from footgun.rules.base import Rule, rule


@rule(
    "LOP015", "backward-twice", Severity.ERROR, "`backward` runs twice through one graph", needs=("backward",)
)
def backward_twice(self: Rule, program: Program) -> Iterator[Finding]:
    """The same tensor twice in one pass, the first time without `retain_graph`."""
    told = set()
    last: dict[int, Event] = {}
    for event in program.events:
        if event.kind != "backward" or event.subject is None:
            continue
        before = last.get(id(event.subject))
        last[id(event.subject)] = event
        if (
            before is None
            or before.mode == "retain"
            or before.loops != event.loops
            or before.run != event.run
        ):
            continue
        if before.perhaps or event.perhaps or event.span in told or before.span == event.span:
            continue
        told.add(event.span)
        yield self.report(
            event.span,
            "`backward()` runs a second time through this graph, which the first one freed: it raises",
            labels=[(before.span, "the first time is here")],
            help="add the losses and call `backward()` once",
        )
