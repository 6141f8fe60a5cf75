"""`NLLLoss` on something that is no log-probability."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import LossUse, Program
from footgun.ops.loss import CrossEntropy, OtherLoss
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.other_loss import joined, other_loss
from footgun.rules.facts.output import Head, judged

# Beside the negative log-likelihood: the divergence of two distributions, and of sequences without alignment.
LOGARITHMIC = frozenset(("KLDivLoss", "kl_div", "CTCLoss", "ctc_loss"))


@rule(
    "OUT002",
    "nll-without-log-softmax",
    Severity.ERROR,
    "`NLLLoss` without log-softmax before it",
    needs=("CrossEntropy", "OtherLoss"),
)
def nll_without_log_softmax(self: Rule, program: Program) -> Iterator[Finding]:
    """Logits, probabilities, and whatever else an activation gives but a log-softmax."""
    for use, head in judged(program):
        node, softmax = head.node, head.softmax
        if node is None or not _takes_logarithms(use, softmax is not None):
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
            help="use `CrossEntropyLoss` on the logits, or end with `log_softmax`"
            if isinstance(use.op, CrossEntropy)
            else "take `log_softmax` there",
            fix=_fix(program, use, head) if isinstance(use.op, CrossEntropy) else None,
        )


def _takes_logarithms(use: LossUse, softmax: bool) -> bool:
    """Whether a loss expects log-probabilities; of some losses only a softmax is surely none."""
    if isinstance(use.op, CrossEntropy):
        return use.op.expects == "log-probabilities"
    return softmax and isinstance(use.op, OtherLoss) and use.label in LOGARITHMIC


def _fix(program: Program, use: LossUse, head: Head) -> Fix | None:
    loss = other_loss(program, use, "CrossEntropyLoss")
    if loss is None or head.activation is None:
        return loss
    return joined(f"{loss.title} on the logits", loss, erase(program, head.activation))
