"""A division by 0, a root at 0, an exponential without bound: NaN in the loss or its gradient."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around, Fuse
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value, behind
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.indexing import Index
from footgun.ops.loss import Regression
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Unsqueeze
from footgun.rules.base import Rule, rule
from footgun.rules.facts.edges import applied, cut, is_log, summed, unbounded_exponential
from footgun.rules.facts.passing import keeps
from footgun.rules.facts.training import holds_graph

DIVISORS = ("mean", "norm", "sum")
Told = tuple[str, str, Node, Severity]


@rule(
    "NUM002",
    "unsafe-division-sqrt-exp",
    Severity.WARNING,
    "a division, root or exponential at the edge of its range",
    needs=("Binary.div", "Unary.log", "Unary.log10", "Unary.log2", "Unary.sqrt"),
)
def unsafe_division_sqrt_exp(self: Rule, program: Program) -> Iterator[Finding]:
    """Only where nothing stands between the value that reaches the edge and what cannot take it."""
    told = set()
    for node in program.nodes:
        name = getattr(node.op, "name", "")
        if node.span in told or node.label == "divide_no_nan":
            continue
        found: Told | None = None
        if name == "div" and isinstance(node.op, Binary) and len(node.inputs) == 2:
            found = _softmax(node) or _division(node)
        elif name == "sqrt" and isinstance(node.op, Unary):
            found = _root(node)
        elif is_log(node):
            found = _logarithm(node)
        if found is not None:
            told.add(node.span)
            message, help, origin, severity = found
            where = [(origin.span, "of this")]
            fix = _fix(node, origin, help)
            yield self.report(node.span, message, severity=severity, labels=where, help=help, fix=fix)


def _fix(node: Node, origin: Node, help: str) -> Fix | None:
    """What the help says, where it is one edit of this line."""
    if node.turn or node.layer is not None:
        return None
    if help.startswith("add a small number to the divisor"):
        return Fix("add 1e-8 to the divisor", changes=(Around(node.called, 1, "", " + 1e-8", "other"),))
    if help.startswith("add a small number under the root"):
        return Fix("add 1e-8 under the root", changes=(Around(node.called, 0, "", " + 1e-8", "input"),))
    total = summed(node.inputs[0]) if is_log(node) else None
    if total is None or node.op != Unary("log"):
        return None
    change = Fuse(node.called, origin.called, "logsumexp", total.called, settled=True)
    return Fix("`logsumexp`", changes=(change,))


def _softmax(node: Node) -> Told | None:
    """`exp(x) / exp(x).sum()`, where the largest `x` is not subtracted first."""
    total = summed(node.inputs[1])
    above = unbounded_exponential(node.inputs[0])
    below = unbounded_exponential(total.inputs[0]) if total is not None else None
    if above is None or below is None or above.inputs[0] is not below.inputs[0]:
        return None
    message = "a softmax by hand: its exponential is infinite for logits above 88, and by itself that is NaN"
    return message, "use `softmax`, which subtracts the largest logit first", above, Severity.WARNING


def _logarithm(node: Node) -> Told | None:
    total = summed(node.inputs[0])
    inner = unbounded_exponential(total.inputs[0]) if total is not None else None
    if inner is None:
        return None
    message = "the logarithm of a sum of exponentials, which are infinite for inputs above 88"
    return message, "use `logsumexp`, which subtracts the largest first", inner, Severity.WARNING


def _division(node: Node) -> Told | None:
    """By a sum or norm of what ReLU gives, which is 0 where all of it is; by a norm as such, a hint."""
    total = behind(node.inputs[1], keeps)
    if total is None or not isinstance(total.op, Reduce) or total.op.name not in DIVISORS:
        return None
    relu = cut(total.inputs[0])
    if relu is not None:
        message = f"divided by the {total.op.name} of what `{relu.label}` gives: NaN where all of it is 0"
        return message, "add a small number to the divisor", relu, Severity.WARNING
    same = behind(node.inputs[0], keeps) is behind(total.inputs[0], keeps) is not None
    if total.op.name == "norm" and same and holds_graph(total.inputs[0]):
        message = "divided by a norm without a lower bound: NaN for a row of zeros"
        return message, "use `F.normalize`, which has one", total, Severity.INFO
    return None


def _root(node: Node) -> Told | None:
    """The slope of a root is infinite at 0; only where a gradient goes through it."""
    if node.recorded is not True or not holds_graph(node.inputs[0]):
        return None
    made = behind(node.inputs[0], keeps)
    if made is None:
        return None
    if isinstance(made.op, Regression):
        message = f"the root of `{made.label}`: its gradient is NaN where a batch is predicted exactly"
        return message, "add a small number under the root: `torch.sqrt(loss + 1e-8)`", made, Severity.INFO
    if isinstance(made.op, Reduce) and made.op.name == "sum" and _against_itself(made.inputs[0]):
        message = (
            "the root of squared distances between all pairs: of each to itself it is 0, its gradient NaN"
        )
        return message, "use `torch.cdist`, or add a small number under the root", made, Severity.WARNING
    return None


def _against_itself(value: Value) -> bool:
    """Whether a value is the square of `x[:, None] - x[None]`."""
    square = applied(value, "square") or applied(value, "pow")
    difference = applied(square.inputs[0], "sub") if square is not None else None
    if difference is None or len(difference.inputs) != 2:
        return False
    first, second = difference.inputs
    made = first.made_by, second.made_by
    if any(n is None or not isinstance(n.op, (Unsqueeze, Index)) for n in made):
        return False
    return first.shape != second.shape and made[0].inputs[0] is made[1].inputs[0]  # type: ignore[union-attr]
