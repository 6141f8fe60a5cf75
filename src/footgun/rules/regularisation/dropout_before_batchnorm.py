"""Dropout whose output goes right into batch normalisation: its variance differs between training and use."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Swap
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, ahead
from footgun.ops.dropout import Dropout
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.passing import POOLS, is_activation, keeps
from footgun.rules.facts.words import in_pass


@rule(
    "REG005",
    "dropout-before-batchnorm",
    Severity.WARNING,
    "batch norm right after dropout",
    needs=("Dropout+BatchNorm",),
)
def dropout_before_batchnorm(self: Rule, program: Program) -> Iterator[Finding]:
    """Dropout and batch norm with no layer with weights between them."""
    told: set[object] = set()
    for node in program.nodes:
        if not isinstance(node.op, Dropout) or node.op.p == 0 or node.made in told:
            continue
        norm = next((n for n in ahead(node.output, _passes) if isinstance(n.op, BatchNorm)), None)
        if norm is None:
            continue
        told.add(node.made)
        yield self.report(
            node.span,
            f"`{node.label}` goes into `{norm.label}`, which learns the variance of what is left after "
            f"dropping{in_pass(node)}: in evaluation nothing is dropped, and the variance is another",
            labels=[(norm.span, "the batch norm")],
            help="put dropout after the batch norm and its activation, or keep one of the two",
            fix=_fix(node, norm),
        )


def _passes(node: Node) -> bool:
    """What dropout reaches the norm through; a second dropout is one more to tell of."""
    if isinstance(node.op, Dropout):
        return False
    return len(node.inputs) == 1 and (keeps(node) or is_activation(node) or isinstance(node.op, POOLS))


def _fix(drop: Node, norm: Node) -> Fix | None:
    """They change places: in a list the layers, elsewhere what is called."""
    if drop.layer is None or norm.layer is None or drop.turn or norm.turn:
        return None
    listed = [node.called == node.made for node in (drop, norm)]
    if listed[0] is not listed[1]:
        return None
    return Fix("dropout after the norm", changes=(Swap(drop.called, norm.called, functions=not listed[0]),))
