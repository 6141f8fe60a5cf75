"""Keras: fit without compile, and a script's model that nobody ever compiles."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Insert
from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import head, is_one

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
                fix=_fix(network),
            )


def _fix(network: Network) -> Fix | None:
    """Where its last layer tells the loss: a sigmoid says yes or no, one plain unit is a quantity."""
    end = head(network.output)
    if end is None or end.layer is None or not network.name.isidentifier():
        return None
    if end.function == "sigmoid":
        loss = "binary_crossentropy"
    elif end.linear and is_one(end.units):
        loss = "mse"
    else:
        return None
    call = f'{network.name}.compile(optimizer="adam", loss="{loss}")'
    last = max(network.span, *(node.made for node in network.nodes))
    return Fix(f"compile it with `{loss}`", changes=(Insert(last, call, after=True),))
