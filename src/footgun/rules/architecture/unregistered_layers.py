"""Layers in a plain list or dict: torch does not see them."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Hold
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program, Unregistered
from footgun.rules.base import Rule, rule


@rule(
    "ARC013",
    "unregistered-layers",
    Severity.ERROR,
    "layers are kept in a plain list or dict",
    needs=("unregistered",),
)
def unregistered_layers(self: Rule, program: Program) -> Iterator[Finding]:
    """One finding for each attribute."""
    for found in program.unregistered:
        holder = "nn.ModuleDict" if found.kind == "dict" else "nn.ModuleList"
        yield self.report(
            found.span,
            f"`self.{found.name}` is a plain {found.kind}: its {found.modules} modules are not registered",
            help=f"wrap it in `{holder}(...)`: `.parameters()`, `.to()` and `.state_dict()` leave them out",
            fix=_fix(found, holder),
        )


def _fix(found: Unregistered, holder: str) -> Fix | None:
    """A container of modules takes modules, and no pairs of them."""
    if not found.flat:
        return None
    return Fix(f"wrap it in `{holder}`", changes=(Hold(found.span, found.name, found.kind),))
