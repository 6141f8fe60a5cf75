"""A training loop that computes a loss and never its gradients, or gradients and never a step."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Beside
from footgun.findings import Elsewhere, Finding, Fix, Severity
from footgun.network import Event, OptimizerUse, Program
from footgun.rules.base import Rule, rule

# Lightning: what a module that steps by itself says.
BY_HAND = ("automatic_optimization", "manual_backward", "manual_optimization")
# What changes weights, or may.
APPLIES = re.compile(r"apply|minimize|assign|\.update\(|\.step\(|set_weights")
UNRETURNED = {
    "training_step": (
        "`training_step` returns no loss: Lightning skips the step, no weight changes",
        "return the loss",
    ),
    "configure_optimizers": (
        "`configure_optimizers` returns no optimizer: Lightning trains nothing",
        "return it",
    ),
}


@rule(
    "LOP002",
    "missing-backward-or-step",
    Severity.ERROR,
    "gradients or steps are missing: nothing is learned",
    needs=("step", "backward", "unreturned", "gradient"),
)
def missing_backward_or_step(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where the other half of a training step is there, and nothing else could stand in for it."""
    events = program.events
    for event in events:
        if event.kind == "unreturned" and not any(
            word in text for text in program.sources for word in BY_HAND
        ):
            message, help = UNRETURNED[event.mode]
            yield self.report(event.span, message, help=help)
    yield from _never_applied(self, program)
    if any(e.kind == "grad" or isinstance(e.span, Elsewhere) for e in events):
        return  # by hand, or in another file that may hold the rest
    step = next(
        (e for e in events if e.kind == "step" and isinstance(e.subject, OptimizerUse) and e.loop), None
    )
    mentioned = any(program.mentions(name) for name in ("backward", "grad", "manual_backward"))
    # Without a network, the steps only show how a schedule changes the rate.
    trained = (e.loops[:1] for e in events if e.kind in ("forward", "loss"))
    if step is not None and not mentioned and step.loops[:1] in trained:
        yield self.report(
            step.span,
            "the optimiser steps, but nothing computes gradients: no weight changes",
            help="call `backward()` on the loss before the step",
            fix=_backward(events, step),
        )
    for cleared, use, stepped in _left_out(program):
        yield self.report(
            cleared.span,
            f"this `{use.label}` never steps, though another one does: its weights stay as they were made",
            labels=[(use.span, "made here"), (stepped.span, "the other steps here")],
            help="call its `step()` after the `backward()` of its loss",
        )
    if _mentions_step(program) or not program.optimizers:
        return
    backward = next((e for e in events if e.kind == "backward" and e.loop is not None), None)
    if backward is not None:
        yield self.report(
            backward.span,
            "gradients are computed and never used: no optimiser steps",
            labels=[(program.optimizers[0].span, "made here, and never stepped")],
            help="call `optimizer.step()` after `backward()`",
            fix=_stepped(program, backward),
        )


def _never_applied(self: Rule, program: Program) -> Iterator[Finding]:
    """Gradients of a tape in a loop, in a file that makes an optimizer and changes no weight with it."""
    events = program.events
    fitted = bool(program.compiles or program.fits)
    own = any("def train_step" in text for text in program.sources)
    # What `fit` calls stands in no loop; beside a `fit`, a loop may look at the gradients alone.
    asked = next(
        (e for e in events if e.kind == "gradient" and e.given and (own if e.loop is None else not fitted)),
        None,
    )
    if asked is None or not program.optimizers:
        return
    if any(isinstance(e.span, Elsewhere) for e in events) or any(map(APPLIES.search, program.sources)):
        return
    yield self.report(
        asked.span,
        "gradients are computed and never applied: no weight changes",
        labels=[(program.optimizers[0].span, "made here, and never used")],
        help="`optimizer.apply_gradients(zip(gradients, weights))` after it",
    )


def _left_out(program: Program) -> Iterator[tuple[Event, OptimizerUse, Event]]:
    """Optimisers that a training loop clears and never steps, where every `step` of the text is followed."""
    steps = [e for e in program.events if e.kind == "step" and isinstance(e.subject, OptimizerUse)]
    places = {e.span for e in program.events if e.kind in ("step", "schedule")}
    if not steps or sum(source.count(".step(") for source in program.sources) > len(places):
        return
    moved = {id(p) for e in steps for p in e.subject.parameters or ()}
    if any(e.kind == "step" and e not in steps for e in program.events):
        return
    if any(e.subject.parameters is None for e in steps):
        return
    stepped = {id(e.subject) for e in steps}
    for event in program.events:
        use = event.subject
        if event.kind != "zero_grad" or not isinstance(use, OptimizerUse) or event.loop is None:
            continue
        if id(use) in stepped or event.perhaps or not use.parameters or _handed_on(program, use):
            continue
        if any(len(e.loops) > len(event.loops) for e in steps):
            continue  # a loop over several optimisers
        stepped.add(id(use))  # told once
        near = next((e for e in steps if e.loops[:1] == event.loops[:1] and e.run == event.run), None)
        if near is not None and not any(id(p) in moved for p in use.parameters):
            yield event, use, near


def _handed_on(program: Program, use: OptimizerUse) -> bool:
    """Whether the name of an optimiser stands anywhere by itself: other code may step it."""
    text = "\n".join(program.sources)
    written = re.findall(rf"^[ \t]*([\w., ]+?)\s*=[^=\n]*\b{use.label}\(", text, re.MULTILINE)
    names = {name.strip() for targets in written for name in targets.split(",")}
    targets = r"(?!\w|\s*\.|\s*=[^=]|\s*,[\w\s.,]*=[^=])"
    alone = (rf"(?<![\w.]){re.escape(name)}{targets}" for name in names if name)
    return not names or any(re.search(pattern, text) for pattern in alone)


def _backward(events: list[Event], step: Event) -> Fix | None:
    """On the only loss of the same pass."""
    found = [e for e in events if e.kind == "loss" and e.loops == step.loops and e.run == step.run]
    if len(found) != 1:
        return None
    change = Beside(found[0].subject.span, "result", "backward()", step.span)
    return Fix("`backward()` before the step", changes=(change,))


def _stepped(program: Program, backward: Event) -> Fix | None:
    """By the only optimiser."""
    if len(program.optimizers) != 1:
        return None
    change = Beside(program.optimizers[0].span, "result", "step()", backward.span, after=True)
    return Fix("`step()` after `backward()`", changes=(change,))


def _mentions_step(program: Program) -> bool:
    """Whether the text calls a `step` that is not known to be that of a schedule."""
    schedules = {event.span for event in program.events if event.kind == "schedule"}
    return sum(source.count(".step(") for source in program.sources) > len(schedules)
