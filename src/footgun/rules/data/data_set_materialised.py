"""A data set that decodes its examples when asked is walked through as a whole, or asked twice for each."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Elsewhere, Finding, Severity, Span
from footgun.network import DataSet, Event, Program
from footgun.rules.base import Rule, rule

# Examples. Decoding takes from 30 us (bytes of CIFAR-10) to 5 ms (a photograph): so many take a while.
MANY = 10_000
MESSAGES = {
    "split": "splitting the data set decodes {} into a list",
    "list": "this decodes {} into a list",
    "labels": "this decodes {} for their labels alone",
    "twice": "each example is fetched twice: a data set reads and decodes it anew each time",
}
HELP = {
    "split": "split numbers: `Subset(data, indices)` or `random_split` leave the examples where they are",
    "list": "keep numbers of examples: `Subset(data, indices)` decodes each when it is needed",
    "labels": "the labels stand in `targets`",
    "twice": "fetch it once: `image, label = data[i]`",
}


@rule(
    "DAT011",
    "data-set-materialised",
    Severity.INFO,
    "a whole data set is decoded into a list, or each example twice",
    needs=("walk",),
)
def data_set_materialised(self: Rule, program: Program) -> Iterator[Finding]:
    """Data sets known to decode; of a few examples nobody notices."""
    told = set()
    for event in program.events:
        if event.kind != "walk" or event.subject is None or event.span in told:
            continue
        data = event.subject
        count = event.given[0] if event.given else data.size
        few = event.mode != "twice" and isinstance(count, int) and count < MANY
        if not data.whole.decodes or few or isinstance(event.span, Elsewhere):
            continue
        told.add(event.span)
        many = f"{count:,} examples" if isinstance(count, int) else "all examples"
        yield self.report(
            event.span,
            MESSAGES[event.mode].format(many),
            labels=_labels(event, data),
            help=HELP[event.mode],
        )


def _labels(event: Event, data: DataSet) -> list[tuple[Span | None, str]]:
    if event.mode == "twice":
        return [(event.given[0], "fetched for the first time here")]
    return [(data.whole.span, "the data set")]
