"""The optimisers of a file, and what they train."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import OptimizerUse, Program


def held(program: Program) -> Iterator[OptimizerUse]:
    """Every optimiser, given to `compile` or not, each place and kind once."""
    uses = [*program.optimizers, *(c.optimizer for c in program.compiles if c.optimizer is not None)]
    seen: set[tuple[str, Span]] = set()
    for use in uses:
        if (use.kind, use.span) not in seen:
            seen.add((use.kind, use.span))
            yield use


def number(use: OptimizerUse, name: str) -> float | None:
    """A setting, if it is given and a known number."""
    value = use.settings.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def depth(program: Program, use: OptimizerUse) -> int | None:
    """How many layers that mix features it trains; None where that is not wholly known."""
    if use.parameters is not None:
        mine = {id(parameter) for parameter in use.parameters}
        return sum(x.op.mixes for x in program.layers if any(id(p) in mine for p in x.parameters))
    network = use.network or next((c.network for c in program.compiles if c.optimizer is use), None)
    if network is None or not network.complete:
        return None
    return sum(layer.op.mixes for layer in network.layers())
