"""What a tape knows of the way from a loss back to the weights."""

from __future__ import annotations

from footgun.network import Event, Network, Program, Tape, Value
from footgun.rules.facts.training import behind
from footgun.rules.facts.ways import Way, way_back

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def way_through(tape: Tape, loss: Value) -> Way:
    """The way of the gradients that a tape gives of a loss."""
    return way_back(loss, lambda node: "" if tape.holds(node) else f"`{node.label}` runs outside of the tape")


def weights_behind(start: Value) -> set[int]:
    """All weights that a value is computed with, recorded or not."""
    found: set[int] = set()
    for value in behind(start):
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
