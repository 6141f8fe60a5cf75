"""A learning rate outside the range in which its optimiser trains a network of several layers."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import OptimizerUse, Program
from footgun.ops.activation import Activation
from footgun.ops.loss import Regression
from footgun.records import NamedTuple
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import Extent, targets
from footgun.rules.facts.optimizers import depth, held, number, with_setting
from footgun.rules.facts.output import head, is_one
from footgun.rules.facts.passing import NORMS


class Rates(NamedTuple):
    """From `high` on a network of several layers is at risk, from `absurd` on it learns nothing."""

    usual: float
    high: float
    absurd: float


# Measured on 8x8 digits: 8 epochs, batches of 32, 2 seeds; 1, 2, 4 and 5 layers, 5 also with batch norm.
# Adam does well at 0.01; at 0.03 one run of 5 layers fails, at 0.1 those of 4 and 5 layers, at 0.3 all of
# them. So 0.01, ten times the default, is where a reviewer asks. The others fail likewise at their own rates.
ADAM = Rates(0.001, 0.01, 0.3)
RATES = {
    "adam": ADAM,
    "adamw": ADAM,
    "nadam": ADAM,
    "radam": Rates(0.001, 0.01, 1.0),
    "adamax": Rates(0.002, 0.1, 3.0),
    "rmsprop": Rates(0.001, 0.03, 1.0),
    "adagrad": Rates(0.01, 0.3, 10.0),
    # Large batches with a warm-up go to 3 and more, so only 10 is absurd, though 2 already fails here.
    "sgd": Rates(0.01, 1.5, 10.0),
}
# Layers with weights from which the rates hold. With 2 layers ten times `high` was still well, and 3 times
# `absurd` (Adam at 1) gave chance level; one layer is a convex problem, which any of the rates solved.
DEEP = 4
# Rate times the largest target from which on plain SGD on a squared error fails. Measured on a curve over 100
# points, rates from 0.001 to 0.3, targets up to 1, 5, 10, 30, 100 and 1000, 3 nets of 1 or 2 hidden layers
# of ReLU, 2 ranges of inputs, 3 seeds: at 3 one run in 18 still learned, from 9 on none of them did.
THROWN = 5
# What holds steps back, or makes them smaller later.
LIMITS = frozenset(("clipnorm", "clipvalue", "global_clipnorm", "scheduled"))
# In 32-bit numbers a step this small does not change a weight of ordinary size.
LOWEST = 1e-7


@rule(
    "OPT001",
    "learning-rate",
    Severity.WARNING,
    "a learning rate outside the optimizer's usable range",
    needs=("optimizers", "compiles"),
)
def learning_rate(self: Rule, program: Program) -> Iterator[Finding]:
    """Only for optimisers known to hold a network with hidden layers, and rates that no schedule sets."""
    for use in held(program):
        thrown = _thrown_off(program, use)
        if thrown is not None:
            yield self.report(
                use.span,
                f"`{use.label}` with a learning rate of {thrown[0]:g} on the squared error of targets up to "
                f"{thrown[1].reach:,.0f}: its first steps are larger than the weights, and ReLU units die",
                help="scale the targets to about -1..1, or divide the rate by what they come to",
            )
            continue
        rates, rate, layers = RATES.get(use.kind), number(use, "lr"), depth(program, use)
        if rates is None or rate is None or layers is None or use.settings.get("scheduled"):
            continue
        span = use.settings.get("lr@")
        span = span if isinstance(span, Span) else use.span
        fix = with_setting(program, use, "lr", f"{rates.usual:g}", literal=True)
        if rate < 0:
            yield self.report(span, f"a learning rate of {rate:g} is negative", severity=Severity.ERROR)
        elif 0 < rate < LOWEST:
            message = f"`{use.label}` with a learning rate of {rate:g}: such steps are lost in rounding"
            yield self.report(span, message, help=_help(rates), fix=fix)
        elif layers >= 2 and rate >= rates.absurd * (1 if layers >= DEEP else 3):
            message = f"{_times(use, rate, rates)}: a network of {layers} layers learns nothing"
            yield self.report(span, message, severity=Severity.ERROR, help=_help(rates), fix=fix)
        elif layers >= 2 and rate >= rates.high * (1 if layers >= DEEP else 10):
            message = f"{_times(use, rate, rates)}: training {layers} layers is likely to be unstable"
            yield self.report(span, message, help=_help(rates), fix=fix)


def _thrown_off(program: Program, use: OptimizerUse) -> tuple[float, Extent] | None:
    """The rate of plain SGD and the targets, if its first steps on their squared error ruin the weights."""
    compiled = next((c for c in program.compiles if c.optimizer is use), None)
    loss = compiled.loss if compiled is not None else None
    if loss is None or use.kind != "sgd" or use.settings.keys() & LIMITS or loss.network is None:
        return None
    rate, end = number(use, "lr"), head(loss.prediction)
    if rate is None and "lr@" not in use.settings:
        rate = RATES["sgd"].usual
    known = targets(program, loss.network)
    if rate is None or known is None or end is None or not end.linear or not is_one(end.units):
        return None
    ops = [node.op for node in loss.network.nodes]
    rectified = any(isinstance(op, Activation) and op.name == "relu" for op in ops)
    if not isinstance(loss.op, Regression) or loss.op.name != "mse" or not rectified:
        return None
    if any(isinstance(op, NORMS) for op in ops) or rate * known.reach < THROWN:
        return None
    return rate, known


def _times(use: OptimizerUse, rate: float, rates: Rates) -> str:
    factor = f"{rate / rates.usual:,.0f} times the usual {rates.usual:g}"
    return f"`{use.label}` with a learning rate of {rate:g}, {factor}"


def _help(rates: Rates) -> str:
    return f"start from {rates.usual:g} and change it by factors of 3"
