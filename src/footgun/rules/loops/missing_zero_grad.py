"""Nothing sets the gradients to zero, so each step uses the sum of all that came before."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Beside
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, OptimizerUse, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import inside


@rule(
    "LOP001",
    "missing-zero-grad",
    Severity.ERROR,
    "gradients pile up from step to step",
    needs=("step", "uncleared"),
)
def missing_zero_grad(self: Rule, program: Program) -> Iterator[Finding]:
    """A step in a loop whose passes compute gradients and never clear them."""
    told = set()
    for event in program.events:
        loop = event.loop
        if event.kind == "uncleared":
            yield self.report(
                event.span,
                "nothing sets gradients to zero where `automatic_optimization` is off: each step follows the "
                "sum of all batches so far",
                help="call `zero_grad()` of the optimiser once for each step, before `manual_backward()`",
            )
        if event.kind != "step" or loop is None or not isinstance(event.subject, OptimizerUse):
            continue
        around = inside(program, loop)
        if event.span in told or not any(e.kind == "backward" for e in around):
            continue
        if any(e.kind == "grad" or clears(e, event.subject) for e in around):
            continue
        told.add(event.span)
        rare = next((e for e in program.events if e.run == event.run and clears(e, event.subject)), None)
        where = [(rare.span, "cleared here, outside the loop over the batches")] if rare is not None else []
        yield self.report(
            event.span,
            "gradients are never set to zero in this loop: each step follows the sum of all batches so far",
            labels=where,
            help="call `zero_grad()` of the optimiser once for each step, before `backward()`",
            fix=_fix(event, around),
        )


def _fix(step: Event, around: list[Event]) -> Fix | None:
    """In the line before the only `backward` of the pass."""
    found = [e for e in around if e.kind == "backward" and e.loops == step.loops and e.run == step.run]
    if len(found) != 1 or step.mode == "scaled":
        return None
    change = Beside(step.span, "receiver", "zero_grad()", found[0].span)
    return Fix("`zero_grad()` before `backward()`", changes=(change,))


def clears(event: Event, optimizer: OptimizerUse) -> bool:
    """Whether an event sets gradients of the optimiser's parameters to zero; unknown ones may."""
    if event.kind != "zero_grad":
        return False
    if event.subject is optimizer or event.subject is None:
        return True
    held = optimizer.parameters
    return isinstance(event.subject, list) and (
        held is None or any(p is q for p in event.subject for q in held)
    )
