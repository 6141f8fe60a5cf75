"""Tensors combined number by number whose shapes cannot broadcast: a residual connection above all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.loss import same_rank
from footgun.ops.putting import Put
from footgun.ops.reshape import Expand
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, real_size, repaired
from footgun.rules.facts.layout import layout_swapped
from footgun.rules.facts.makers import maker, makes, place
from footgun.rules.facts.refused import refused
from footgun.rules.facts.targets import (
    batch_changed,
    in_keras,
    layers_fix,
    layers_help,
    target_fix,
    target_help,
)
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Shape, same

# The usual case on maps.
SHORTCUT = (
    "a shortcut around layers that change channels or stride needs a 1 x 1 convolution that does the same"
)


@rule(
    "SHP006",
    "broadcast-mismatch",
    Severity.ERROR,
    "tensors are combined whose shapes cannot broadcast",
    needs=("broadcast", "loss"),
)
def broadcast_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Arithmetic, Keras merge layers, expand, and losses with their targets."""
    told: set[object] = set()
    for node, (fault, *_) in faulty(program, "loss"):
        if refused(program, node):
            continue
        wanted, got = fault.expected, fault.got
        if not isinstance(wanted, tuple) or not isinstance(got, tuple):
            continue
        if _encoded(program, node, wanted, got):
            continue
        keras = in_keras(node)
        mistake = (place(node.inputs[0]), wanted[1:], got[1:])
        if keras and mistake in told:
            continue  # `evaluate` after `fit`
        told.add(mistake)
        both = all(batch_changed(value) for value in node.inputs[:2])  # `logits.view(-1, C), y.view(-1)`
        folded = batch_changed(node.inputs[0]) and not both
        if not repaired(*node.inputs) and (keras or not (layout_swapped(node.inputs[0]) or folded)):
            prediction = shown(node.inputs[0].shape or ())
            yield self.report(
                node.span,
                f"`{node.label}` of {prediction} takes a target {shown(wanted)}, but gets {shown(got)}",
                labels=[(place(value), f"makes {shown(value.shape or ())} here") for value in node.inputs],
                help=layers_help(wanted, got) if keras else target_help(wanted, got),
                fix=_fix(program, node, wanted, got),
            )
    for node, (fault, *_) in faulty(program, "broadcast"):
        if refused(program, node):
            continue
        if isinstance(node.op, Expand):
            have = node.inputs[0].shape or ()
            text = f"`{node.label}` cannot stretch {shown(have)} to {shown(node.op.shape)}"
            yield self.report(node.span, f"{text}: only a size of 1 stretches{in_pass(node)}")
            continue
        if isinstance(node.op, Put) and isinstance(fault.got, tuple) and isinstance(fault.expected, tuple):
            text = f"`{node.label}` cannot put {shown(fault.got)} into {shown(fault.expected)}"
            labels = [(place(value), f"makes {shown(value.shape or ())} here") for value in node.inputs]
            yield self.report(node.span, f"{text}{in_pass(node)}", labels=labels)
            continue
        for a, b in combinations(node.inputs, 2):
            first, second = a.shape or (), b.shape or ()
            if in_keras(node):
                first, second = same_rank(first, second) or (first, second)
            back = _conflict(first, second, fault.detail == "batch")
            if back is not None and not repaired(a, b) and not _told(a, b, (first, second), back):
                yield _report(self, node, (a, b), (first, second), back)
                break


def _fix(program: Program, node: Node, wanted: Shape, got: Shape) -> Fix | None:
    if in_keras(node):
        return layers_fix(program, node.inputs[0], wanted, got)
    return target_fix(node, wanted, got)


def _report(
    self: Rule, node: Node, pair: tuple[Value, Value], met: tuple[Shape, Shape], back: int
) -> Finding:
    """`met`: the shapes as they are compared, which in a Keras loss have lost or gained a last axis of 1."""
    first, second = met
    equal = len(first) == len(second)
    where = f"axis {len(first) - back}" if equal else f"axis {back} from the end"
    shapes, sizes = f"{shown(first)} and {shown(second)}", f"{first[-back]} and {second[-back]}"
    return self.report(
        node.span,
        f"`{node.label}` cannot combine {shapes}: {where} has {sizes}{in_pass(node)}",
        labels=[_label(value, back) for value in pair],
        help=SHORTCUT if equal and not in_keras(node) and len(first) > 2 and back < len(first) else None,
    )


def _told(a: Value, b: Value, met: tuple[Shape, Shape], back: int) -> bool:
    """Whether the mistake is an earlier one: examples folded, or a norm made for other channels."""
    pairs = [(value, len(shape) - back) for value, shape in zip((a, b), met, strict=True)]
    if any(axis == 0 and batch_changed(value) for value, axis in pairs):
        return True
    return any(value.shape in met and real_size(value, axis) is not None for value, axis in pairs)


def _encoded(program: Program, node: Node, wanted: Shape, got: Shape) -> bool:
    """Whether one-hot labels go into a loss of class numbers, which is told as such."""
    if getattr(node.op, "target", None) == "one-hot":
        return False  # their encoding is right, so it is their shape that is not
    given = [*node.inputs[1:2], *(fit.arguments.get("y") for fit in program.fits)]
    one_hot = any(isinstance(y, Value) and y.facts.get("labels") == "one-hot" for y in given)
    return one_hot and len(got) == len(wanted) + 1


def _label(value: Value, back: int) -> tuple[Span | None, str]:
    shape = value.shape or ()
    return makes(maker(value, len(shape) - back, channels=back == len(shape) - 1), shown(shape))


def _conflict(a: Shape, b: Shape, batch: bool) -> int | None:
    """The first axis, counted from the end, on which two shapes certainly differ and neither is 1."""
    for back in range(min(len(a), len(b)), 0, -1):
        one, other = a[-back], b[-back]
        if same(one, other) is False and (batch or (same(one, 1) is False and same(other, 1) is False)):
            return back
    return None
