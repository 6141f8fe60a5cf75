"""Tensors joined along one axis that differ on another, and splits whose sizes do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from footgun.findings import Finding, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.join import Concat, Split
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, repaired
from footgun.rules.facts.makers import maker, makes, place
from footgun.rules.facts.refused import refused
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Expr, Shape, Size, same

# Half a map more or less is what an odd size loses on its way down and up again.
OFF_BY_ONE = "an odd size lost one position on its way down: pad or crop one of the two before the join"


@rule(
    "SHP007",
    "concat-mismatch",
    Severity.ERROR,
    "tensors to be joined differ on another axis",
    needs=("concat",),
)
def concat_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Cat and stack, Keras' Concatenate, and split with a list of sizes."""
    for node, (fault, *_) in faulty(program, "concat"):
        if refused(program, node):
            continue
        if isinstance(node.op, Split):
            if not repaired(node.inputs[0]):
                yield _split(self, node, node.op, fault)
            continue
        for first, other in combinations(node.inputs, 2):
            axis = _conflict(first.shape, other.shape, node)
            if axis is not None and not repaired(first, other):
                yield _report(self, node, (first, other), axis)
                break


def _report(self: Rule, node: Node, pair: tuple[Value, Value], axis: int) -> Finding:
    first, second = (value.shape or () for value in pair)
    along = f" along axis {node.op.axis % len(first)}" if isinstance(node.op, Concat) else ""
    return self.report(
        node.span,
        f"`{node.label}` cannot join {shown(first)} and {shown(second)}{along}: "
        f"axis {axis} has {first[axis]} and {second[axis]}{in_pass(node)}",
        labels=[_label(value, axis) for value in pair],
        help=_help(node, first, second, axis),
    )


def _label(value: Value, axis: int) -> tuple[Span | None, str]:
    return makes(maker(value, axis), shown(value.shape or ()))


def _help(node: Node, first: Shape, second: Shape, axis: int) -> str | None:
    differ = [i for i, (a, b) in enumerate(zip(first, second, strict=True)) if same(a, b) is not True]
    if isinstance(node.op, Concat) and differ == [axis]:
        return f"all other axes agree: `{'axis' if _in_keras(node) else 'dim'}={axis}` joins these two"
    gap = first[axis] - second[axis]
    if len(first) > 3 and gap in (1, -1):
        return OFF_BY_ONE
    return None


def _in_keras(node: Node) -> bool:
    return node.network is not None and node.network.framework == "keras"


def _conflict(a: Shape | None, b: Shape | None, node: Node) -> int | None:
    """The first axis, but for the one along which is joined, on which two shapes certainly differ."""
    if not a or not b or len(a) != len(b):
        return None
    skip = node.op.axis % len(a) if isinstance(node.op, Concat) else None
    return next((i for i in range(len(a)) if i != skip and same(a[i], b[i]) is False), None)


def _split(self: Rule, node: Node, op: Split, fault: Fault) -> Finding:
    value, sizes = node.inputs[0], op.sizes if isinstance(op.sizes, tuple) else ()
    total = f"{_sum(sizes)} = {fault.got}" if len(sizes) > 1 else str(fault.got)
    return self.report(
        node.span,
        f"`{node.label}` into {total} does not fit {shown(value.shape or ())}: "
        f"axis {fault.axis} has {fault.expected}{in_pass(node)}",
        labels=[(place(value), f"makes {shown(value.shape or ())} here")] if value.made_by else (),
        help=_of_split(op, value.shape or (), fault),
    )


def _sum(sizes: tuple[Size, ...]) -> str:
    if len(sizes) > 6:
        return f"{sizes[0]} + {sizes[1]} + ... + {sizes[-1]}"
    return " + ".join(map(str, sizes))


def _of_split(op: Split, shape: Shape, fault: Fault) -> str | None:
    got = fault.got if isinstance(fault.got, (int, Expr)) else 0
    meant = [i for i, size in enumerate(shape) if same(size, got) and i != fault.axis]
    if len(meant) == 1:
        return f"axis {meant[0]} has {fault.got}: `dim={meant[0]}`"
    sizes = op.sizes
    if isinstance(sizes, tuple) and len(set(sizes)) == 1:
        return f"`split({sizes[0]}, dim={fault.axis})` makes pieces of {sizes[0]}, however many they are"
    return f"the sizes must add up to {fault.expected}"
