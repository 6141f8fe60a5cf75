"""What a tape knows of the way from a loss back to the weights."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.findings import Span
from footgun.network import Event, Network, Node, Program, Tape, Value
from footgun.ops.backbone import Backbone
from footgun.ops.reduction import ArgReduce
from footgun.records import NamedTuple
from footgun.rules.facts.training import DEEPEST, behind, is_cut

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Cut(NamedTuple):
    """Where a tape loses the way back, why, and what lies behind."""

    span: Span
    why: str
    before: Sequence[Value]


class Way(NamedTuple):
    """The way back from a loss: the weights it comes to by their identity, and where it is cut."""

    weights: frozenset[int]
    cuts: Sequence[Cut]
    whole: bool  # every branch of it was followed


def way_back(loss: Value, tape: Tape) -> Way:
    """From a loss through what a tape has recorded."""
    weights: set[int] = set()
    cuts: list[Cut] = []
    whole = True
    seen: set[int] = set()
    rest = [loss]
    while rest:
        value = rest.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        node = value.made_by
        source = value.facts.get("from", value.facts.get("numbers of")) if node is None else None
        if len(seen) > DEEPEST or "gradient" in value.facts:
            whole = False
        elif isinstance(source, Value) and value.span is not None:
            cuts.append(Cut(value.span, "a new tensor takes the numbers alone", [source]))
        elif node is None:
            if "parameter" in value.facts:
                weights.add(id(value.facts["parameter"]))
            elif value.shape is None or not value.origin:
                whole = False
        elif not tape.holds(node):
            cuts.append(Cut(node.span, f"`{node.label}` runs outside of the tape", [value]))
        elif is_cut(node):
            cuts.append(Cut(node.span, _why(node), node.inputs))
        else:
            layer = node.layer
            if layer is not None:
                weights.update(id(p) for p in layer.parameters)
                whole = whole and not (
                    isinstance(layer.op, Backbone) or (layer.op.mixes and not layer.parameters)
                )
            rest += node.inputs
    return Way(frozenset(weights), cuts, whole)


def weights_behind(values: Sequence[Value]) -> set[int]:
    """All weights that some values are computed with, recorded or not."""
    found: set[int] = set()
    for value in (v for start in values for v in behind(start)):
        if "parameter" in value.facts:
            found.add(id(value.facts["parameter"]))
        if value.made_by is not None:
            found.update(id(p) for p in value.made_by.parameters)
    return found


def sources(event: Event) -> set[int]:
    """The weights that a gradient is for; none where they are not all known."""
    return {id(p) for p in event.given}


def taught(program: Program) -> set[int]:
    """The weights that tapes give gradients of, in a program that applies gradients."""
    if not any(e.kind == "apply" for e in program.events):
        return set()
    return {id(p) for e in program.events if e.kind == "gradient" for p in e.given}


def weights_in(subject: Any) -> set[int]:
    """Those of a network or a layer."""
    parameters = subject.parameters() if isinstance(subject, Network) else getattr(subject, "parameters", ())
    return {id(p) for p in parameters}


def _why(node: Node) -> str:
    if isinstance(node.op, ArgReduce):
        return f"`{node.label}` gives places, which have no gradient"
    return f"`{node.label}` cuts the graph"
