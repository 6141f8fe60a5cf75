"""The loss does not depend on the weights: something on the way cuts the graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.findings import Finding, Severity
from footgun.network import Node, Program, Value
from footgun.ops.elementwise import Binary
from footgun.ops.gradient import Gradient
from footgun.ops.reduction import Reduce
from footgun.rules.base import Rule, rule
from footgun.rules.facts.tapes import sources, way_through, weights_behind
from footgun.rules.facts.training import DEEPEST, behind, holds_graph, is_cut
from footgun.rules.facts.ways import Cut, way_back


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
        for span, why, before in _cuts(event.subject):
            if span not in told and holds_graph(before, cut=False):
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
        wanted, way = sources(event), way_through(event.tapes[0], event.subject)
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


def _cuts(loss: Value) -> Sequence[Cut]:
    """Where each way back ends; none where one is lost."""
    way = way_back(loss, _unrecorded)
    return way.cuts if way.whole else ()


def _unrecorded(node: Node) -> str:
    return f"`{node.label}` runs without recording gradients" if node.recorded is False else ""
