"""Validation images are drawn from the augmented training set."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pipelines import names
from footgun.rules.facts.training import evaluations, learning

# Transforms that draw a random number for each image. Crops and flips of the training pipeline among them.
RANDOM = (
    "Random",
    "ColorJitter",
    "AutoAugment",
    "RandAugment",
    "TrivialAugment",
    "AugMix",
    "ElasticTransform",
)


@rule(
    "DAT003",
    "augmented-evaluation",
    Severity.WARNING,
    "evaluation runs on randomly augmented examples",
    needs=("loaders", "fits"),
)
def augmented_evaluation(self: Rule, program: Program) -> Iterator[Finding]:
    """Loaders of a part of the data set that training draws from, or of one with random transforms."""
    yield from _generated(self, program)
    trained = {id(e.loop.over) for e in learning(program) if e.loop is not None and e.loop.over is not None}
    told = set()
    checked = [event.loop.over for event in evaluations(program) if event.loop is not None]
    for loader in (*checked, *(event.subject for event in program.events if event.kind == "held")):
        if loader is None or loader.data is None or id(loader) in trained:
            continue
        whole = loader.data.whole
        chance = next((name for name in names(whole) if name.startswith(RANDOM)), None)
        if chance is None or whole.span in told:
            continue
        told.add(whole.span)
        yield self.report(
            whole.span,
            f"evaluation runs on examples that `{chance}` changes at random: worse, and other each time",
            labels=[(loader.span, "evaluated through this loader")],
            help="make two data sets of the same files, one for each transform, and split both alike",
        )


def _generated(self: Rule, program: Program) -> Iterator[Finding]:
    """Keras: validation batches of a generator that changes images at random, each generator once."""
    for (chance, place), fit in {fit.changed: fit for fit in reversed(program.fits) if fit.changed}.items():
        yield self.report(
            place,
            f"validation runs on examples that `{chance}` changes at random: worse, and other each time",
            labels=[(fit.span, "validated here")],
            help="draw the validation from a second generator, with the same scaling and none of the changes",
        )
