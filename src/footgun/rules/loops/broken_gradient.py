"""The loss does not depend on the weights: something on the way cuts the graph."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
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
        for node in cuts or ():
            if node.span not in told and any(holds_graph(value, cut=False) for value in node.inputs):
                told.add(node.span)
                yield self.report(
                    node.span,
                    f"{_why(node)}: `backward()` reaches no weight, and nothing is learned",
                    labels=[(event.span, "the gradient starts here")],
                    help="compute the loss from what the network gives, without a break",
                )


def _cuts(loss: Value) -> list[Node] | None:
    """The nodes at which each way back ends; None where one is lost."""
    seen: set[int] = set()
    found: list[Node] = []
    rest = [loss]
    while rest:
        value = rest.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        node = value.made_by
        if node is None:
            if value.shape is None or not value.origin or len(seen) > DEEPEST:
                return None
        elif _stops(node):
            found.append(node)
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
