"""A layer is applied and its output thrown away: the network goes on with the tensor it had before."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Assign
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "ARC014",
    "discarded-result",
    Severity.ERROR,
    "the output of a layer or function is thrown away",
    needs=("discarded",),
)
def discarded_result(self: Rule, program: Program) -> Iterator[Finding]:
    """Once for each place; silent where hooks may take what the line computes."""
    hooked = any(use.name.endswith("_hook") for use in program.uses)
    told = set()
    for node in program.discarded if not hooked else ():
        if node.span not in told:
            told.add(node.span)
            yield self.report(
                node.span,
                f"the output of `{node.label}` is thrown away: the network goes on with the old tensor",
                help="assign it: no layer or function changes its input in place unless it says so",
                fix=Fix("assign it", changes=(Assign(node.called),)) if len(node.inputs) == 1 else None,
            )
