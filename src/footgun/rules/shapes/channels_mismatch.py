"""A layer made for another number of channels than the map it gets has."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.arguments import input_argument, per_channel
from footgun.rules.facts.faults import faulty, layout_swapped, takes_last_axis_for_first
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.words import count, in_pass, shown


@rule(
    "SHP001",
    "channels-mismatch",
    Severity.ERROR,
    "a layer is made for another number of channels than it gets",
)
def channels_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Convolutions, normalisations over channels and PReLU."""
    for node, (fault, *_) in faulty(program, "channels", "features"):
        if fault.kind == "features" and not per_channel(node.op):
            continue
        value, axis = node.inputs[0], fault.axis
        if axis is None or value.shape is None or layout_swapped(value):
            continue
        noun = "channel" if len(value.shape) > 2 else "feature"
        got = count(value.shape[axis], noun)
        if isinstance(fault.expected, str):
            message = f"`{node.label}` gets {got}, not {fault.expected}"
        else:
            message = f"`{node.label}` is made for {fault.expected} {noun}s, but gets {got}"
        yield self.report(
            node.span,
            message + in_pass(node),
            labels=[makes(maker(value, axis, channels=True), got), (node.made, "made here")],
            help=_help(node, str(fault.got), shown(value.shape)),
        )


def _help(node: Node, got: str, shape: str) -> str | None:
    if takes_last_axis_for_first(node):
        return f"{shape} has its channels last: `x.permute(0, 3, 1, 2)` puts them where torch expects them"
    argument = input_argument(node.op)
    if argument is None:
        return None
    return (
        f"use `{argument}={got}`, or change the layer before it" if node.layer else f"give it {got} channels"
    )
