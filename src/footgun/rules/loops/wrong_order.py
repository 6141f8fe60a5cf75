"""Gradients are set to zero between `backward()` and `step()`: the step moves nothing."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Move
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, OptimizerUse, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import inside
from footgun.rules.loops.missing_zero_grad import clears

KINDS = frozenset(("backward", "grad", "step", "zero_grad"))


@rule(
    "LOP003",
    "wrong-order",
    Severity.ERROR,
    "gradients are cleared before the step uses them",
    needs=("step",),
)
def wrong_order(self: Rule, program: Program) -> Iterator[Finding]:
    """Looks back from each step, round the loop, for gradients or their clearing, whatever comes first."""
    told = set()
    for event in program.events:
        if event.kind != "step" or event.loop is None or not isinstance(event.subject, OptimizerUse):
            continue
        if event.span in told:
            continue
        erased = _erased(program, event, event.subject)
        if erased is not None:
            told.add(event.span)
            yield self.report(
                event.span,
                "this step sees no gradients: they are set to zero after `backward()` and before it",
                labels=[(erased.span, "set to zero here")],
                help="the order is `zero_grad()`, forward, loss, `backward()`, `step()`",
                fix=_fix(program, event, erased),
            )
        elif rare := _rare(program, event, event.subject):
            told.add(event.span)
            yield self.report(
                event.span,
                "this step sees the gradients of the last batch alone: those of all others are set to zero",
                labels=[(rare.span, "set to zero here, in each pass of the inner loop")],
                help="step in the loop over the batches, after `backward()`",
            )


def _rare(program: Program, step: Event, optimizer: OptimizerUse) -> Event | None:
    """The clearing in each pass of a loop that computes all gradients and stands whole before the step."""
    assert step.loop is not None
    around = [e for e in inside(program, step.loop) if e.kind in KINDS and e.run == step.run]
    before = around[: around.index(step)]
    inner = before[-1].loop if before else None
    backward = [e for e in around if e.kind == "backward"]
    if inner is None or inner is step.loop or inner.breaks or inner.passes == 1 or not backward:
        return None
    if inner.kind not in ("batches", "count") or any(e.perhaps or e.kind == "grad" for e in around):
        return None
    if any(e.loop is not inner for e in backward) or any(e.kind == "step" and e is not step for e in around):
        return None
    return next((e for e in before if e.loop is inner and clears(e, optimizer)), None)


def _fix(program: Program, step: Event, erased: Event) -> Fix | None:
    """Before the only `backward` of the pass."""
    events = (e for e in program.events if e.kind == "backward" and e.loops == step.loops)
    found = [e for e in events if e.run == step.run]
    if len(found) != 1:
        return None
    return Fix("`zero_grad()` before `backward()`", changes=(Move(erased.span, found[0].span),))


def _erased(program: Program, step: Event, optimizer: OptimizerUse) -> Event | None:
    """The clearing that comes between the last `backward` and the step."""
    assert step.loop is not None
    around = [e for e in inside(program, step.loop) if e.kind in KINDS]
    if any(e.perhaps or e.kind == "grad" for e in around) or not any(e.kind == "backward" for e in around):
        return None
    place = around.index(step)
    for event in reversed(around[place + 1 :] + around[:place]):
        if event.kind == "backward":
            return None
        if clears(event, optimizer):
            return event
    return None
