"""A batch size written into a reshape or a hidden state: batches of any other size do not pass."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program, Value
from footgun.ops.recurrent import Recurrent
from footgun.ops.reshape import Reshape
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import FAR, repaired
from footgun.rules.facts.makers import makes
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Expr, Size, bounds, names_in, product, same


@rule(
    "SHP015",
    "hard-coded-batch",
    Severity.WARNING,
    "a batch size is written into a reshape or a state",
    needs=("Reshape", "Recurrent"),
)
def hard_coded_batch(self: Rule, program: Program) -> Iterator[Finding]:
    """Plain numbers where the batch is not one: a loader's last batch is smaller."""
    told: set[object] = set()
    for node in program.nodes:
        if node.network is None or node.span in told or not node.inputs or repaired(*node.inputs):
            continue  # what is done to data outside a network is done to all of it
        fixed, batch = _reshaped(node) or _state(node) or (0, 0)
        if not isinstance(batch, Expr):
            continue
        told.add(node.span)
        most = bounds(batch)[1]
        rest = f"the last batch of the loader may be smaller than {most}" if most else "any other size fails"
        value = node.inputs[0]
        yield self.report(
            node.span,
            f"`{node.label}` is for batches of {fixed} only: {rest}{in_pass(node)}",
            labels=[makes(value, shown(value.shape or ()))],
            help=_help(node, fixed),
            fix=_fix(node),
        )


def _reshaped(node: Node) -> tuple[int, Size] | None:
    """The number that a reshape puts for the batch, and the batch."""
    op, value = node.op, node.inputs[0]
    if not isinstance(op, Reshape) or op.keep_batch or node.faults or not value.shape or len(op.shape) < 2:
        return None
    batch, (first, *rest) = value.shape[0], op.shape
    if not isinstance(first, int) or first < 2 or not _is_batch(value):
        return None
    if bounds(batch)[1] == first:
        return first, batch
    whole = -1 not in rest and same(product(tuple(rest)), product(value.shape[1:])) is True
    return (first, batch) if whole else None


def _state(node: Node) -> tuple[int, Size] | None:
    """The batch that a hidden state is made for, and that of the sequence."""
    op, shape = node.op, node.outputs[0].shape
    if not isinstance(op, Recurrent) or node.faults or shape is None or len(shape) != 3:
        return None
    batch = shape[0 if op.batch_first else 1]
    known = node.inputs[0].shape is not None
    given = node.network.inputs if node.network is not None else ()
    for state in node.inputs[1:]:
        fixed = state.shape[1] if state.rank == 3 and state.shape else None
        if any(state is value for value in given) and bounds(batch)[1] != fixed:
            return None  # whoever calls the network makes the state for what it gives
        if isinstance(fixed, int) and fixed > 1 and isinstance(batch, Expr) and names_in(batch):
            return None if known and op.batch_first and not _is_batch(node.inputs[0]) else (fixed, batch)
    return None


def _is_batch(value: Value) -> bool:
    """Whether the first axis is the batch as it comes from outside, of a size that is not known."""
    batch = value.shape[0] if value.shape else 0
    if not isinstance(batch, Expr) or len(names_in(batch)) != 1:
        return False
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs:
            return True
        value = node.inputs[0]
        if value.shape is None:
            return bool(getattr(node.op, "spatial", None))
        if not value.shape or value.shape[0] != batch:
            return False
    return False


def _fix(node: Node) -> Fix | None:
    """The first size from the tensor; a state is made elsewhere."""
    if isinstance(node.op, Recurrent):
        return None
    change = Argument(node.called, "", "{}.size(0)", 1, tensor=True)
    return Fix("`x.size(0)`", safe=True, changes=(change,))


def _help(node: Node, fixed: int) -> str:
    if isinstance(node.op, Recurrent):
        return "leave the state out, it starts at zero, or make it with `x.size(...)` for the batch"
    return f"`x.size(0)` in place of {fixed} takes batches of any size"
