"""Examples and labels are shuffled apart, or a shuffle in place is taken for its result."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Unassign
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Pair, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.rows import Order, orders


@rule(
    "DAT009",
    "labels-detached",
    Severity.ERROR,
    "examples and labels are shuffled apart, or lost in a shuffle",
    needs=("emptied", "order"),
)
def labels_detached(self: Rule, program: Program) -> Iterator[Finding]:
    """Both orders are known, or the examples of a data set are shuffled and its labels are not."""
    for event in program.events:
        if event.kind == "emptied" and not event.subject.startswith("_"):
            yield self.report(
                event.span,
                f"shuffling in place returns nothing: `{event.subject}` is None from here on",
                help="call it as a statement of its own, or use `permutation`, which gives a shuffled copy",
                fix=Fix("a statement of its own", changes=(Unassign(event.span),)),
            )
    if sum(source.count("manual_seed(") for source in program.sources) > 1:
        return  # two orders of torch may be the same
    told: set[Span] = set()
    for pair in program.pairs:
        found = _apart(pair)
        if found is not None and found.span not in told:
            told.add(found.span)
            yield self.report(
                found.span,
                "labels and examples are not in the same order any more: only one of the two is shuffled so",
                labels=[(pair.span, "they are given together here")],
                help="draw one permutation and index both with it",
            )


def _apart(pair: Pair) -> Order | None:
    """The first order that one of two arrays is in and the other not."""
    first, second = orders(pair.x, pair.when), orders(pair.y, pair.when)
    if first is None or second is None:
        return None
    if [order.mark for order in first[1]] == [order.mark for order in second[1]]:
        return None
    published = all(root.origin == "dataset" for root, _ in (first, second))
    if not first[1] or not (second[1] or (published and first[0] is not second[0])):
        return None  # labels shuffled alone: to see what a network makes of noise
    marks = [order.mark for order in second[1]]
    return next(
        (order for order in first[1] if order.mark not in marks), second[1][-1] if second[1] else None
    )
