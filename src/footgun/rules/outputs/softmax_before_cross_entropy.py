"""Probabilities into a cross-entropy that takes logits: softmax twice, and a floor under the loss."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.output import classes, floor, in_keras, is_one, judged


@rule(
    "OUT001",
    "softmax-before-cross-entropy",
    Severity.ERROR,
    "softmax before a loss that applies softmax itself",
    needs=("CrossEntropy",),
)
def softmax_before_cross_entropy(self: Rule, program: Program) -> Iterator[Finding]:
    """Point at the softmax; the loss is the other half."""
    for use, head in judged(program):
        op, softmax, node = use.op, head.softmax, head.activation
        if not isinstance(op, CrossEntropy) or op.expects != "logits" or softmax is None or node is None:
            continue
        count = classes(use.prediction, op.axis)
        if is_one(count):
            continue  # OUT005 says more
        labels = [(use.span, f"`{use.label}` applies softmax itself")]
        if softmax.log:
            yield self.report(
                node.span,
                f"`{node.label}` before `{use.label}` changes nothing: the loss takes the log-softmax itself",
                severity=Severity.INFO,
                labels=labels,
                help="remove it, or keep it and use `NLLLoss`",
                fix=erase(program, node),
            )
            continue
        least = floor(count, 0.0, 1.0)
        when = " in evaluation" if head.dropped else ""
        effect = (
            f"with {count} classes the loss cannot fall below {least:.2f}{when}" if least else "softmax twice"
        )
        other = ", or set `from_logits=False`" if in_keras(use) else ""
        yield self.report(
            node.span,
            f"`{node.label}` goes into `{use.label}`, which expects logits: {effect}",
            labels=labels,
            help=f"remove the softmax: the loss takes the logits{other}",
            fix=erase(program, node),
        )
