"""A regression output that an activation keeps from reaching its targets."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Program
from footgun.ops.linear import Linear
from footgun.ops.loss import Regression
from footgun.rules.base import Rule, rule
from footgun.rules.facts.extent import targets
from footgun.rules.facts.mending import erase
from footgun.rules.facts.output import Head, in_keras, is_one, judged
from footgun.sizes import at_least

# Made for hidden layers or for yes and no. Softplus and exponential are chosen for positive targets.
SQUASHING = frozenset(("sigmoid", "hardsigmoid", "tanh", "hardtanh", "softsign", "relu", "relu6"))
# More outputs than this are hardly quantities that someone measured.
FEW = 10


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
        if layer is None or not isinstance(layer.op, Linear) or not _are_quantities(program, use, layer.op):
            continue
        outside, span = _outside(program, use, head)
        if outside is False:
            continue
        low, high = head.limits
        one = is_one(layer.op.out)
        output = "single output" if one else f"{layer.op.out} outputs"
        reach = f"{low:g} or more" if high is None else f"values in {low:g}..{high:g}"
        known = f", but the targets lie in {span[0]:g}..{span[1]:g}" if outside and span else ""
        yield self.report(
            node.span,
            f"`{node.label}` on the {output} lets the network answer only {reach}{known}",
            severity=None if outside else Severity.INFO,
            labels=[
                (use.span, f"`{use.label}` treats {'it as a quantity' if one else 'them as quantities'}")
            ],
            help="leave the last layer without an activation, or scale the targets into its range",
            fix=erase(program, node) if outside else None,
        )


def _are_quantities(program: Program, use: LossUse, last: Linear) -> bool:
    """A single output is a quantity, so are a few that are not what went in; many are pixels or features."""
    if is_one(last.out):
        return True
    network = use.network
    few = isinstance(last.out, int) and last.out <= FEW
    if network is None or not few or len(network.inputs) != 1 or not network.complete:
        return False
    shape = network.inputs[0].shape
    dense = all(isinstance(node.op, Linear) for node in network.nodes if node.op.mixes)
    wide = len(shape or ()) == 2 and shape is not None and at_least(shape[1], last.out + 1) is True
    measured = any(c.metrics for c in program.compiles if c.network is network)
    return dense and wide and not measured and in_keras(use)


def _outside(program: Program, use: LossUse, head: Head) -> tuple[bool | None, tuple[float, float] | None]:
    """Whether the targets are known to leave the range of the activation, and between which they lie."""
    low, high = head.limits
    low, high = (-inf if low is None else low), (inf if high is None else high)
    ends = _range(use)
    if ends is not None:
        return ends[0] < low or ends[1] > high, ends
    known = targets(program, use.network)
    if known is None:
        return (False if _is_binary(use) else None), None
    if low <= known.low and known.high <= high:
        return False, None
    beyond = known.least < low or known.most > high
    return (True if beyond else None), (known.low, known.high)


def _range(use: LossUse) -> tuple[float, float] | None:
    found = use.target.facts.get("range") if use.target is not None else None
    known = isinstance(found, tuple) and len(found) == 2 and all(isinstance(x, (int, float)) for x in found)
    return (float(found[0]), float(found[1])) if known and found is not None else None


def _is_binary(use: LossUse) -> bool:
    return use.target is not None and use.target.facts.get("classes") == 2
