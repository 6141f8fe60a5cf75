"""`NLLLoss` on something that is no log-probability."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Program
from footgun.ops.loss import CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.other_loss import joined, other_loss
from footgun.rules.facts.output import Head, judged


@rule(
    "OUT002",
    "nll-without-log-softmax",
    Severity.ERROR,
    "`NLLLoss` without log-softmax before it",
    needs=("CrossEntropy",),
)
def nll_without_log_softmax(self: Rule, program: Program) -> Iterator[Finding]:
    """Logits, probabilities, and whatever else an activation gives but a log-softmax."""
    for use, head in judged(program):
        node, softmax = head.node, head.softmax
        if not isinstance(use.op, CrossEntropy) or use.op.expects != "log-probabilities" or node is None:
            continue
        if (softmax is not None and softmax.log) or head.function in ("log_sigmoid", "logsigmoid"):
            continue
        if head.linear:
            message = f"the logits of `{node.label}` go into `{use.label}`, which expects log-probabilities"
            effect = "the loss falls without end as the logits grow"
        else:
            message = f"`{node.label}` goes into `{use.label}`, which expects log-probabilities"
            effect = "it takes no logarithm itself"
        yield self.report(
            node.span,
            f"{message}: {effect}",
            labels=[(use.span, f"`{use.label}` takes the numbers as they are")],
            help="use `CrossEntropyLoss` on the logits, or end with `log_softmax`",
            fix=_fix(program, use, head),
        )


def _fix(program: Program, use: LossUse, head: Head) -> Fix | None:
    loss = other_loss(program, use, "CrossEntropyLoss")
    if loss is None or head.activation is None:
        return loss
    return joined(f"{loss.title} on the logits", loss, erase(program, head.activation))
