"""A reshape into a shape that holds another number of elements."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Reapply
from footgun.findings import Finding, Fix, Severity
from footgun.network import Node, Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import faulty, guessed
from footgun.rules.facts.makers import place
from footgun.rules.facts.resizing import flattened
from footgun.rules.facts.words import in_pass, shown, times
from footgun.sizes import Shape, product, same


@rule("SHP005", "reshape-mismatch", Severity.ERROR, "a reshape cannot hold the elements", needs=("elements",))
def reshape_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """view, reshape, unflatten and Keras' Reshape, where the numbers cannot agree."""
    for node, (fault, *_) in faulty(program, "elements"):
        wanted, have = fault.expected, fault.got
        if not isinstance(wanted, tuple) or not isinstance(have, tuple) or guessed(node.inputs[0]):
            continue
        if 0 in have:
            continue  # a stand-in for what a caller gives
        shapes = f"{shown(have)} into {shown(wanted)}"
        yield self.report(
            node.span,
            f"`{node.label}` cannot turn {shapes}: {_conflict(have, wanted)}{in_pass(node)}",
            labels=[(place(node.inputs[0]), f"makes {shown(node.inputs[0].shape or have)} here")],
            help=_help(node, have, wanted),
            fix=_fix(program, node, have, wanted),
        )


def _fix(program: Program, node: Node, have: Shape, wanted: Shape) -> Fix | None:
    moved = node.label in ("reshape", "view") and node.layer is None
    if moved and _other_batch(have, wanted) and "symbolic" not in node.inputs[0].facts:
        sizes = ", ".join(("-1", *map(str, wanted[1:])))
        return Fix(f"`{node.label}({sizes})`", changes=(Reapply(node.called, f"{{}}.{node.label}({sizes})"),))
    meant = len(wanted) == 2 and _help(node, have, wanted) is not None
    if not meant or getattr(node.op, "keep_batch", False):
        return None
    return flattened(program, node, product(have[1:]))


def _other_batch(have: Shape, wanted: Shape) -> bool:
    """Whether each example fits, but so many are not there."""
    sizes = (*have, *wanted)
    known = len(have) > 1 and len(wanted) > 1 and all(isinstance(size, int) for size in sizes)
    return known and -1 not in wanted and product(have[1:]) == product(wanted[1:])


def _conflict(have: Shape, wanted: Shape) -> str:
    others = product(tuple(size for size in wanted if size != -1))
    if -1 in wanted:
        return f"{product(have)} elements are no multiple of {others}"
    return f"{product(have)} elements against {others}"


def _help(node: Node, have: Shape, wanted: Shape) -> str | None:
    if getattr(node.op, "keep_batch", False):
        return f"an example has {times(have)} = {product(have)} elements" if len(have) > 1 else None
    if len(have) < 2 or len(wanted) < 2 or not (wanted[0] == -1 or same(wanted[0], have[0])):
        return None
    rest = have[1:]
    example = f"{times(rest)} = {product(rest)}" if len(rest) > 1 else str(rest[0])
    return f"an example has {example} elements; `x.flatten(1)` keeps the batch and counts for you"
