"""First weights that a function would set, if it were applied, or looked for layers that are there."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "INI004",
    "init-never-runs",
    Severity.WARNING,
    "an initialisation is written and does not happen",
    needs=("unapplied",),
)
def init_never_runs(self: Rule, program: Program) -> Iterator[Finding]:
    """The front end leaves out files whose functions others may call, and networks not wholly known."""
    for found in program.unapplied:
        if found.network:
            message = f"`{found.name}` sets no weight of `{found.network}`: no layer is what it looks for"
            help = "look for the layers that the network has"
        else:
            call = f"self.{found.name}()` in `__init__" if found.method else f"model.apply({found.name})"
            message = f"`{found.name}` is never called: the weights start as the library's defaults say"
            help = f"call `{call}`, or remove it"
        yield self.report(found.span, message, labels=[(found.defined, "defined here")], help=help)
