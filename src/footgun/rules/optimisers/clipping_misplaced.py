"""Gradients are clipped when it changes no step: before they exist, after they were used, or still scaled."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Move
from footgun.findings import Elsewhere, Finding, Fix, Severity, Span
from footgun.network import Event, OptimizerUse, Program, Value
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import holds_graph

KINDS = frozenset(("backward", "clip", "grad", "step", "unscale"))
EARLY = "gradients are clipped before `backward()` computes them: the step uses them as they come"
SCALED = "gradients are clipped while the scaler's factor is still in them: nearly all steps become tiny"
HELP = "the order is `zero_grad()`, forward, loss, `backward()`, clip, `step()`"
DIVIDED = "the scaler divides them only here"
UNSCALE = "call `scaler.unscale_(optimizer)` before it"
Told = tuple[str, Span, str, str]


@rule(
    "OPT008",
    "clipping-misplaced",
    Severity.WARNING,
    "gradients are clipped where it has no effect",
    needs=("clip",),
)
def clipping_misplaced(self: Rule, program: Program) -> Iterator[Finding]:
    """Looks back from each clip, round the loop, for the gradients that it clips."""
    told = set()
    for event in program.events:
        if event.kind != "clip" or event.span in told:
            continue
        found = _computed(event) or _misplaced(program, event) or _together(program, event)
        if found is not None:
            told.add(event.span)
            message, place, label, help = found
            move = Move(event.span, place, after=message is EARLY)
            fix = Fix("clip between `backward()` and `step()`", changes=(move,)) if help is HELP else None
            yield self.report(event.span, message, labels=[(place, label)], help=help, fix=fix)


def _computed(event: Event) -> Told | None:
    """A loss or an output: tensors that are computed keep no gradient."""
    value = event.subject
    if not isinstance(value, Value) or value.made_by is None or "parameter" in value.facts:
        return None
    if not holds_graph(value):
        return None
    message = "this clips the gradient of a computed tensor, which has none: no weight's gradient is touched"
    return message, value.made_by.span, "computed here", "give it the `parameters()` of the network"


def _misplaced(program: Program, clip: Event) -> Told | None:
    beside = [e for e in program.events if e.run == clip.run and e.loop is clip.loop]
    around = [e for e in beside if e.kind in KINDS]
    if any(e.perhaps or e.kind == "grad" for e in around) or all(e.kind != "backward" for e in around):
        return None
    place = next(i for i, e in enumerate(around) if e is clip)
    before, after = around[:place], around[place + 1 :]
    in_loop = clip.loop is not None
    last = next((e for e in reversed((after if in_loop else []) + before) if _counts(e, clip)), None)
    following = next((e for e in after + (before if in_loop else []) if _counts(e, clip)), None)
    if following is not None and following.kind == "backward" and following in after:
        if last is None or last.kind == "step":
            return EARLY, following.span, "computed here", HELP
    elif last is not None and last.kind == "step":
        return "gradients are clipped after `step()` has used them", last.span, "used here", HELP
    if last is not None and following is not None and following.mode == "scaled":
        since = (before if last in before else after + before)[::-1]
        if all(e.kind != "unscale" for e in since[: since.index(last)]):
            return SCALED, following.span, DIVIDED, UNSCALE
    return None


def _together(program: Program, clip: Event) -> Told | None:
    """Under a condition: a clip and the scaler's step in one block, in a file that unscales nothing."""
    if not clip.perhaps or program.mentions("unscale_"):
        return None
    place = program.events.index(clip)
    following = next((e for e in program.events[place + 1 :] if e.kind in KINDS), None)
    before = (e for e in reversed(program.events[:place]) if e.kind in KINDS and e.run == clip.run)
    last = next(before, None)
    if following is None or following.mode != "scaled" or not _counts(following, clip):
        return None
    if last is None or last.kind != "backward" or not _one_block(program, clip.span, following.span):
        return None
    return SCALED, following.span, DIVIDED, UNSCALE


def _one_block(program: Program, first: Span, last: Span) -> bool:
    """Whether no line from one place to the other stands further to the left than both do."""
    if isinstance(first, Elsewhere) or isinstance(last, Elsewhere) or len(program.sources) != 1:
        return False
    lines = program.sources[0].split("\n")[first.line - 1 : last.line]
    depths = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return bool(depths) and first.line < last.line and depths[0] == depths[-1] == min(depths)


def _counts(event: Event, clip: Event) -> bool:
    """Whether an event makes gradients, or uses those of the weights that are clipped; unknown ones may."""
    if event.kind == "backward":
        return True
    use, held = event.subject, clip.subject
    if event.kind != "step" or not isinstance(use, OptimizerUse):
        return False
    if isinstance(held, Value):
        held = [held.facts["parameter"]] if "parameter" in held.facts else None
    return use.parameters is None or held is None or any(p is q for p in held for q in use.parameters)
