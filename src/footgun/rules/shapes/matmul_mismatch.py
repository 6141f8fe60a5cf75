"""A product of two tensors whose sizes do not meet: matrices, batches of them, attention scores."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Around, Exchange
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value
from footgun.ops.attention import MultiheadAttention
from footgun.ops.base import Fault
from footgun.ops.einsum import Einsum
from footgun.ops.linear import BatchMatMul, MatMul
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, repaired
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.words import count, in_pass, shown
from footgun.sizes import Shape, Size, same


@rule(
    "SHP008",
    "matmul-mismatch",
    Severity.ERROR,
    "a matrix product of sizes that do not meet",
    needs=("matmul",),
)
def matmul_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """matmul, mm, bmm, einsum, and the products inside attention."""
    for node, (fault, *_) in faulty(program, "matmul"):
        pair = _pair(node, fault)
        if pair is None or repaired(*pair):
            continue
        first, second = (value.shape or () for value in pair)
        a, b = _axes(node, fault, *pair)
        if b is None:
            continue
        yield self.report(
            node.span,
            f"`{node.label}` {_verb(node)} {shown(first)} and {shown(second)}: "
            f"{_why(node, fault, first[a], second[b], second)}{in_pass(node)}",
            labels=[makes(maker(pair[0], a), shown(first)), makes(maker(pair[1], b), shown(second))],
            help=_help(node, fault, first, second),
            fix=_fix(node, fault, first, second),
        )


def _pair(node: Node, fault: Fault) -> tuple[Value, Value] | None:
    """The two inputs that the fault speaks of."""
    first = next((v for v in node.inputs if v.shape == fault.expected), None)
    second = next((v for v in node.inputs if v.shape == fault.got and v is not first), None)
    if first is not None and second is None and first.shape == fault.got:
        second = first  # `torch.mm(x, x)`
    return (first, second) if first is not None and second is not None else None


def _axes(node: Node, fault: Fault, first: Value, second: Value) -> tuple[int, int | None]:
    """The axis of each tensor on which they do not meet."""
    a, ranks = fault.axis or 0, (first.rank or 0, second.rank or 0)
    if fault.detail == "batch":
        b = a - ranks[0] + ranks[1]
        return a, b if b >= 0 else None
    if isinstance(node.op, Einsum):
        places = [i for i, value in enumerate(node.inputs) if value is second]
        return a, node.op.axis(fault.argument, places[-1], ranks[1])
    if isinstance(node.op, MatMul):
        return ranks[0] - 1, max(ranks[1] - 2, 0)
    return a, a if a < ranks[1] else None


def _verb(node: Node) -> str:
    return "cannot multiply" if isinstance(node.op, (MatMul, Einsum)) else "gets"


def _why(node: Node, fault: Fault, a: Size, b: Size, second: Shape) -> str:
    if isinstance(node.op, Einsum):
        return f"`{fault.argument}` is {a} in one and {b} in the other"
    if fault.detail == "batch":
        return f"the batch axes have {a} and {b}"
    if fault.detail == "length":
        return f"{count(a, 'key')} and {count(b, 'value')}"
    if isinstance(node.op, MatMul):
        rows = "number" if len(second) == 1 else "row"
        return f"{count(a, 'column')} of the first meet {count(b, rows)} of the second"
    return f"axis {fault.axis} has {a} and {b}"


def _fix(node: Node, fault: Fault, first: Shape, second: Shape) -> Fix | None:
    if fault.detail == "batch" or not isinstance(node.op, MatMul) or len(first) < 2 or len(second) < 2:
        return None
    if any("array" in value.facts or "symbolic" in value.facts for value in node.inputs):
        return None  # NumPy and Keras transpose in another way
    place = 1 if same(first[-1], second[-1]) else 0
    if place == 0 and not same(first[-2], second[-2]):
        swaps = same(second[-1], first[-2]) and len(first) == len(second)
        return Fix("swap the two", changes=(Exchange(node.called),)) if swaps else None
    change = Around(node.called, place, "", ".transpose(-2, -1)", "other" if place else "")
    return Fix("transpose the " + ("second" if place else "first"), changes=(change,))


def _help(node: Node, fault: Fault, first: Shape, second: Shape) -> str | None:
    if fault.detail == "batch":
        if isinstance(node.op, MultiheadAttention) and not node.op.batch_first:
            return "without `batch_first=True` the first axis is time and the second the batch"
        if isinstance(node.op, BatchMatMul):
            return "`torch.matmul` stretches a batch of 1, `bmm` does not"
        return None
    if not isinstance(node.op, MatMul) or len(first) < 2 or len(second) < 2:
        return None
    if same(first[-1], second[-1]):
        return "transpose the second: `b.transpose(-2, -1)`"
    if same(first[-2], second[-2]):
        return "transpose the first: `a.transpose(-2, -1)`"
    return "swap the two" if same(second[-1], first[-2]) and len(first) == len(second) else None
