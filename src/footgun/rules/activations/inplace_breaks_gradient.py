"""A tensor is changed in place although backward still needs the numbers it had."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Outplace
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Overwrite, Program
from footgun.ops.dropout import Dropout
from footgun.rules.base import Rule, rule
from footgun.rules.facts.saved import saves_input, saves_output


@rule(
    "ACT006",
    "inplace-breaks-gradient",
    Severity.ERROR,
    "an in-place change of what backward needs",
    needs=("overwrites",),
)
def inplace_breaks_gradient(self: Rule, program: Program) -> Iterator[Finding]:
    """Only inside one forward pass, where backward comes later: torch raises RuntimeError there."""
    order = {id(node): i for i, node in enumerate(program.nodes)}
    changed = {(change.place, id(change.value)) for change in program.overwrites}
    told = set()
    for change in program.overwrites:
        network = change.network
        by = program.nodes[change.place] if change.place < len(program.nodes) else None
        if by is not None and isinstance(by.op, Dropout) and not by.op.p:
            continue  # it gives back its input
        if change.perhaps or change.span.line in told or network is None or network.framework != "torch":
            continue
        for node, what in _before(change, order):
            in_place = bool(node.inputs) and (order[id(node)], id(node.inputs[0])) in changed
            if what == "output":
                kept = saves_output(node, in_place)
            else:
                kept = not in_place and saves_input(node, change.value)
            if not kept:
                continue
            told.add(change.span.line)
            yield self.report(
                change.span,
                f"`{change.label}` changes the {what} of `{node.label}` in place, whose gradient needs it "
                "as it was: `backward()` raises RuntimeError",
                labels=[(node.span, "kept for the gradient here")],
                help="make a new tensor: `x = x + y` for `x += y`, `inplace=False`, no `_` at the end",
                fix=_fix(change, by),
            )
            break


def _fix(change: Overwrite, by: Node | None) -> Fix:
    """The same operation on a new tensor."""
    if change.label.endswith(("_", "=")) or by is None:
        return Fix("make a new tensor", changes=(Outplace(change.span),))
    return Fix("`inplace=False`", changes=(Argument(by.made, "inplace", "False"),))


def _before(change: Overwrite, order: dict[int, int]) -> Iterator[tuple[Node, str]]:
    """What made the tensor, and what took it before the change, as far as gradients are recorded."""
    value, network = change.value, change.network
    nodes = [(value.made_by, "output")] if value.made_by is not None else []
    nodes += [(user, "input") for user in value.users]
    for node, what in nodes:
        before = order.get(id(node), change.place) < change.place
        used = what == "output" or any(output.users for output in node.outputs)
        if before and used and node.network is network and node.recorded is True and not node.perhaps:
            yield node, what
