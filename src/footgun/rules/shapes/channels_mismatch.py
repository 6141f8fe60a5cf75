"""A layer made for another number of channels than the map it gets has."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.arguments import input_argument, per_channel
from footgun.rules.facts.faults import alike, faulty, guessed, real_size
from footgun.rules.facts.layout import layout_swapped, swapped
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.words import count, in_pass
from footgun.sizes import Expr, Size, same


@rule(
    "SHP001",
    "channels-mismatch",
    Severity.ERROR,
    "a layer is made for other channels than it gets",
    needs=("channels", "features"),
)
def channels_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Convolutions, normalisations over channels and PReLU."""
    for node, (fault, *_) in faulty(program, "channels", "features"):
        if fault.kind == "features" and not per_channel(node.op):
            continue
        value, axis, wanted = node.inputs[0], fault.axis, fault.expected
        if axis is None or value.shape is None or guessed(value, axis=axis):
            continue
        if swapped(node) or layout_swapped(value):
            continue  # the channels are there, on another axis
        beyond = axis >= len(value.shape)  # a vector has one channel, on no axis of its own
        real = None if beyond else real_size(value, axis)
        if real is not None and isinstance(wanted, (int, Expr)) and same(real, wanted) is not False:
            continue  # right for what the layer before the faulty normalisation makes
        size = 1 if beyond else value.shape[axis] if real is None else real
        noun = "channel" if len(value.shape) > 2 else "feature"
        got = count(size, noun)
        conflict = f"gets {got}, not" if isinstance(wanted, str) else f"gets {got}, but is made for"
        yield self.report(
            node.span,
            f"`{node.label}` {conflict} {wanted}{in_pass(node)}",
            labels=[makes(maker(value, 0 if beyond else axis, channels=True), got), (node.made, "made here")],
            help=_help(node, size),
            fix=_fix(program, node, size) if alike(program, node, fault) else None,
        )


def _fix(program: Program, node: Node, size: Size) -> Fix | None:
    argument = input_argument(node.op)
    if not isinstance(size, int) or not argument or node.layer is None:
        return None
    return set_argument(program, node, argument, str(size), 0)


def _help(node: Node, size: Size) -> str | None:
    argument = input_argument(node.op)
    if argument is None:
        return None
    return f"use `{argument}={size}`" + (", or change the layer before it" if node.layer else "")
