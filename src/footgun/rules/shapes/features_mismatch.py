"""A layer made for another number of features than it gets, after a flatten above all."""

from __future__ import annotations

from collections.abc import Iterator
from math import gcd, isqrt

from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.feed import Feed
from footgun.ops.reshape import Reshape
from footgun.rules.base import Rule, rule
from footgun.rules.facts.arguments import input_argument, per_channel
from footgun.rules.facts.faults import (
    alike,
    backwards,
    faulty,
    guessed,
    real_size,
    window_fault_behind,
)
from footgun.rules.facts.flat import Flat, flattened
from footgun.rules.facts.layout import layout_swapped
from footgun.rules.facts.makers import maker, makes
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.refused import other_images
from footgun.rules.facts.resizing import average_before
from footgun.rules.facts.stated import data_fix
from footgun.rules.facts.words import count, in_pass, shown, times
from footgun.sizes import Expr, Shape, Size, bounds, names_in, product, same


@rule(
    "SHP002",
    "features-mismatch",
    Severity.ERROR,
    "a layer is made for other features than it gets",
    needs=("features",),
)
def features_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Linear and recurrent layers, attention, normalisation over features."""
    for node, (fault, *_) in faulty(program, "features"):
        value, wanted, got = _input_of(node, fault), fault.expected, fault.got
        if (
            per_channel(node.op)
            or value is None
            or value.shape is None
            or layout_swapped(value)
            or guessed(value)
            or (value.assumed is not None and value.assumed.kind == "elements")
            or wanted == 0  # a stand-in for what a caller gives
        ):
            continue
        if isinstance(wanted, str):
            yield self.report(node.span, f"`{node.label}` gets {got} features, not {wanted}{in_pass(node)}")
        elif isinstance(wanted, (int, Expr)) and isinstance(got, (int, Expr)):
            flat = flattened(value)
            if _follows(flat, value, wanted, fault.axis or 0) or _right_before_reshape(value, wanted):
                continue
            if flat is None:
                message, origin = (
                    _plain(wanted, got, value.shape),
                    makes(maker(value, fault.axis or 0, True), str(got)),
                )
            else:
                message, origin = _after_flatten(wanted, got, flat)
            yield self.report(
                node.span,
                f"`{node.label}` takes {count(wanted, 'feature')}, but {message}{in_pass(node)}",
                labels=[origin, (node.made, "made here")],
                help=_of_flatten(node, got, flat) if flat else _of_plain(node, wanted, got, value.shape),
                fix=_fix(program, node, value, got, flat) if alike(program, node, fault) else None,
            )


def _fix(program: Program, node: Node, value: Value, got: Size, flat: Flat | None) -> Fix | None:
    if isinstance(node.op, Feed):
        return data_fix(program, node)
    argument = input_argument(node.op)
    if not argument or node.layer is None or value is not node.inputs[0] or node.op.attends:
        return None
    if isinstance(got, int):
        text = flat.text if flat is not None and len(flat.parts) > 1 else str(got)
        return set_argument(program, node, argument, text, 0)
    if flat is None or len(flat.parts) != 3 or argument != "in_features":
        return None
    return average_before(program, flat.node, node, flat.parts[0])


def _input_of(node: Node, fault: Fault) -> Value | None:
    """The input that the fault speaks of."""
    for value in node.inputs:
        shape, axis = value.shape, fault.axis
        if shape and axis is not None and axis < len(shape) and shape[axis] == fault.got:
            return value
    return None


def _follows(flat: Flat | None, value: Value, wanted: Size, axis: int) -> bool:
    """Whether the number may be right once an earlier window or normalisation is."""
    if flat is None:
        real = real_size(value, axis)
        return real is not None and same(real, wanted) is not False
    channels, *rest = flat.parts
    if window_fault_behind(flat.node.inputs[0]) is not None:
        if not isinstance(channels, int) or not isinstance(wanted, int) or channels == 0:
            return True
        positions, left = divmod(wanted, channels)
        is_square = len(rest) == 2 and rest[0] == rest[1]
        return left == 0 and (not is_square or isqrt(positions) ** 2 == positions)
    real = real_size(flat.node.inputs[0], 1)
    return real is not None and same(product((real, *rest)), wanted) is not False


def _right_before_reshape(value: Value, wanted: Size) -> bool:
    """Whether the layer fits what an example had before a reshape: then the reshape is the mistake."""
    for node in backwards(value):
        if isinstance(node.op, Reshape):
            have = node.inputs[0].shape
            return have is not None and len(have) > 1 and same(product(have[1:]), wanted) is True
        if not node.inputs or node.inputs[0].shape != node.output.shape:
            return False
    return False


def _plain(wanted: Size, got: Size, shape: Shape) -> str:
    return f"gets {got}" if len(shape) < 3 else f"the last axis of {shown(shape)} has {got}"


def _after_flatten(wanted: Size, got: Size, flat: Flat) -> tuple[str, tuple[Span | None, str]]:
    sizes = flat.text
    if isinstance(got, int):
        return f"gets {sizes} = {got}", (flat.node.span, f"makes {sizes} = {got} features here")
    message = f"flatten makes {sizes}, which is never {wanted}{_why_never(wanted, got)}"
    return message, (flat.node.span, f"makes {sizes} features here")


def _why_never(wanted: Size, got: Size) -> str:
    if not isinstance(wanted, int) or not isinstance(got, Expr):
        return ""
    step = gcd(*got.terms.values())
    if wanted % step:
        return f" (always a multiple of {step})"
    if wanted > 0 and len(names_in(got)) == 1 and isqrt(wanted // step) ** 2 != wanted // step:
        return f" (the map is square, and {wanted} is not {step} times a square)"
    low, high = bounds(got)
    if low is not None and wanted < low:
        return f" (at least {low})"
    return f" (at most {high})" if high is not None and wanted > high else ""


def _of_flatten(node: Node, got: Size, flat: Flat) -> str | None:
    if isinstance(got, int):
        use = f"use `{flat.text}` ({got})" if len(flat.parts) > 1 else f"use {got}"
        other = other_images(node.network)
        return use if other is None else f"{use}, or give it images of {other} pixels"
    channels, *rest = flat.parts
    if not isinstance(channels, int) or len(rest) != 2:
        return None
    return f"`nn.AdaptiveAvgPool2d(1)` before the flatten makes it {channels} for any image"


def _of_plain(node: Node, wanted: Size, got: Size, shape: Shape) -> str | None:
    rest = shape[1:]
    if len(rest) > 1 and same(product(rest), wanted):
        return f"flatten first: an example has {times(rest)} = {wanted} features"
    if len(shape) > 2 and wanted in rest:
        axis = shape.index(wanted, 1)
        return f"axis {axis} has {wanted}: `x.transpose({axis}, -1)` puts it last"
    argument = input_argument(node.op)
    return f"use `{argument}={got}`, or change the layer before it" if argument and node.layer else None
