"""The loss does not depend on the weights: something on the way cuts the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.findings import Finding, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.elementwise import Binary
from footgun.ops.gradient import Gradient
from footgun.ops.reduction import ArgReduce, Reduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.tapes import sources, way_back, weights_behind
from footgun.rules.facts.training import DEEPEST, behind, holds_graph, is_cut


@rule(
    "LOP008",
    "broken-gradient",
    Severity.ERROR,
    "the loss does not depend on the weights",
    needs=("backward", "gradient"),
)
def broken_gradient(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where every way back from the loss, or a summand of it, is followed to data or a cut."""
    yield from _lost_to_tapes(self, program)
    told = set()
    for event in program.events:
        if event.kind != "backward" or event.subject is None:
            continue
        if holds_graph(event.subject):
            for node in _idle(event.subject):
                if node.span not in told:
                    told.add(node.span)
                    yield self.report(
                        node.span,
                        f"`{node.label}` keeps no graph: this part of the loss changes no weight",
                        labels=[(event.span, "the gradient starts here")],
                        help="`create_graph=True`, so that `backward()` goes through the gradient as well",
                    )
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


def _lost_to_tapes(self: Rule, program: Program) -> Iterator[Finding]:
    """Gradients that are all None: between the loss and the weights lies what the tape has not recorded."""
    told = set()
    for event in program.events:
        if event.kind != "gradient" or event.subject is None or not event.tapes:
            continue
        wanted, way = sources(event), way_back(event.subject, event.tapes[0])
        if not way.whole or (way.weights & wanted if wanted else way.weights):
            continue
        for cut in way.cuts:
            before = weights_behind(cut.before)
            if cut.span in told or not (before & wanted if wanted else before):
                continue
            told.add(cut.span)
            yield self.report(
                cut.span,
                f"{cut.why}: every gradient is None, and nothing is learned",
                labels=[(event.span, "the gradients"), (event.tapes[0].span, "the tape")],
                help="compute all from the network's outputs to the loss in the `with` block, unbroken",
            )


def _idle(loss: Value) -> Iterator[Node]:
    """The gradients of which a summand of the loss is made, where nothing else in it has a graph."""
    for term in _terms(loss):
        if holds_graph(term) or not _cuts(term):
            continue
        for node in (value.made_by for value in behind(term)):
            if (
                node is not None
                and isinstance(node.op, Gradient)
                and is_cut(node)
                and holds_graph(node.inputs[0], cut=False)
            ):
                yield node


def _terms(loss: Value) -> Iterator[Value]:
    """What is added up in a loss, each times a number or not."""
    rest, seen = [loss], 0
    while rest and seen < DEEPEST:
        value, seen = rest.pop(), seen + 1
        node = value.made_by
        name = node.op.name if node is not None and isinstance(node.op, Binary) else ""
        plain = node is not None and (node.op.moves or isinstance(node.op, Reduce))
        if node is not None and (
            name in ("add", "sub") or (name in ("mul", "div") and len(node.inputs) == 1) or plain
        ):
            rest += node.inputs
        else:
            yield value


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
        source = value.facts.get("from", value.facts.get("numbers of")) if node is None else None
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
    if isinstance(node.op, Gradient):
        return f"`{node.label}` keeps no graph without `create_graph=True`"
    if isinstance(node.op, ArgReduce):
        return f"`{node.label}` gives places, which have no gradient"
    return f"`{node.label}` cuts the graph"
