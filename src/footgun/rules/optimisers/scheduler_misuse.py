"""A schedule of the rate that is never stepped, at the wrong moment, or made for other steps."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Given, Move
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Event, Program, ScheduleUse, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.schedules import FEWEST, fitted, left, moves, own_loops

# No step of ordinary gradients changes a weight any more; decays that people choose end above 1/100,000.
GONE = 1e-6
# A schedule that falls is to end low: with more than half of the rate left it was made for other steps.
HIGH = 0.5
# What is wrong, what to do, and behind which statement it belongs.
Told = tuple[str, str, "Span | None"]
NOTHING: Told = ("", "", None)
FALLING = ("CosineAnnealingLR", "CosineDecay")


@rule(
    "OPT007",
    "scheduler-misuse",
    Severity.WARNING,
    "a schedule that is not stepped as it was made to be",
    needs=("schedules",),
)
def scheduler_misuse(self: Rule, program: Program) -> Iterator[Finding]:
    """Each schedule once: the first thing that is wrong with it."""
    for schedule in program.schedules:
        if schedule.unused:
            if any(fit.compiled is False for fit in program.fits):
                continue  # the model is not compiled, with this or any other
            yield self.report(
                schedule.span,
                f"the `{schedule.label}` in `{schedule.unused}` is made and never used: the rate stays",
                help=f"step it, or pass it to what trains; remove `{schedule.unused}` if the rate is to stay",
            )
            continue
        steps = [e for e in program.events if e.kind == "schedule" and e.subject is schedule]
        found = next(filter(None, (_step(self, program, schedule, e) for e in steps)), None)
        found = found or (_length(self, schedule, steps) if steps else _keras(self, program, schedule))
        if found is not None:
            yield found


def _step(self: Rule, program: Program, schedule: ScheduleUse, event: Event) -> Finding | None:
    """What is wrong with one place that steps it."""
    made = [(schedule.span, "made here")]
    name = f"`{schedule.label}`"
    if event.perhaps or event.mode:
        return None
    if schedule.label == "ReduceLROnPlateau":
        message = f"{name} is stepped without the value that it watches: this raises TypeError"
        help = "give it the validation loss: `step(loss)`"
        error = self.report(event.span, message, severity=Severity.ERROR, labels=made, help=help)
        return None if event.given else error
    if any(isinstance(given, Value) for given in event.given):
        message = f"the argument of `step` of {name} is an epoch, and this is a tensor"
        help, fix = "call `step()` without an argument", _without_argument(event)
        return self.report(event.span, message, labels=made, help=help, fix=fix)
    if event.given:
        return None
    for what, help, place in (
        _too_early(program, schedule, event),
        _per_batch(schedule, event),
        _per_epoch(program, schedule, event),
    ):
        if what and place is not None:
            fix = Fix("step it there", changes=(Move(event.span, place, after=True),))
            return self.report(event.span, f"{name} {what}", labels=made, help=help, fix=fix)
    return None


def _without_argument(event: Event) -> Fix:
    return Fix("`step()`", changes=(Argument(event.span, "epoch", None, 0),))


def _length(self: Rule, schedule: ScheduleUse, steps: list[Event]) -> Finding | None:
    """A schedule made for another number of steps than the loops take, all of them together."""
    counts = [None if e.given else moves(schedule, e) for e in steps]
    count = None if None in counts else sum(n for n in counts if n is not None)
    if count is None:
        return None
    name, place, made = f"`{schedule.label}`", steps[-1].span, [(schedule.span, "made here")]
    total = _cycle(schedule)
    if total is not None and count > total:
        message = f"{name} is made for {total:,} steps and stepped {count:,} times: this raises ValueError"
        help = "make it for as many steps as the loops take"
        return self.report(place, message, severity=Severity.ERROR, labels=made, help=help)
    what = _end(schedule, count)
    if not what:
        return None
    help = f"make {name} for {count:,} steps"
    return self.report(place, what, labels=made, help=help, fix=_longer(schedule, count))


def _keras(self: Rule, program: Program, schedule: ScheduleUse) -> Finding | None:
    found = fitted(program, schedule)
    what = _end(schedule, found[1]) if found else ""
    if not found or not what:
        return None
    where = [(found[0].span, f"{found[1]:,} batches over all epochs")]
    help, fix = "it counts batches, not epochs", _longer(schedule, found[1])
    return self.report(schedule.span, what, labels=where, help=help, fix=fix)


def _longer(schedule: ScheduleUse, count: int | None) -> Fix | None:
    """As many steps as there are, for a schedule that falls over a stated number of them."""
    name = {"CosineAnnealingLR": "T_max", "CosineDecay": "decay_steps"}.get(schedule.label)
    if name is None or count is None:
        return None
    number = Given(schedule.span, name, 1, "number")
    return Fix(f"`{name}={count}`", changes=(number, Argument(schedule.span, name, str(count), 1)))


def _too_early(program: Program, schedule: ScheduleUse, event: Event) -> Told:
    """Before the first step of the optimiser: torch warns, and the first rate is passed over."""
    place = program.events.index(event)
    steps = [
        (i, e)
        for i, e in enumerate(program.events)
        if e.kind == "step" and e.run == event.run and e.subject is schedule.optimizer is not None
    ]
    loop = event.loop
    if loop is None or any(i < place for i, _ in steps) or not any(e.inside(loop) for _, e in steps):
        return NOTHING
    last = [e for _, e in steps if e.inside(loop)][-1]
    inner = last.loops[last.loops.index(loop) + 1 :]
    return (
        "is stepped before the optimizer is: the first value of the rate is skipped",
        "move it behind the steps of the optimizer, to the end of the epoch",
        inner[0].span if inner else last.span,
    )


def _per_batch(schedule: ScheduleUse, event: Event) -> Told:
    """What counts epochs, stepped in the loop over the batches."""
    loops = own_loops(schedule, event)
    if len(loops) < 2 or loops[-1].kind != "batches" or loops[-1].breaks:
        return NOTHING
    epochs, batches = loops[-2].passes, loops[-1].passes
    if not isinstance(epochs, int) or epochs < 2 or (isinstance(batches, int) and batches < FEWEST):
        return NOTHING
    given = schedule.settings
    milestones = given.get("milestones")
    if schedule.label == "CosineAnnealingLR" and given.get("T_max") == epochs:
        says = f"`T_max={epochs}`"
    elif schedule.label == "MultiStepLR" and isinstance(milestones, list) and milestones:
        if not all(isinstance(m, int) and m <= epochs for m in milestones):
            return NOTHING
        says = f"its last milestone is {max(milestones)}"
    elif schedule.label == "StepLR" and isinstance(given.get("step_size"), int):
        lowest = left(schedule, (moves(schedule, event, at_least=True) or 0) // 2)
        if given["step_size"] > epochs or lowest is None or lowest > GONE:
            return NOTHING
        says = f"`step_size={given['step_size']}`"
    else:
        return NOTHING
    return (
        f"is stepped once a batch, while {says} counts epochs, of which there are {epochs}",
        "step it once an epoch, after the loop over the batches",
        loops[-1].span,
    )


def _per_epoch(program: Program, schedule: ScheduleUse, event: Event) -> Told:
    """What is made for the batches of all epochs, stepped after each epoch."""
    batches = schedule.settings.get("steps_per_epoch")
    loop = event.loop
    if schedule.label != "OneCycleLR" or batches is None or batches == 1 or loop is None:
        return NOTHING
    steps = [e for e in program.events if e.kind == "step" and e.subject is schedule.optimizer]
    inner = [e for e in steps if e.loop is not None and e.loop is not loop and e.inside(loop)]
    step = next((e for e in inner if e.loop is not None and e.loop.kind == "batches"), None)
    if step is None:
        return NOTHING
    return (
        "is stepped once an epoch, while `steps_per_epoch` makes it move once a batch: "
        "it hardly leaves its first rate",
        "step it after each step of the optimizer",
        step.span,
    )


def _cycle(schedule: ScheduleUse) -> int | None:
    """How many steps a cycle takes that raises when it is over."""
    given = schedule.settings
    total, epochs, batches = given.get("total_steps"), given.get("epochs"), given.get("steps_per_epoch")
    if schedule.label != "OneCycleLR":
        return None
    if isinstance(total, int):
        return total
    return epochs * batches if isinstance(epochs, int) and isinstance(batches, int) else None


def _end(schedule: ScheduleUse, count: int | None) -> str:
    """What is wrong with the rate at the end of training."""
    if not count or count < 2:
        return ""
    name, last, half = f"`{schedule.label}`", left(schedule, count), left(schedule, count // 2)
    if last is not None and last > HIGH and schedule.label in FALLING:
        return f"{name} leaves {last:.0%} of the first rate after the {count:,} steps of training"
    if half is not None and half < GONE and last is not None and last < GONE:
        share = f"{half:.0e} of the first" if half else "0"
        return f"{name} takes the rate to {share} in half of the {count:,} steps: the rest changes nothing"
    return ""
