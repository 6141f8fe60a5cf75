"""The optimisers of a file, and what they train."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Span
from footgun.network import Layer, OptimizerUse, Program
from footgun.ops.attention import KerasAttention, MultiheadAttention
from footgun.ops.recurrent import KerasRecurrent, Recurrent, RecurrentCell

_DEEP_OPS = (KerasAttention, KerasRecurrent, MultiheadAttention, Recurrent, RecurrentCell)


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


def depth(use: OptimizerUse) -> int | None:
    """How many layers with weights that mix features its network has; None where it is not wholly known."""
    if use.network is None or not use.network.complete:
        return None
    return sum(map(_mixes, use.network.layers()))


def _mixes(layer: Layer) -> bool:
    return layer.op.mixes or isinstance(layer.op, _DEEP_OPS)
