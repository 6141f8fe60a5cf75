"""A reshape that changes the number of examples: their features get mixed."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.ops.reshape import Reshape
from footgun.rules.base import Rule, rule
from footgun.rules.facts.batch import batch_size, keeps_batch
from footgun.rules.facts.makers import place
from footgun.rules.facts.resizing import flattened
from footgun.rules.facts.words import in_pass, shown, times
from footgun.sizes import Shape, product, same


@rule(
    "SHP012",
    "batch-folded",
    Severity.ERROR,
    "a reshape changes the number of examples and mixes them",
    needs=("Reshape",),
)
def batch_folded(self: Rule, program: Program) -> Iterator[Finding]:
    """A view or reshape whose first size is no longer the batch, whatever the batch is."""
    for node in program.nodes:
        if not isinstance(node.op, Reshape) or node.op.keep_batch or node.faults:
            continue
        value = node.inputs[0]
        have, wanted, batch = value.shape, node.op.shape, batch_size(node.network)
        if have is None or len(have) < 2 or batch is None or not keeps_batch(value, batch):
            continue
        if not _mixes(have, wanted):
            continue
        example = f"{times(have[1:])} = {product(have[1:])}" if len(have) > 2 else str(have[1])
        yield self.report(
            node.span,
            f"`{node.label}` to {shown(wanted)} changes the batch size: an example has {example} features, "
            f"not {product(wanted[1:])}{in_pass(node)}",
            labels=[(place(value), f"makes {shown(have)} here")],
            help=f"keep the batch: `x.flatten(1)`, then {product(have[1:])} features go on",
            fix=flattened(program, node, product(have[1:])) if len(wanted) == 2 else None,
        )


def _mixes(have: Shape, wanted: Shape) -> bool:
    """Whether rows of the new shape certainly are not examples, and nothing says that this is meant."""
    if len(wanted) < 2 or -1 in wanted[1:]:
        return False
    row, example = product(wanted[1:]), product(have[1:])
    if same(row, example) is not False:
        return False
    if any(same(row, product(have[start:])) is not False for start in range(2, len(have))):
        return False  # time steps, patches or positions become rows of their own
    counted = isinstance(row, int) and isinstance(example, int)
    if counted and example % row and row % example:
        return True
    # A whole number of rows an example, or of examples a row, is meant where the code itself counts them.
    return len(wanted) == 2 and wanted[0] == -1
