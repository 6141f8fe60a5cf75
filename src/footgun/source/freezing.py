"""Which weights are trained: what is frozen after some training was trained before.

A weight carries one answer for the whole program, so both together are neither yes nor no.
"""

from __future__ import annotations

from footgun.network import Parameter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine


def set_trained(m: Machine, parameter: Parameter, on: Any) -> None:
    """`requires_grad` of a weight is set."""
    late = on is False and parameter.requires_grad is not False and has_learned(m, parameter)
    parameter.requires_grad = on if isinstance(on, bool) and not late else None


def has_learned(m: Machine, parameter: Parameter) -> bool:
    """Whether this script, or the function that is visited, has trained a weight that an optimiser holds."""
    held = (p for use in m.program.optimizers for p in use.parameters or ())
    learned = any(event.kind == "backward" and event.run == m.visits for event in m.program.events)
    return learned and any(p is parameter for p in held)
