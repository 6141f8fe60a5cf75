"""A layer, function or class that the library does not have."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Rename
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.library import closest, members
from footgun.rules.facts.releases import REMOVED

# Accelerators that a package of their own adds to torch when it is imported.
PLUGINS = frozenset(f"torch.{name}" for name in ("dml", "gcu", "hpu", "mlu", "musa", "neuron", "npu", "sdaa"))


@rule(
    "API004",
    "unknown-name",
    Severity.ERROR,
    "no such layer, function or class in the library",
    needs=("uses",),
)
def unknown_name(self: Rule, program: Program) -> Iterator[Finding]:
    """Only names right inside modules whose whole content is known."""
    told: set[str] = set()
    for use in program.uses:
        module, _, name = use.name.rpartition(".")
        known = members(module)
        if use.keyword or not known or name in known or name.startswith("_") or use.name in REMOVED:
            continue
        if use.name in PLUGINS or use.guarded or use.name in told:
            continue
        told.add(use.name)
        meant = closest(name, known)
        yield self.report(
            use.span,
            f"`{module}` has no `{name}`",
            help=f"`{meant}` was probably meant" if meant else f"see what `dir({module})` lists",
            fix=Fix(f"`{meant}`", changes=(Rename(use.span, meant),), reveals=True) if meant else None,
        )
