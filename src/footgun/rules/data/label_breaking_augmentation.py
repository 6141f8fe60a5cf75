"""An augmentation turns an example into one of another class: a flipped 2 is no 2."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Erase
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pipelines import steps

DIGITS = frozenset({"MNIST", "QMNIST", "EMNIST", "KMNIST", "SVHN", "USPS", "Omniglot"})
FLIPS = frozenset({"RandomHorizontalFlip", "RandomVerticalFlip"})
# Degrees: from here on a 7 may lie like a 1 and a 6 becomes a 9 at 180.
TURNED = 45


@rule(
    "DAT008",
    "label-breaking-augmentation",
    Severity.WARNING,
    "an augmentation changes what the label says",
    needs=("loaders",),
)
def label_breaking_augmentation(self: Rule, program: Program) -> Iterator[Finding]:
    """Data sets of digits and letters."""
    told = set()
    for loader in program.loaders:
        data = loader.data
        if data is None or data.whole.label not in DIGITS:
            continue
        for step in steps(data):
            turned = step.name == "RandomRotation" and max(map(abs, step.sizes or (0,))) > TURNED
            if (step.name in FLIPS or turned) and step.span is not None and step.span not in told:
                told.add(step.span)
                yield self.report(
                    step.span,
                    f"`{step.name}` on {data.whole.label} makes signs that the label no longer names",
                    labels=[(data.whole.span, "the data set")],
                    help="shift, scale or turn by a few degrees instead",
                    fix=Fix(f"without `{step.name}`", changes=(Erase(step.span, False),)),
                )
