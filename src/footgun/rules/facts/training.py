"""Where a script trains and where it evaluates, read from the trace of its events."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import Event, Loop, Network, Node, Program, Value
from footgun.ops.dropout import Dropout
from footgun.ops.elementwise import Cast, Unary
from footgun.ops.gradient import Gradient
from footgun.ops.normalisation import BatchNorm
from footgun.ops.reduction import ArgReduce
from footgun.sizes import is_floating

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CUTS = frozenset({"detach", "detach_", "numpy"})
DEEPEST = 2000  # nodes behind a loss


def model_of(subject: Any) -> Any:
    """What makes two forward passes passes of one model."""
    return subject.model if isinstance(subject, Network) else subject


def learns(program: Program, event: Event) -> bool:
    """Whether gradients are computed in the same pass of the same loop as this event."""
    return (event.run, id(event.loop)) in learned(program)


def learned(program: Program) -> set[tuple[int, int]]:
    """The passes of loops in which gradients are computed: (run, the loop's id)."""
    return {(event.run, id(event.loop)) for event in program.events if event.kind == "backward"}


def learning(program: Program) -> Iterator[Event]:
    """Forward passes that gradients are computed from."""
    where = learned(program)
    forward = (e for e in program.events if e.kind == "forward" and e.subject is not None)
    return (event for event in forward if (event.run, id(event.loop)) in where)


def updates(program: Program) -> bool:
    """Whether weights are changed anywhere; gradients alone are a trial of the network."""
    return any(event.kind == "step" for event in program.events)


def evaluations(program: Program) -> Iterator[Event]:
    """Forward passes of a model that the same code trains elsewhere, and that nothing is learned from."""
    trained: set[tuple[Any, int]] = set()
    loops: dict[Any, set[int]] = {}
    forward = [e for e in program.events if e.kind == "forward" and e.subject is not None]
    where, collected = learned(program), _collected(program)
    for event in forward:
        if (event.run, id(event.loop)) in where:
            loops.setdefault((id(model_of(event.subject)), event.run), set()).update(map(id, event.loops))
    for event in forward:
        key = id(model_of(event.subject)), event.run
        if (event.run, id(event.loop)) in where:
            trained.add(key)
            continue
        later = key in trained or any(id(loop) in loops.get(key, ()) for loop in event.loops)
        if later and (event.run, event.loops) not in collected:
            yield event


def _collected(program: Program) -> set[tuple[int, tuple[Loop, ...]]]:
    """The loops behind which gradients are computed, with no other pass between: of what they collect."""
    found: set[tuple[int, tuple[Loop, ...]]] = set()
    after: set[tuple[int, tuple[Loop, ...]]] = set()
    for event in reversed(program.events):
        place = (event.run, event.loops)
        if event.kind == "backward":
            after.add(place)
        elif event.kind == "forward":
            after.discard(place)
            if any((event.run, event.loops[:n]) in after for n in range(len(event.loops))):
                found.add(place)
    return found


def cut_off(program: Program, event: Event) -> bool:
    """Whether the same line throws the graph away: `model(x).detach()`."""
    line = event.span.line
    cuts = (node for node in program.nodes if isinstance(node.op, Unary) and is_cut(node))
    return any(node.span.line == line for node in cuts)


def is_cut(node: Node) -> bool:
    """Whether gradients do not flow back through a node."""
    op = node.op
    whole = isinstance(op, Cast) and op.to is not None and is_floating(op.to) is False
    alone = isinstance(op, Gradient) and not op.graph
    return whole or alone or isinstance(op, ArgReduce) or (isinstance(op, Unary) and op.name in CUTS)


def depends_on_mode(subject: Any) -> bool:
    """Whether a model computes otherwise in evaluation: dropout, batch norm."""
    nodes = subject.nodes if isinstance(subject, Network) else ()
    ops = [node.op for node in nodes]
    return any(isinstance(op, (Dropout, BatchNorm)) and getattr(op, "rate", 1) != 0 for op in ops)


def waits_for_training(subject: Any) -> Node | None:
    """The first node that Keras keeps from acting where nobody says `training=True`."""
    for node in subject.nodes if isinstance(subject, Network) else ():
        op, layer = node.op, node.layer
        if layer is None or "training" in node.output.facts or layer.trainable is not True:
            continue
        acts = isinstance(op, Dropout) and op.p != 0
        if acts or (isinstance(op, BatchNorm) and op.tracked):
            return node
    return None


def behind(value: Value) -> Iterator[Value]:
    """A value and all that it is computed from."""
    seen: set[int] = set()
    rest = [value]
    while rest and len(seen) < DEEPEST:
        here = rest.pop()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        if here.made_by is not None:
            rest += here.made_by.inputs


def holds_graph(value: Value, cut: bool = True) -> bool:
    """Whether gradients could flow back from a value into weights; without `cut`, if nothing cut them off."""
    seen: set[int] = set()
    rest = [value]
    while rest and len(seen) < DEEPEST:
        node = rest.pop().made_by
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if cut and (not node.recorded or is_cut(node)):
            continue
        if node.layer is not None and any(p.requires_grad or not cut for p in node.layer.parameters):
            return True
        if any("parameter" in v.facts for v in node.inputs):
            return True
        rest += node.inputs
    return False


def first_in_each_loop(events: Iterator[Event]) -> Iterator[Event]:
    """One event for each loop and place: one mistake, one finding."""
    told: set[Any] = set()
    for event in events:
        key = id(event.loop) if event.loop is not None else event.span
        if key not in told and event.span not in told:
            told.update((key, event.span))
            yield event


def head(loop: Loop) -> Span:
    """Where a loop begins: its keyword."""
    span = loop.span
    return span._replace(end_line=span.line, end_column=span.column + 3)


def inside(program: Program, loop: Loop) -> list[Event]:
    """The events of one pass of a loop."""
    return [event for event in program.events if event.inside(loop)]


def whole(program: Program, event: Event) -> Span:
    """The loop that does nothing but evaluate, around a forward pass, or the pass alone."""
    if event.loop is None or any(e.kind in ("backward", "step") for e in inside(program, event.loop)):
        return event.span
    return event.loop.span
