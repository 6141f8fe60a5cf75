"""An argument that the constructor or the call itself refuses."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty
from footgun.rules.facts.guesses import any_rank_guessed
from footgun.rules.facts.words import in_pass


@rule("SHP018", "invalid-argument", Severity.ERROR, "an argument that the framework refuses")
def invalid_argument(self: Rule, program: Program) -> Iterator[Finding]:
    """Calls against their real signatures, and settings that exclude each other or the tensor."""
    told: set[object] = set()
    for refused in program.arguments:
        told.add(refused.span)
        yield self.report(refused.span, refused.message, labels=refused.labels, help=refused.help)
    for node, (fault, *_) in faulty(program, "argument"):
        if node.made not in told and not any_rank_guessed(node):
            told.add(node.made)
            message = f"`{node.label}`: {fault.detail}{in_pass(node)}"
            yield self.report(node.span, message, labels=[(node.made, "made here")])
