"""Keras: fit without compile, callbacks that watch what it does not give, a model that nobody compiles."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Insert
from footgun.findings import Finding, Fix, Severity
from footgun.network import FitUse, Monitor, Network, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.monitors import IDLE, TURNED, bare, offered, reversed_mode, unmeasured, unvalidated
from footgun.rules.facts.output import head, is_one

# `predict` needs neither a loss nor an optimiser.
NEED_COMPILE = frozenset(("fit", "fit_generator", "evaluate", "train_on_batch", "test_on_batch"))


@rule(
    "LOP016",
    "fit-arguments",
    Severity.ERROR,
    "Keras: fit without compile; a callback that watches what is not measured; a model never compiled",
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
    yield from _watching(self, program)
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


def _watching(self: Rule, program: Program) -> Iterator[Finding]:
    """Each callback once; one that serves several trainings is at fault if it is in all of them."""
    served: dict[Monitor, list[FitUse]] = {}
    for fit in program.fits:
        for monitor in fit.monitors:
            served.setdefault(monitor, []).append(fit)
    for monitor, fits in served.items():
        told = [_seen(program, fit, monitor) for fit in fits]
        if all(told) and told[0] is not None:
            message, help, severity = told[0]
            labels = [(fits[0].span, "of this training")]
            yield self.report(monitor.span, message, severity=severity, labels=labels, help=help)


def _seen(program: Program, fit: FitUse, monitor: Monitor) -> tuple[str, str, Severity] | None:
    """What is wrong with what a callback watches in one training."""
    label, name = f"`{monitor.label}`", f"`{monitor.name}`"
    if unmeasured(program, fit, monitor):
        help = "watch one of " + ", ".join(f"`{given}`" for given in offered(fit))
        if bare(monitor.name) == "acc" and "accuracy" in (fit.measured or ()):
            help = f"the logs name a metric as `compile` does: watch `{monitor.name}uracy`"
        if monitor.mode not in ("min", "max"):
            message = f"{label} watches {name}, which the model does not measure"
            if monitor.label == "EarlyStopping":
                return f"{message}: this raises ValueError", help, Severity.ERROR
            known = f"Keras raises ValueError from 3.11 on, an older one {IDLE[monitor.label]}"
            return f"{message}: {known}", help, Severity.WARNING
        if monitor.acts:
            message = f"{label} watches {name}, which the model does not measure: it {IDLE[monitor.label]}"
            return message, help, Severity.WARNING
    if unvalidated(fit, monitor):
        message = (
            f"{label} watches {name}, and `{fit.method}` gets no validation data: it {IDLE[monitor.label]}"
        )
        return message, "give `fit` `validation_data` or `validation_split`", Severity.WARNING
    mode = reversed_mode(fit, monitor)
    if mode:
        way = "higher" if mode == "max" else "lower"
        message = f"{label} takes a {way} {name} for a worse one: it {TURNED[monitor.label]}"
        return message, f'use `mode="{mode}"`', Severity.WARNING
    return None


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
