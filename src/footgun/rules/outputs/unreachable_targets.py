"""A regression output that an activation keeps from reaching its targets."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Program
from footgun.ops.linear import Linear
from footgun.ops.loss import Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.output import Head, is_one, judged

# Made for hidden layers or for yes and no. Softplus and exponential are chosen for positive targets.
SQUASHING = frozenset(("sigmoid", "hardsigmoid", "tanh", "hardtanh", "softsign", "relu", "relu6"))


@rule(
    "OUT009",
    "unreachable-targets",
    Severity.WARNING,
    "a bounded output for unbounded targets",
    needs=("Regression",),
)
def unreachable_targets(self: Rule, program: Program) -> Iterator[Finding]:
    """A warning where the targets are known to lie outside; advice where nothing tells."""
    for use, head in judged(program):
        node, layer = head.activation, head.layer
        if not isinstance(use.op, Regression) or head.function not in SQUASHING or node is None:
            continue
        # Many bounded outputs are pixels or features; a single one is a quantity.
        if layer is None or not isinstance(layer.op, Linear) or not is_one(layer.op.out):
            continue
        outside = _outside(use, head)
        if outside is False:
            continue
        low, high = head.limits
        reach = f"{low:g} or more" if high is None else f"values in {low:g}..{high:g}"
        targets = _range(use)
        known = f", but the targets lie in {targets[0]:g}..{targets[1]:g}" if outside and targets else ""
        yield self.report(
            node.span,
            f"`{node.label}` on the single output lets the network answer only {reach}{known}",
            severity=None if outside else Severity.INFO,
            labels=[(use.span, f"`{use.label}` treats it as a quantity")],
            help="leave the last layer without an activation, or scale the targets into its range",
        )


def _outside(use: LossUse, head: Head) -> bool | None:
    """Whether the targets are known to leave the range of the activation."""
    targets = _range(use)
    if targets is None:
        return False if _is_binary(use) else None
    low, high = head.limits
    return (low is not None and targets[0] < low) or (high is not None and targets[1] > high)


def _range(use: LossUse) -> tuple[float, float] | None:
    found = use.target.facts.get("range") if use.target is not None else None
    known = isinstance(found, tuple) and len(found) == 2 and all(isinstance(x, (int, float)) for x in found)
    return (float(found[0]), float(found[1])) if known and found is not None else None


def _is_binary(use: LossUse) -> bool:
    return use.target is not None and use.target.facts.get("classes") == 2
