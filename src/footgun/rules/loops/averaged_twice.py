"""What is reported as the loss or accuracy is divided by the size of the data twice, or not at all."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Event, Program
from footgun.ops.elementwise import Binary
from footgun.ops.loss import Loss
from footgun.rules.base import Rule, rule

MESSAGES = {
    "twice": "an average is divided by the size of the data again: the number is far too small",
    "means": "the sum of batch means is divided by the number of examples: a batch size too small",
}
HELP = {
    "twice": "use the average as it is",
    "means": "divide by `len(loader)`, or weigh each mean with the size of its batch",
}


@rule("LOP010", "averaged-twice", Severity.WARNING, "a reported average is wrong", needs=("average", "keep"))
def averaged_twice(self: Rule, program: Program) -> Iterator[Finding]:
    """Numbers for people; a sum of batch means that nothing divides is advice."""
    told = set()
    for event in program.events:
        if event.span in told:
            continue
        if event.kind == "average":
            told.add(event.span)
            yield self.report(event.span, MESSAGES[event.mode], help=HELP[event.mode])
        elif event.kind == "keep" and _never_divided(program, event):
            told.add(event.span)
            shown = (e for e in program.events if e.kind == "shown" and e.subject is event.subject[1])
            yield self.report(
                next((e.span for e in shown if e.run == event.run), event.span),
                "batch means are added up and never divided: the sum grows with the number of batches",
                severity=Severity.INFO,
                labels=[(event.span, "added up here")],
                help="divide by the number of batches at the end",
            )


def _never_divided(program: Program, event: Event) -> bool:
    """Whether a sum of mean losses over batches is taken for the loss."""
    value, total = event.subject
    node = value.made_by
    if total is None or node is None or not isinstance(node.op, Loss) or event.loop is None:
        return False
    if getattr(node.op, "reduction", None) != "mean" or event.loop.kind != "batches":
        return False
    return not any(isinstance(n.op, Binary) for n in program.nodes if any(v is total for v in n.inputs))
