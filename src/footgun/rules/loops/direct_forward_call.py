"""`model.forward(x)` in place of `model(x)`: the hooks of the module do not run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.changes import Itself
from footgun.findings import Finding, Fix, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule

# What computes something where a module is called, and not where its `forward` is.
HOOKS = re.compile(r"hook|_norm\(|prune|parametri|compile|parallel", re.IGNORECASE)


@rule("LOP011", "direct-forward-call", Severity.WARNING, "`forward` is called directly", needs=("direct",))
def direct_forward_call(self: Rule, program: Program) -> Iterator[Finding]:
    """Only calls from outside the module."""
    same = not any(HOOKS.search(source) for source in program.sources)
    for span in dict.fromkeys(event.span for event in program.events if event.kind == "direct"):
        yield self.report(
            span,
            "`forward` is called directly: hooks do not run, and neither do `torch.compile` and the wrappers",
            help="call the module itself: `model(x)`",
            fix=Fix("call the module", safe=same, changes=(Itself(span),)),
        )
