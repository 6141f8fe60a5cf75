"""A script starts loader workers at its top level: where processes are spawned, each runs the script anew."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule


@rule(
    "LOP018",
    "workers-without-guard",
    Severity.INFO,
    "loader workers in a script without a `__main__` guard",
    needs=("loaders",),
)
def workers_without_guard(self: Rule, program: Program) -> Iterator[Finding]:
    """Once a file; only loaders that the script itself goes over."""
    if any("__main__" in source for source in program.sources) or program.documents:
        return
    used = {id(loop.over) for e in program.events if not e.run for loop in e.loops if loop.over is not None}
    for loader in program.loaders:
        if loader.workers and id(loader) in used:
            yield self.report(
                loader.span,
                f"{loader.workers} workers in a script without a guard: it fails on Windows and macOS",
                help='put what runs under `if __name__ == "__main__":`',
            )
            return
