"""How often a schedule moves, and what share of the first rate is left after so many moves."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, cos, pi

from footgun.network import Event, FitUse, Loop, Program, ScheduleUse, Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Batches an epoch that any data set worth a schedule has, for loaders whose length is not known.
FEWEST = 10


def own_loops(schedule: ScheduleUse, event: Event) -> list[Loop]:
    """The loops that step one and the same schedule, outermost first."""
    return [loop for loop in event.loops if not any(loop is other for other in schedule.loops)]


def moves(schedule: ScheduleUse, event: Event, at_least: bool = False) -> int | None:
    """How often a loop steps a schedule; with `at_least`, loaders of unknown length count as short ones."""
    total = 1
    loops = own_loops(schedule, event)
    for loop in loops:
        passes = loop.passes
        if not isinstance(passes, int):
            if not at_least or loop.kind != "batches":
                return None
            passes = FEWEST
        if loop.breaks:
            return None
        total *= passes
    return None if event.perhaps or not loops else total


def fitted(program: Program, schedule: ScheduleUse) -> tuple[FitUse, int] | None:
    """The one `fit` of a Keras model that a schedule steers, and its number of batches over all epochs."""
    networks = [c.network for c in program.compiles if c.optimizer is schedule.optimizer]
    fits = [f for f in program.fits if f.network in networks and f.method.startswith(("fit", "train"))]
    if len(networks) != 1 or networks[0] is None or len(fits) != 1 or fits[0].method != "fit":
        return None
    given = fits[0].arguments
    epochs, steps = given.get("epochs", 1), given.get("steps_per_epoch")
    x, size, part = given.get("x"), given.get("batch_size", 32), given.get("validation_split", 0)
    count = x.shape[0] if isinstance(x, Value) and x.shape else None
    known = isinstance(size, int) and size > 0 and isinstance(part, (int, float))
    if steps is None and isinstance(count, int) and known:
        steps = ceil(int(count * (1 - part)) / size)
    if not isinstance(epochs, int) or not isinstance(steps, int) or given.get("callbacks"):
        return None
    return fits[0], epochs * steps


def left(schedule: ScheduleUse, count: int) -> float | None:
    """The share of the first rate after `count` moves; None where that is not known."""
    number = {**DEFAULTS.get(schedule.label, {}), **schedule.settings}
    follow = FOLLOW.get(schedule.label)
    try:
        return follow(number, count) if follow is not None else None
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None


def _cosine(s: dict[str, Any], n: int) -> float | None:
    return (1 + cos(pi * n / s["T_max"])) / 2 if s["eta_min"] == 0 else None


def _polynomial(s: dict[str, Any], n: int) -> float:
    return float((1 - min(n, s["total_iters"]) / s["total_iters"]) ** s["power"])


def _milestones(s: dict[str, Any], n: int) -> float:
    return float(s["gamma"] ** sum(m <= n for m in s["milestones"]))


def _keras_cosine(s: dict[str, Any], n: int) -> float | None:
    done = min(n, s["decay_steps"]) / s["decay_steps"]
    return (1 + cos(pi * done)) / 2 if s["alpha"] == 0 and s["warmup_target"] is None else None


DEFAULTS: dict[str, dict[str, Any]] = {
    "StepLR": {"gamma": 0.1},
    "MultiStepLR": {"gamma": 0.1},
    "PolynomialLR": {"total_iters": 5, "power": 1.0},
    "CosineAnnealingLR": {"eta_min": 0},
    "CosineDecay": {"alpha": 0, "warmup_target": None},
    "ExponentialDecay": {},
}
FOLLOW: dict[str, Callable[[dict[str, Any], int], float | None]] = {
    "StepLR": lambda s, n: float(s["gamma"] ** (n // s["step_size"])),
    "MultiStepLR": _milestones,
    "ExponentialLR": lambda s, n: float(s["gamma"] ** n),
    "PolynomialLR": _polynomial,
    "CosineAnnealingLR": _cosine,
    "CosineDecay": _keras_cosine,
    "ExponentialDecay": lambda s, n: float(s["decay_rate"] ** (n / s["decay_steps"])),
}
