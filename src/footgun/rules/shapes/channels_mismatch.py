"""A layer made for another number of channels than the map it gets has."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.arguments import input_argument, per_channel
from footgun.rules.facts.faults import (
    faulty,
    guessed,
    layout_swapped,
    real_size,
    takes_last_axis_for_first,
)
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.words import count, in_pass, shown
from footgun.sizes import Expr, Size, same


@rule("SHP001", "channels-mismatch", Severity.ERROR, "a layer is made for other channels than it gets")
def channels_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Convolutions, normalisations over channels and PReLU."""
    for node, (fault, *_) in faulty(program, "channels", "features"):
        if fault.kind == "features" and not per_channel(node.op):
            continue
        value, axis, wanted = node.inputs[0], fault.axis, fault.expected
        if axis is None or value.shape is None or layout_swapped(value) or guessed(value, axis=axis):
            continue
        real = real_size(value, axis)
        if real is not None and isinstance(wanted, (int, Expr)) and same(real, wanted) is not False:
            continue  # right for what the layer before the faulty normalisation makes
        size = value.shape[axis] if real is None else real
        noun = "channel" if len(value.shape) > 2 else "feature"
        got = count(size, noun)
        conflict = f"gets {got}, not" if isinstance(wanted, str) else f"gets {got}, but is made for"
        yield self.report(
            node.span,
            f"`{node.label}` {conflict} {wanted}{in_pass(node)}",
            labels=[makes(maker(value, axis, channels=True), got), (node.made, "made here")],
            help=_help(node, size, shown(value.shape)),
        )


def _help(node: Node, size: Size, shape: str) -> str | None:
    if takes_last_axis_for_first(node):
        return f"{shape} has its channels last: `x.permute(0, 3, 1, 2)` puts them where torch expects them"
    argument = input_argument(node.op)
    if argument is None:
        return None
    return f"use `{argument}={size}`" + (", or change the layer before it" if node.layer else "")
