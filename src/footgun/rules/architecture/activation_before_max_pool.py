"""A monotone activation before max pooling: after the pool it gives the same numbers for less work."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Reorder
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.ops.activation import Activation
from footgun.ops.pooling import Pool
from footgun.rules.base import Rule, rule
from footgun.rules.facts.maps import shrink
from footgun.rules.facts.passing import POOLS, called, onward
from footgun.sizes import Size, at_least


@rule(
    "ARC018",
    "activation-before-max-pool",
    Severity.INFO,
    "a monotone activation before max pooling",
    needs=("Pool", "AdaptivePool", "GlobalPool"),
)
def activation_before_max_pool(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where the pool alone takes the activation's output."""
    seen = set()
    for network in program.networks:
        for node in network.nodes:
            op = node.op
            if not isinstance(op, Activation) or op.identity or not op.monotone or node.span in seen:
                continue
            pool = onward(node.outputs[0])
            if pool is None or not isinstance(pool.op, POOLS) or pool.op.mode != "max":
                continue
            seen.add(node.span)
            name = called(node)
            yield self.report(
                node.span,
                f"`{name}` before `{pool.label}` gives the same numbers as after it, for {_cost(pool)}",
                labels=[(pool.span, "keeps only the largest of each window")],
                help=f"put `{name}` after `{pool.label}`",
                fix=_fix(node, pool, op.name),
            )


def _fix(node: Node, pool: Node, name: str) -> Fix | None:
    """Of ReLU both orders give the same numbers and gradients; others may round two numbers to one."""
    before = node.inputs[0].made_by
    if node.turn or (before is not None and before.called == node.called):
        return None  # an argument of the layer before
    applied = [n.layer is None or n.called != n.made for n in (node, pool)]
    if applied[0] != applied[1]:
        return None
    change = Reorder(node.called, pool.called, applied[0])
    return Fix(f"pool first, then {name}", safe=name == "relu", changes=(change,))


def _cost(pool: Node) -> str:
    positions: Size = shrink(pool) if isinstance(pool.op, Pool) else 1
    return f"{positions} times the work" if at_least(positions, 2) else "more work"
