"""A name or an argument that still works, but has a better way."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.deprecations import DEPRECATED, DEPRECATED_ARGUMENTS
from footgun.rules.facts.releases import change_of
from footgun.rules.facts.replacing import replacement


@rule(
    "API003",
    "deprecated-api",
    Severity.INFO,
    "a name or argument that the library advises against",
    needs=("uses",),
)
def deprecated_api(self: Rule, program: Program) -> Iterator[Finding]:
    """Once for each line."""
    lines: set[tuple[str, int, int | None]] = set()
    for use in program.uses:
        change = None if use.guarded else change_of(use, DEPRECATED, DEPRECATED_ARGUMENTS)
        what = use.keyword or use.name
        place = (what, use.span.line, use.span.cell)
        if change is None or place in lines:
            continue
        lines.add(place)
        owner, _, last = use.name.rpartition(".")
        if use.keyword:
            message = f"the argument `{use.keyword}` of `{last}` is deprecated since {change.since}"
        elif owner == "torch.Tensor" or owner.startswith("torchvision.datasets."):
            message = f"`.{last}` is deprecated since {change.since}"
        else:
            message = f"`{use.name}` is deprecated since {change.since}"
        yield self.report(use.span, message, help=f"use {change.now}", fix=replacement(use, change))
