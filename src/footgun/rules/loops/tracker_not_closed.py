"""A tracking run is begun again and again, and none is ever finished."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from footgun.findings import Elsewhere, Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule

# What in a file finishes the runs of each tracker, beside the end of a `with`.
FINISHES = {
    "comet_ml.Experiment": r"\.end\(",
    "mlflow.start_run": r"end_run\(",
    "neptune.init_run": r"\.stop\(",
    "wandb.init": r"finish\(|reinit",
}
CLOSES = r"\.close\("  # a SummaryWriter


@rule(
    "LOP022",
    "tracker-not-closed",
    Severity.INFO,
    "tracking runs are begun and never finished",
    needs=("track",),
)
def tracker_not_closed(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where the same line certainly runs more than once: the end of a script finishes its only run."""
    begun = Counter((event.span, event.run) for event in program.events if event.kind == "track")
    told = set()
    for event in program.events:
        if event.kind != "track" or event.span in told or isinstance(event.span, Elsewhere):
            continue
        often = "in every pass" if event.loops else "in every call"
        if (event.loops or begun[event.span, event.run] > 1) and not _finished(program, event.subject):
            told.add(event.span)
            yield self.report(
                event.span,
                f"`{event.subject}` begins a run {often}, and nothing finishes any: "
                "they mix, fail or stay open",
                help="finish each run: use it in a `with` statement",
            )


def _finished(program: Program, tracker: str) -> bool:
    """Whether the file finishes runs of this tracker in any way."""
    name = tracker.rpartition(".")[2]
    ends = re.compile(rf"{FINISHES.get(tracker, CLOSES)}|(with|enter_context|closing)\b[^\n]*\b{name}\(")
    return any(ends.search(source) for source in program.sources)
