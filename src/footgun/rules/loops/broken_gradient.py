"""The loss does not depend on the weights: something on the way cuts the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.findings import Finding, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.reduction import ArgReduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import DEEPEST, holds_graph, is_cut


@rule(
    "LOP008",
    "broken-gradient",
    Severity.ERROR,
    "the loss does not depend on the weights",
    needs=("backward",),
)
def broken_gradient(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where every way back from the loss is followed, to data or to a cut with weights behind it."""
    told = set()
    for event in program.events:
        if event.kind != "backward" or event.subject is None or holds_graph(event.subject):
            continue
        cuts = _cuts(event.subject)
        for span, why, before in cuts or ():
            if span not in told and any(holds_graph(value, cut=False) for value in before):
                told.add(span)
                yield self.report(
                    span,
                    f"{why}: `backward()` reaches no weight, and nothing is learned",
                    labels=[(event.span, "the gradient starts here")],
                    help="compute the loss from what the network gives, without a break",
                )


Cut = tuple[Span, str, Sequence[Value]]


def _cuts(loss: Value) -> list[Cut] | None:
    """Where each way back ends, why, and what is behind; None where one is lost."""
    seen: set[int] = set()
    found: list[Cut] = []
    rest = [loss]
    while rest:
        value = rest.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        node = value.made_by
        source = value.facts.get("from") if node is None else None
        if isinstance(source, Value) and value.span is not None:
            found.append((value.span, "a new tensor takes the numbers alone", [source]))
        elif node is None:
            if value.shape is None or not value.origin or len(seen) > DEEPEST:
                return None
        elif _stops(node):
            found.append((node.span, _why(node), node.inputs))
        else:
            rest += node.inputs
    return found


def _stops(node: Node) -> bool:
    return is_cut(node) or node.recorded is False


def _why(node: Node) -> str:
    if node.recorded is False:
        return f"`{node.label}` runs without recording gradients"
    if isinstance(node.op, ArgReduce):
        return f"`{node.label}` gives places, which have no gradient"
    return f"`{node.label}` cuts the graph"
