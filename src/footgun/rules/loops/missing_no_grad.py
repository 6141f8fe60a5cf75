"""Evaluation records the graph: memory and time for gradients that nobody asks for."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Under
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import cut_off, evaluations, first_in_each_loop, whole


@rule("LOP006", "missing-no-grad", Severity.WARNING, "evaluation records gradients", needs=("backward",))
def missing_no_grad(self: Rule, program: Program) -> Iterator[Finding]:
    """Once for each loop; only for a model that the same code trains."""
    recorded = (e for e in evaluations(program) if e.grad and not cut_off(program, e))
    for event in first_in_each_loop(e for e in recorded if not _asked(program, e)):
        yield self.report(
            event.span,
            "evaluation records a graph for gradients that nothing uses: every activation stays in memory",
            help="put it under `with torch.no_grad():`",
            fix=Fix(
                "`with torch.no_grad():`",
                safe=True,
                changes=(Under(whole(program, event), "with {torch}.no_grad():"),),
            ),
        )


def _asked(program: Program, event: Event) -> bool:
    """Whether the code asks for gradients in the same pass, as of the inputs."""
    grads = (e for e in program.events if e.kind == "grad")
    return any(e.run == event.run and e.loop is event.loop for e in grads)
