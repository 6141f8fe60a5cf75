"""`backward()` runs a second time through a graph, or a part of one, whose buffers are gone."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Event, Node, OptimizerUse, Program, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import DEEPEST, is_cut, model_of

PASSES = 3  # the second one comes to the weights as they are after the first step alone


@rule(
    "LOP015",
    "backward-twice",
    Severity.ERROR,
    "`backward` runs twice through one graph",
    needs=("backward", "gradient"),
)
def backward_twice(self: Rule, program: Program) -> Iterator[Finding]:
    """The same tensor twice in one pass, or two that share a layer; the first time without `retain_graph`."""
    told = set()
    for event in program.events:
        if (
            event.kind == "gradient"
            and event.mode == "again"
            and not event.perhaps
            and event.span not in told
        ):
            told.add(event.span)
            yield self.report(
                event.span,
                "the tape gives its gradients a second time, which only a persistent one does: it raises",
                labels=[(event.tapes[0].span, "made here")],
                help="ask once, for a list of all weights, or make it `tf.GradientTape(persistent=True)`",
            )
    last: dict[int, Event] = {}
    freed: list[tuple[Event, dict[int, Node]]] = []
    for event in program.events:
        if event.kind != "backward" or event.subject is None:
            continue
        again = _shared(program, event, freed) if event.span not in told else None
        if again is not None:
            told.add(event.span)
            first, node = again
            yield self.report(
                event.span,
                f"`backward()` comes to `{node.label}` again, whose graph the first one freed: it raises",
                labels=[(first.span, "the first time is here"), (node.span, "both losses depend on this")],
                help="`detach()` what the first loss need not change, or add the losses",
            )
        if event.mode != "retain" and not event.perhaps:
            freed.append((event, _trained(event.subject)))
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
    for event, end, node in _carried(program):
        if end.span not in told:
            told.add(end.span)
            yield self.report(
                end.span,
                f"`{event.mode}` brings the graph of the pass before, which `backward()` freed: it raises",
                labels=[(node.span, f"what `{event.mode}` depends on")],
                help=f"detach `{event.mode}` before the next pass uses it",
            )
    for event, end, node, step in _outdated(program):
        if end.span not in told:
            told.add(end.span)
            yield self.report(
                end.span,
                f"the kept graph of `{event.mode}` goes back to earlier passes, whose weights `step()` has "
                "changed since: it raises",
                labels=[
                    (node.span, f"what `{event.mode}` depends on"),
                    (step.span, "changes the weights in place"),
                ],
                help=f"detach `{event.mode}` before the next pass uses it, and leave out `retain_graph=True`",
            )


def _outdated(program: Program) -> Iterator[tuple[Event, Event, Node, Event]]:
    """(carried, backward, layer, step): what `_carried` yields where the graph is kept, the weights are not.

    From the third pass on, the gradient of what was carried needs weights that were changed two passes ago.
    """
    steps = [e for e in program.events if e.kind == "step" and isinstance(e.subject, OptimizerUse)]
    for event, end, _ in _carried(program, kept=True):
        passes = event.loop.passes if event.loop is not None else 1
        if isinstance(passes, int) and passes < PASSES:
            continue
        before, after = event.subject
        chain = [
            n for n in _trained(after).values() if any(v is before or _goes_to(v, before) for v in n.inputs)
        ]
        for step in steps:
            if step.loops == event.loops and step.run == event.run and not step.perhaps:
                held = set(map(id, step.subject.parameters or ()))
                changed = [n for n in chain if not held.isdisjoint(id(p) for p in n.parameters)]
                if changed:
                    yield event, end, changed[0], step
                    break


def _carried(program: Program, kept: bool = False) -> Iterator[tuple[Event, Event, Node]]:
    """(carried, backward, layer): a name that takes the graph of one pass of a loop into the next."""
    ends = [e for e in program.events if e.kind == "backward" and e.subject is not None]
    for event in program.events:
        if event.kind != "carried" or event.perhaps:
            continue
        before, after = event.subject
        mine = _trained(after)
        for end in ends if mine else ():
            if end.loops != event.loops or end.run != event.run or end.perhaps:
                continue
            if (end.mode == "retain") is not kept:
                continue
            theirs = _trained(end.subject)
            both = [node for key, node in mine.items() if key in theirs]
            if both and _goes_to(end.subject, before):
                yield event, end, both[0]
                break


def _goes_to(end: Value, start: Value) -> bool:
    """Whether the gradient of one tensor would flow back into another."""
    return any(value is start for node in _recorded(end) for value in node.inputs)


def _shared(
    program: Program, event: Event, freed: list[tuple[Event, dict[int, Node]]]
) -> tuple[Event, Node] | None:
    """An earlier `backward` of the same pass, and a layer that the gradient goes through in both."""
    if event.perhaps or not any(_beside(event, first) for first, _ in freed):
        return None
    mine = _trained(event.subject)
    for first, nodes in freed:
        both = [node for key, node in mine.items() if key in nodes] if _beside(event, first) else []
        once = [node for node in both if _ran_once(program, event, node)]
        if once:
            return first, once[0]
    return None


def _ran_once(program: Program, event: Event, node: Node) -> bool:
    """Whether its network is applied once with gradients: equal shapes again are told by the same nodes."""
    if node.network is None:
        return True
    runs = [e for e in program.events if e.kind == "forward" and e.run == event.run and e.grad is not False]
    return sum(model_of(e.subject) is node.network.model for e in runs) == 1


def _beside(event: Event, first: Event) -> bool:
    """Whether two stand in the same pass, at different places and with different losses."""
    same = first.loops == event.loops and first.run == event.run
    return same and first.span != event.span and first.subject is not event.subject


def _trained(loss: Value) -> dict[int, Node]:
    """The layers with weights that a gradient goes through: they keep their inputs for it."""
    return {
        id(node): node
        for node in _recorded(loss)
        if node.layer is not None and any(p.requires_grad is True for p in node.layer.parameters)
    }


def _recorded(loss: Value) -> Iterator[Node]:
    """The nodes that a gradient goes through for certain."""
    seen: set[int] = set()
    rest = [loss]
    while rest and len(seen) < DEEPEST:
        node = rest.pop().made_by
        if node is None or id(node) in seen or node.recorded is not True or node.perhaps or is_cut(node):
            continue
        seen.add(id(node))
        yield node
        rest += node.inputs
