"""`eval()` is called in the loop over the epochs, or before it, and `train()` never: dropout is off."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Beside
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, Loop, Network, Program
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.tapes import sources, taught, weights_in
from footgun.rules.facts.training import depends_on_mode, learns, model_of, waits_for_training


@rule(
    "LOP005",
    "missing-train-mode",
    Severity.ERROR,
    "after `eval()` training goes on without `train()`",
    needs=("backward", "gradient"),
)
def missing_train_mode(self: Rule, program: Program) -> Iterator[Finding]:
    """A loop that trains and evaluates one model, and sets the one mode only; or a mode set once before."""
    yield from _without_a_word(self, program)
    told = set()
    for event in program.events:
        before = _before(program, event) if event.kind == "forward" and event.mode == "eval" else None
        if before is not None and model_of(event.subject) not in told:
            told.add(model_of(event.subject))
            yield self.report(
                before.span,
                "`eval()` is never undone: the model is trained in evaluation mode",
                labels=[(event.span, "trained here")],
                help="call `model.train()` before training",
                fix=_fix(event, event.loops[0]),
            )
    for event in program.events:
        if event.kind != "forward" or event.subject is None or not depends_on_mode(event.subject):
            continue
        model = model_of(event.subject)
        if model in told or not learns(program, event):
            continue
        for loop in event.loops:
            modes = [e for e in program.events if e.kind == "mode" and e.inside(loop)]
            own = [e for e in modes if e.subject is model]
            off = next((e for e in own if e.mode == "eval" and not e.perhaps), None)
            if off is None or len(own) < len(modes) or any(e.mode != "eval" for e in own):
                continue
            if not any(e.kind == "step" and e.inside(loop) for e in program.events):
                continue  # gradients are asked for, and nothing is trained
            told.add(model)
            yield self.report(
                off.span,
                "`eval()` is never undone: from the next pass on, training runs in evaluation mode",
                labels=[(event.span, "trained here")],
                help="call `model.train()` at the start of each epoch",
                fix=_fix(event, loop),
            )
            break


def _without_a_word(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: a model that a tape teaches is called without `training`, which is False outside of `fit`."""
    told: set[object] = set()
    learned = taught(program)
    if any(program.mentions(name) for name in ("load_weights", "load_model", "set_learning_phase")):
        return  # others' weights, which may be trained on as they were measured
    asked = [e for e in program.events if e.kind == "gradient"]
    for event in program.events if learned else ():
        if event.kind != "forward" or event.mode != "unsaid" or not event.tapes:
            continue
        wanted = {p for e in asked if e.run == event.run and e.tapes[0] in event.tapes for p in sources(e)}
        model = model_of(event.subject)
        idle = waits_for_training(event.subject)
        if idle is None or model in told or not weights_in(event.subject) & wanted:
            continue
        if event.span in told or any(layer.trained is not None for layer in event.subject.layers()):
            continue
        lost = "measures no batch" if isinstance(idle.op, BatchNorm) else "drops nothing"
        told.update((model, event.span))
        yield self.report(
            event.span,
            f"the model learns in evaluation mode: without `training=True` its `{idle.label}` {lost}",
            labels=[(idle.made, "made here")],
            help="`training=True` in the call",
            fix=Fix("`training=True`", changes=(Argument(event.span, "training", "True", None),)),
        )


def _before(program: Program, forward: Event) -> Event | None:
    """The `eval()` before the loop in which a network is trained whose weights nobody else has made.

    Published weights are often trained on with the statistics that they came with.
    """
    if not forward.loops or not depends_on_mode(forward.subject) or not learns(program, forward):
        return None
    model, loop = model_of(forward.subject), forward.loops[0]
    modes = [e for e in program.events if e.kind == "mode"]
    if any(e.subject is not model or e.mode != "eval" or e.perhaps or e.inside(loop) for e in modes):
        return None
    if not any(e.kind == "step" and e.inside(loop) for e in program.events):
        return None
    network = forward.subject
    held = {id(p) for use in program.optimizers for p in use.parameters or ()}
    new = isinstance(network, Network) and all(layer.trained is None for layer in network.layers())
    if not new or program.mentions("load_state_dict") or any(id(p) not in held for p in network.parameters()):
        return None
    return modes[0] if modes else None


def _fix(forward: Event, epochs: Loop) -> Fix:
    """Before the loop over the batches, or the pass itself."""
    nested = forward.loops[forward.loops.index(epochs) + 1 :]
    place = nested[0].span if nested else forward.span
    change = Beside(forward.span, "function", "train()", place)
    return Fix("`train()` before training", changes=(change,))
