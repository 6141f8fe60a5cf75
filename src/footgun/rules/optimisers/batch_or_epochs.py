"""Tens of thousands of epochs with nothing that would end them early, or hardly any steps at all."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity
from footgun.network import FitUse, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import made_up
from footgun.rules.facts.optimizers import number
from footgun.rules.facts.training import head
from footgun.rules.facts.updates import updates
from footgun.rules.facts.words import count

# Small data sets take some thousand epochs at most; beyond, people stop by looking.
MANY = 10_000
# Adam moves a weight by its rate at most: so many steps of 0.001 come to 0.1, less than small layers have.
FEW = 100
# A rate chosen larger than this makes up for few steps.
FAST = 0.01


@rule(
    "OPT010",
    "batch-or-epochs",
    Severity.INFO,
    "very many epochs without early stopping, or very few steps",
    needs=("step", "fits"),
)
def batch_or_epochs(self: Rule, program: Program) -> Iterator[Finding]:
    """Loops over epochs with loops over batches inside that nothing leaves, and `fit` without callbacks."""
    told = set()
    for event in program.events:
        if event.kind != "step" or len(event.loops) < 2:
            continue
        loop = event.loops[0]
        if isinstance(loop.passes, int) and loop.passes >= MANY and not loop.breaks and loop.span not in told:
            told.add(loop.span)
            yield self.report(
                head(loop),
                f"{loop.passes:,} epochs, and nothing stops them when the network has learned",
                help="keep the best weights and stop when the validation loss no longer falls",
            )
    for fit in program.fits:
        epochs = fit.arguments.get("epochs", fit.arguments.get("nb_epoch"))
        if (
            fit.method == "fit"
            and isinstance(epochs, int)
            and epochs >= MANY
            and not fit.arguments.get("callbacks")
        ):
            yield self.report(
                fit.span,
                f"{epochs:,} epochs, and nothing stops them when the network has learned",
                help="add `keras.callbacks.EarlyStopping(patience=10, restore_best_weights=True)`",
                fix=_stopping(fit),
            )
        yield from _hardly_trained(self, program, fit)


def _stopping(fit: FitUse) -> Fix | None:
    """It watches the loss on held-out examples."""
    if not fit.arguments.keys() & {"validation_data", "validation_split"}:
        return None
    call = "{keras}.callbacks.EarlyStopping(patience=10, restore_best_weights=True)"
    return Fix("stop early", changes=(Argument(fit.span, "callbacks", f"[{call}]"),))


def _hardly_trained(self: Rule, program: Program, fit: FitUse) -> Iterator[Finding]:
    """Few examples in few epochs, where nothing was learned before and the data are no trial of the code."""
    taken = updates(program, fit)
    network = fit.network
    if (
        taken is None
        or network is None
        or not 0 < taken[0] * taken[1] < FEW
        or made_up(fit.arguments.get("x"))
    ):
        return
    if not network.complete or any(layer.trained is not None for layer in network.layers()):
        return
    held = [use.optimizer for use in program.compiles if use.network is network and use.optimizer is not None]
    if any(
        (number(optimizer, "lr") or 0.0) > FAST or "scheduled" in optimizer.settings for optimizer in held
    ):
        return
    epochs, batches = taken
    yield self.report(
        fit.span,
        f"the weights are changed {count(epochs * batches, 'time')} in all: {count(epochs, 'epoch')} of "
        f"{batches} {'batch' if batches == 1 else 'batches'}",
        help="so few examples take hundreds of epochs, or smaller batches",
    )
