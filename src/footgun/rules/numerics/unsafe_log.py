"""The logarithm of something that reaches 0: minus infinity in the loss, NaN in the gradient."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around, Fuse
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.ops.elementwise import Binary, Unary
from footgun.rules.base import Rule, rule
from footgun.rules.facts.edges import is_log, source, unbounded_exponential, zero

LOGS = ("Unary.log", "Unary.log10", "Unary.log2")
# Where 32-bit numbers make 0 of it, and the function that takes both steps at once.
EDGES = {
    "softmax": ("is 0 where a logit is 104 under the largest", "log_softmax"),
    "sigmoid": ("is 0 for inputs below -88", "logsigmoid"),
    "1 - sigmoid": ("is 0 for inputs above 17", "logsigmoid(-x)"),
    "relu": ("is 0 for half of its inputs", ""),
    "relu6": ("is 0 for half of its inputs", ""),
}
KERAS = {"log_softmax": "log_softmax", "logsigmoid": "log_sigmoid", "logsigmoid(-x)": "log_sigmoid(-x)"}


@rule("NUM001", "unsafe-log", Severity.WARNING, "the logarithm of something that reaches 0", needs=LOGS)
def unsafe_log(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where the node before makes exact zeros; whatever was added to it or clipped is safe."""
    told = set()
    for node in program.nodes:
        if not is_log(node) or not node.inputs or node.span in told:
            continue
        found = zero(node.inputs[0])
        if found is not None:
            told.add(node.span)
            maker, name = found
            why, better = EDGES[name]
            made = name if name.startswith("1") else maker.label
            keras = node.network is not None and node.network.framework == "keras"
            better = KERAS.get(better, better) if keras else better
            yield self.report(
                node.span,
                f"`{node.label}` of what `{made}` gives, which {why}: it is infinite then"
                + (", and its gradient NaN" if better else ""),
                labels=[(maker.span, "made here")],
                help=f"use `{better}`, both steps at once" if better else "add a small number first",
                fix=_fix(node, maker, better),
            )
        elif (total := _plus_one(node)) is not None:
            told.add(node.span)
            yield _of_sum(self, node, total)


def _fix(node: Node, maker: Node, better: str) -> Fix | None:
    """One function for both, where one call stands inside the other; a small number before the logarithm."""
    if node.turn or node.layer is not None:
        return None
    if not better:
        return Fix("add 1e-8", changes=(Around(node.called, 0, "", " + 1e-8", "input"),))
    plain = node.op == Unary("log") and node.inputs[0].made_by is maker and maker.layer is None
    if not plain or "(" in better or len(maker.output.users) != 1:
        return None
    through = maker.called if better == "log_softmax" else None
    change = Fuse(node.called, maker.called, better, through, functional=better == "logsigmoid")
    return Fix(f"`{better}`", changes=(change,))


def _one(node: Node, inner: Node, function: str, functional: bool = False) -> Fix | None:
    if node.turn:
        return None
    return Fix(f"`{function}`", changes=(Fuse(node.called, inner.called, function, functional=functional),))


def _plus_one(node: Node) -> Node | None:
    """The `1 + x` that a logarithm is taken of."""
    before = source(node.inputs[0]) if node.op == Unary("log") else None
    if before is None or not isinstance(before.op, Binary) or before.op.name != "add":
        return None
    return before if before.output.facts.get("scalar") in ([1], [1.0]) else None


def _of_sum(self: Rule, node: Node, total: Node) -> Finding:
    inner = unbounded_exponential(total.inputs[0])
    if inner is not None:
        message = f"`{node.label}` of `1 + exp(x)`: the exponential is infinite for inputs above 88"
        fix = _one(node, inner, "softplus", functional=True)
        return self.report(node.span, message, help="use `softplus(x)`: the same, without overflow", fix=fix)
    return self.report(
        node.span,
        f"`{node.label}` of `1 + x` loses the digits of a small `x`: below 6e-8 it is 0",
        severity=Severity.INFO,
        help="use `log1p(x)`",
        fix=_one(node, total, "log1p"),
    )
