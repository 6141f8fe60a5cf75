"""A rule of one team: its phones hold no network of more than 100,000 parameters."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule

MOST = 100_000  # parameters; at 4 bytes each, what the memory of the smallest phone leaves


@rule("PHO001", "too-large-for-phones", Severity.WARNING, "more parameters than the smallest phone holds")
def too_large_for_phones(self: Rule, program: Program) -> Iterator[Finding]:
    """Point at the layer that has most of them."""
    for network in program.networks:
        sizes = [(sum(p.size for p in node.parameters), node) for node in network.nodes if node.parameters]
        known = [(size, node) for size, node in sizes if isinstance(size, int)]
        total = sum(size for size, _ in known)
        if total > MOST:
            size, largest = max(known, key=lambda item: item[0])
            yield self.report(
                largest.span,
                f"{total:,} parameters, of which `{largest.label}` has {size:,}; a phone holds {MOST:,}",
                help="pool before the first dense layer, or make it narrower",
            )
