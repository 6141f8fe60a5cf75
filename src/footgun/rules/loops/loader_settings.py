"""The main process decodes and augments every image itself, and the network waits."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.pipelines import names
from footgun.rules.facts.training import learning

# Work on whole images that takes milliseconds each.
HEAVY = frozenset(
    {
        "AugMix", "AutoAugment", "ColorJitter", "ElasticTransform", "GaussianBlur", "RandAugment",
        "RandomAffine", "RandomPerspective", "RandomResizedCrop", "RandomRotation", "Resize",
        "TrivialAugmentWide",
    }
)  # fmt: skip


@rule("LOP021", "loader-settings", Severity.INFO, "no workers behind heavy transforms", needs=("loaders",))
def loader_settings(self: Rule, program: Program) -> Iterator[Finding]:
    """Training loaders alone, once each."""
    told = set()
    for event in learning(program):
        loader = event.loop.over if event.loop is not None else None
        if loader is None or loader.workers != 0 or loader.data is None or loader.span in told:
            continue
        heavy = [name for name in names(loader.data) if name in HEAVY]
        if heavy:
            told.add(loader.span)
            yield self.report(
                loader.workers_place,
                f"no workers behind `{heavy[0]}`: the network waits while one process prepares each batch",
                help="set `num_workers` to 2 to 4, a core each",
            )
