"""Dropout that nothing switches off: the network drops values when it is evaluated, too."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Hoist
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.ops.dropout import Dropout
from footgun.rules.base import Rule, rule
from footgun.rules.facts.words import in_pass


@rule(
    "REG003",
    "dropout-always-on",
    Severity.ERROR,
    "dropout that `eval()` does not switch off",
    needs=("Dropout",),
)
def dropout_always_on(self: Rule, program: Program) -> Iterator[Finding]:
    """`F.dropout(x)` without `training`, `nn.Dropout` made in forward; a warning if nothing is trained."""
    told: set[object] = set()
    for node in program.nodes:
        op = node.op
        if not isinstance(op, Dropout) or not op.always or op.p == 0 or node.network is None:
            continue
        if node.span in told:
            continue
        told.add(node.span)
        made = node.layer is not None
        why = "is made anew in each forward, in training mode" if made else "is called without `training`"
        yield self.report(
            node.span,
            f"`{node.label}` {why}: it drops values in evaluation too{in_pass(node)}",
            severity=Severity.ERROR if program.trains else Severity.WARNING,
            help="make it in `__init__`, so that `eval()` reaches it"
            if made
            else "`training=self.training`, or an `nn.Dropout` made in `__init__`",
            fix=_fix(node),
        )


def _fix(node: Node) -> Fix:
    if node.layer is not None:
        return Fix("make it in `__init__`", changes=(Hoist(node.made),))
    change = Argument(node.span, "training", "self.training", 2)
    return Fix("`training=self.training`", changes=(change,))
