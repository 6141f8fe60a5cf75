"""The optimiser does not hold the weights that the loss depends on."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Move
from footgun.findings import Finding, Fix, Severity
from footgun.network import Event, Layer, Network, OptimizerUse, Parameter, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.tapes import sources, way_through, weights_behind
from footgun.rules.facts.training import behind, learning

Held = dict[int, Parameter]


@rule(
    "OPT002",
    "parameters-missing",
    Severity.ERROR,
    "the optimizer holds other weights than those that are trained",
    needs=("step", "fits", "gradient"),
)
def parameters_missing(self: Rule, program: Program) -> Iterator[Finding]:
    """Another model's weights, or those of a model before a layer of it was replaced or unfrozen."""
    yield from _thawed(self, program)
    yield from _of_tapes(self, program)
    yield from _shared(self, program)
    if any(use.parameters is None for use in program.optimizers):
        return
    everything = {id(p) for use in program.optimizers for p in use.parameters or ()}
    applied = {id(n.layer) for e in learning(program) for n in getattr(e.subject, "nodes", ())}
    told: set[OptimizerUse] = set()
    for event in program.events:
        use = event.subject
        if event.kind != "step" or not isinstance(use, OptimizerUse) or use in told or not use.parameters:
            continue
        needed = _needed(program, event)
        if not needed:
            continue
        twin, left = _twin(program, use), _left_out(program, event, everything)
        if twin is not None and left is not None:
            name = left.label if isinstance(left, Layer) else left.name
            told.add(use)
            yield self.report(
                use.span,
                f"`{use.label}` holds the weights of another optimizer again, none those of `{name}`",
                labels=[(twin.span, "the other one"), (event.span, "stepped here")],
                help=f"give it the `parameters()` of `{name}`",
            )
            continue
        made_later = _later(program, use, everything, applied)
        if not any(id(p) in needed for p in use.parameters) and not made_later:
            told.add(use)
            yield self.report(
                use.span,
                f"`{use.label}` holds no weight that the loss depends on: nothing of this network is trained",
                labels=[(event.span, "stepped here")],
                help="give it the `parameters()` of the network that the loss is computed from",
            )
        for layer in made_later:
            if any(id(p) in needed for p in layer.parameters):
                told.add(use)
                yield self.report(
                    layer.made,
                    f"this `{layer.label}` is made after the optimizer, which does not train it",
                    labels=[(use.span, "the optimizer is made here")],
                    help="make the optimizer after the last change of the network",
                    fix=Fix("make the optimizer after it", changes=(Move(use.span, layer.made, after=True),)),
                )


def _of_tapes(self: Rule, program: Program) -> Iterator[Finding]:
    """Gradients of weights that the loss does not depend on, or given to the weights of another network."""
    told = set()
    lost: set[int] = set()
    for event in program.events:
        if event.span in told:
            continue
        if event.kind == "gradient" and _elsewhere(event):
            told.add(event.span)
            lost |= sources(event)
            yield self.report(
                event.span,
                "the loss depends on none of these weights: every gradient is None",
                labels=[(span, "the loss") for span in [event.subject.span] if span is not None],
                help="ask for the `trainable_variables` of the network that the loss is computed from",
            )
        ends = [{id(pair[n]) for pair in event.given} for n in (0, 1)] if event.kind == "apply" else []
        if ends and ends[0] and not ends[0] & (ends[1] | lost) and id(None) not in ends[0] | ends[1]:
            told.add(event.span)
            yield self.report(
                event.span,
                "gradients of one network's weights are applied to those of another one",
                help="pair the gradients with the weights that `tape.gradient` was asked for",
            )


def _shared(self: Rule, program: Program) -> Iterator[Finding]:
    """An optimizer of Keras knows the weights of its first step, or of its `build`, and no others."""
    if program.mentions("build") or program.mentions("legacy") or program.mentions("v1"):
        return
    first: dict[tuple[int, int], Event] = {}
    for event in program.events:
        if event.kind != "apply" or event.subject is None or not event.given or event.perhaps:
            continue
        before = first.setdefault((id(event.subject), event.run), event)
        known = {id(pair[1]) for pair in before.given}
        if before.span != event.span and not known & {id(pair[1]) for pair in event.given}:
            yield self.report(
                event.span,
                f"this `{event.subject.label}` knows the weights of its first step, and none of these: "
                "Keras 3 raises ValueError",
                labels=[(before.span, "its first step"), (event.subject.span, "made here")],
                help="make an optimizer for each network, or call its `build` with the weights of all",
            )


def _elsewhere(event: Event) -> bool:
    """Whether a tape is asked for weights that the loss does not come from, recorded or not."""
    if event.subject is None or not event.tapes or not event.given:
        return False
    way, wanted = way_through(event.tapes[0], event.subject), sources(event)
    if not way.whole or not way.weights or way.weights & wanted:
        return False
    return not any(weights_behind(cut.before) & wanted for cut in way.cuts)


def _thawed(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras builds the optimizer at the first `fit` behind `compile`, for what is trainable then."""
    for fit in program.fits:
        layers = [layer for layer in fit.thawed if layer.op.mixes or layer.parameters]
        if layers:
            count = f"{len(layers)} layers are" if len(layers) > 1 else f"`{layers[0].label}` is"
            yield self.report(
                fit.span,
                f"{count} unfrozen since the first `fit`, and the optimizer has none of the weights: "
                "Keras raises ValueError, or keeps them frozen",
                labels=[(layers[0].made, "frozen until then")],
                help="call `compile` again after the change of `trainable`",
            )
            return


def _needed(program: Program, step: Event) -> Held:
    """The weights that the losses of this loop depend on; none where a loss is not followed."""
    found: Held = {}
    for event in program.events:
        if event.kind != "backward" or event.run != step.run or event.loop is not step.loop:
            continue
        if event.subject is None:
            return {}
        for value in behind(event.subject):
            node = value.made_by
            if node is None:
                if value.shape is None and not value.origin:
                    return {}
                continue
            held = node.layer.parameters if node.layer is not None else ()
            own = [v.facts["parameter"] for v in node.inputs if "parameter" in v.facts]
            found.update((id(p), p) for p in (*held, *own))
    return found


def _twin(program: Program, use: OptimizerUse) -> OptimizerUse | None:
    """An optimizer made before it that holds the very same weights."""
    mine = {id(p) for p in use.parameters or ()}
    before = program.optimizers[: program.optimizers.index(use)]
    return next((other for other in before if {id(p) for p in other.parameters or ()} == mine), None)


def _left_out(program: Program, step: Event, everything: set[int]) -> Network | Layer | None:
    """A network whose weights may be trained, that takes part in this pass and is in no optimizer."""
    for event in learning(program):
        model = event.subject
        if event.run != step.run or event.loop is not step.loop:
            continue
        weights = model.parameters if isinstance(model, Layer) else list(model.parameters())
        if weights and all(p.requires_grad is True and id(p) not in everything for p in weights):
            return model  # type: ignore[no-any-return]
    return None


def _later(program: Program, use: OptimizerUse, everything: set[int], applied: set[int]) -> list[Layer]:
    """Trained layers (those `applied`) that were made after the optimizer and that no optimizer holds."""
    return [
        layer
        for layer in program.layers[use.layers_before :]
        if id(layer) in applied
        and layer.parameters
        and not layer.fleeting
        and not any(id(p) in everything for p in layer.parameters)
    ]
