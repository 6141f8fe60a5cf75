"""Tensors joined along one axis that differ on another, and splits whose sizes do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from footgun.changes import Argument
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.join import Concat, Split
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, repaired
from footgun.rules.facts.makers import maker, makes, place
from footgun.rules.facts.refused import refused
from footgun.rules.facts.words import in_pass, shown
from footgun.sizes import Expr, Shape, Size, same

ONE_SIZE = "bring them to one size: `transforms.Resize((224, 224))`"
# Half a map more or less is what an odd size loses on its way down and up again.
OFF_BY_ONE = "an odd size lost one position on its way down: pad or crop one of the two before the join"


@rule(
    "SHP007",
    "concat-mismatch",
    Severity.ERROR,
    "tensors to be joined differ on another axis",
    needs=("concat", "unequal"),
)
def concat_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """Cat and stack, Keras' Concatenate, split with a list of sizes, batches of unequal examples."""
    yield from _unequal(self, program)
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


def _unequal(self: Rule, program: Program) -> Iterator[Finding]:
    """Pictures that a loader stacks: they may all be square, or of one size, so no error."""
    told = set()
    for found in program.unequal:
        where = found.side or found.span
        if where in told:
            continue
        told.add(where)
        if found.side is None:
            yield self.report(
                where,
                "nothing brings these images to one size: the loader cannot stack unequal ones to a batch",
                severity=Severity.INFO,
                help=ONE_SIZE,
            )
            continue
        yield self.report(
            where,
            "one number sets the shorter side alone: images of other proportions cannot be stacked",
            severity=Severity.WARNING,
            labels=[(found.span, "stacks them")],
            help=f"{ONE_SIZE}, or crop them after",
        )


def _report(self: Rule, node: Node, pair: tuple[Value, Value], axis: int) -> Finding:
    first, second = (value.shape or () for value in pair)
    along = f" along axis {node.op.axis % len(first)}" if isinstance(node.op, Concat) else ""
    return self.report(
        node.span,
        f"`{node.label}` cannot join {shown(first)} and {shown(second)}{along}: "
        f"axis {axis} has {first[axis]} and {second[axis]}{in_pass(node)}",
        labels=[_label(value, axis) for value in pair],
        help=_help(node, first, second, axis),
        fix=_fix(node, first, second, axis),
    )


def _fix(node: Node, first: Shape, second: Shape, axis: int) -> Fix | None:
    if not isinstance(node.op, Concat) or _differ(node, first, second) != [axis] or node.turn:
        return None
    name, place = ("axis", 0) if node.layer is not None else ("axis|dim", 1)
    name = name if _in_keras(node) else "dim|axis"
    return Fix(f"join along axis {axis}", changes=(Argument(node.made, name, str(axis), place),))


def _label(value: Value, axis: int) -> tuple[Span | None, str]:
    return makes(maker(value, axis), shown(value.shape or ()))


def _help(node: Node, first: Shape, second: Shape, axis: int) -> str | None:
    if isinstance(node.op, Concat) and _differ(node, first, second) == [axis]:
        return f"all other axes agree: `{'axis' if _in_keras(node) else 'dim'}={axis}` joins these two"
    gap = first[axis] - second[axis]
    if len(first) > 3 and gap in (1, -1):
        return OFF_BY_ONE
    return None


def _differ(node: Node, first: Shape, second: Shape) -> list[int]:
    """The axes on which two shapes may differ; of the batch Keras knows that it is the same."""
    answers = [same(a, b) for a, b in zip(first, second, strict=True)]
    return [i for i, answer in enumerate(answers) if answer is not True and (i or not _in_keras(node))]


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
        fix=_split_fix(node, value.shape or (), fault),
    )


def _sum(sizes: tuple[Size, ...]) -> str:
    if len(sizes) > 6:
        return f"{sizes[0]} + {sizes[1]} + ... + {sizes[-1]}"
    return " + ".join(map(str, sizes))


def _split_fix(node: Node, shape: Shape, fault: Fault) -> Fix | None:
    meant = [i for i in _of_size(shape, fault) if i != fault.axis]
    if len(meant) != 1 or node.turn:
        return None
    change = Argument(node.called, "dim|axis", str(meant[0]), 2, tensor=True)
    return Fix(f"split along axis {meant[0]}", changes=(change,))


def _of_size(shape: Shape, fault: Fault) -> list[int]:
    """The axes that have as much as the pieces have together."""
    got = fault.got if isinstance(fault.got, (int, Expr)) else 0
    return [i for i, size in enumerate(shape) if same(size, got)]


def _of_split(op: Split, shape: Shape, fault: Fault) -> str | None:
    meant = [i for i in _of_size(shape, fault) if i != fault.axis]
    if len(meant) == 1:
        return f"axis {meant[0]} has {fault.got}: `dim={meant[0]}`"
    sizes = op.sizes
    if isinstance(sizes, tuple) and len(set(sizes)) == 1:
        return f"`split({sizes[0]}, dim={fault.axis})` makes pieces of {sizes[0]}, however many they are"
    return f"the sizes must add up to {fault.expected}"
