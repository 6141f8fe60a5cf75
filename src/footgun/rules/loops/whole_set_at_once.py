"""Thousands of images go through the network in one pass."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.training import evaluations
from footgun.sizes import Size, product

# One batch of this many MB fills a small GPU together with the activations, which take several times as much.
LARGE = 500
BYTES = 4  # of a float32


@rule(
    "LOP013",
    "whole-set-at-once",
    Severity.INFO,
    "evaluation runs in one pass over thousands of images",
    needs=("backward",),
)
def whole_set_at_once(self: Rule, program: Program) -> Iterator[Finding]:
    """The size of the inputs alone, in MB."""
    told = set()
    for event in evaluations(program):
        if not event.given or not event.given[0].shape:
            continue
        shape = event.given[0].shape
        loader = event.loop.over if event.loop is not None else None
        batch: Size | None = loader.batch_size if loader is not None else shape[0]
        one = product(shape[1:])
        if not isinstance(batch, int) or not isinstance(one, int):
            continue
        size = batch * one * BYTES / 1e6
        place = loader.batch_place if loader is not None else event.span
        if size >= LARGE and place not in told:
            told.add(place)
            yield self.report(
                place,
                f"evaluation takes {batch:,} inputs at once: {size:,.0f} MB, and more for activations",
                labels=[(event.span, "evaluated here")],
                help="batches of 64 to 256 give the same result",
            )
