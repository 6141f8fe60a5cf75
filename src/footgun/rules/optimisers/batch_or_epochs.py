"""Tens of thousands of epochs and nothing that would end them early."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import head

# Small data sets take some thousand epochs at most; beyond, people stop by looking.
MANY = 10_000


@rule(
    "OPT010",
    "batch-or-epochs",
    Severity.INFO,
    "very many epochs without early stopping",
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
            )
