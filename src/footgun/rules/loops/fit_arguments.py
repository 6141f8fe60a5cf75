"""Keras: fit without compile, and a script's model that nobody ever compiles."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule

# `predict` needs neither a loss nor an optimiser.
NEED_COMPILE = frozenset(("fit", "fit_generator", "evaluate", "train_on_batch", "test_on_batch"))


@rule(
    "LOP016",
    "fit-arguments",
    Severity.ERROR,
    "Keras: fit or evaluate without compile; a model never compiled",
    needs=("fits", "unused"),
)
def fit_arguments(self: Rule, program: Program) -> Iterator[Finding]:
    """What is not known to be uncompiled, or may be used elsewhere, is not reported."""
    for use in program.fits:
        if use.compiled is False and use.method in NEED_COMPILE:
            yield self.report(
                use.span,
                f"`{use.method}` on a model that was never compiled",
                labels=[(use.network.span, "made here")] if use.network else (),
                help="call `compile(optimizer=..., loss=...)` before it",
            )
    idle = {unused.span for unused in program.unused}  # a library's model that nothing uses: told as such
    for network in program.networks:
        if network.unused and network.framework == "keras" and network.span not in idle:
            yield self.report(
                network.span,
                f"`{network.name}` is never compiled, so it has neither a loss nor an optimiser",
                severity=Severity.WARNING,
                help="call `compile(optimizer=..., loss=...)`, then `fit`",
            )
