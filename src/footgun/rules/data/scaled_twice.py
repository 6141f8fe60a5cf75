"""Pixels are divided by 255, or normalised, a second time."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Erase, Left
from footgun.findings import Finding, Fix, Severity, Span
from footgun.network import Node, Pipeline, Program, Step, Value
from footgun.ops.backbone import Backbone
from footgun.ops.elementwise import Binary, Unary
from footgun.rules.base import Rule, rule
from footgun.rules.facts.mending import erase
from footgun.rules.facts.pixels import Ends, arriving, entering, factor_of
from footgun.sizes import is_floating

# What nobody does to numbers from 0 to 1 on purpose: pixels are divided by 255, 256 or 127.5.
LARGE = 100
HELP = "scale once: after it nearly nothing of the image is left"


@rule(
    "DAT006",
    "scaled-twice",
    Severity.WARNING,
    "pixels are scaled or normalised twice",
    needs=("pipelines", "Binary+trains", "Binary+Backbone"),
)
def scaled_twice(self: Rule, program: Program) -> Iterator[Finding]:
    """Where the range is known before the second time; two steps of one pipeline with the same numbers."""
    told: set[Span] = set()
    for node, ends, place in _scaled(program):
        factor = factor_of(node)
        if factor is None or not is_pixels(node, ends) or node.span in told:
            continue
        down = ends[1] <= 1 and 0 < abs(factor[0]) <= 1 / LARGE
        if down or (ends[1] >= LARGE and factor[0] >= LARGE):
            told.add(node.span)
            what = "divides" if down else "multiplies"
            yield self.report(
                node.made,
                f"this {what} numbers that go from {ends[0]:g} to {ends[1]:g} already",
                labels=[(place, "they come from here")],
                help=HELP if down else "leave it out: they are pixels from 0 to 255",
                fix=_fix(program, node),
            )
    for node, division, what in _prepared(program):
        if division.made not in told:
            told.add(division.made)
            yield self.report(
                division.made,
                f"this divides pixels before `{node.label}`, which {what}",
                labels=[(node.span, "which takes pixels from 0 to 255")],
                help="leave the division out",
                fix=_fix(program, division),
            )
    for pipeline in program.pipelines:
        for first, second in _normalised(pipeline):
            yield self.report(
                second.span or pipeline.span,
                "the images are normalised a second time",
                labels=[(first.span, "the first time is here")],
                help="leave one of them out",
                fix=Fix("once", changes=(Erase(second.span, False),)) if second.span else None,
            )


def _fix(program: Program, node: Node) -> Fix | None:
    """The second time taken out, an operator or a layer."""
    if node.layer is not None:
        return erase(program, node)
    return Fix("scale once", changes=(Left(node.made),)) if isinstance(node.op, Binary) else None


def is_pixels(node: Node, ends: Ends) -> bool:
    """Whether these are numbers of images: fractions with both ends on one side, or around 0."""
    return is_floating(node.inputs[0].dtype) is not False and ends[0] >= -1 and ends[1] > ends[0]


def _scaled(program: Program) -> Iterator[tuple[Node, Ends, Span | None]]:
    """What multiplies pixels by a number, on the way to a network and in it."""
    for node in program.nodes:
        if node.network is None and node.inputs and "range" in node.inputs[0].facts:
            yield node, node.inputs[0].facts["range"], node.inputs[0].span
    for network, ends, place in entering(program):
        for node, got in arriving(network, ends):
            yield node, got, place


def _prepared(program: Program) -> Iterator[tuple[Node, Node, str]]:
    """What prepares pixels from 0 to 255 by itself, and the division before it.

    Where the data are known, so is the range that the published weights get: another rule tells of that.
    """
    if any(ends is not None for _, ends, _ in entering(program)):
        return
    for node in program.nodes:
        trained = node.layer.trained if node.layer is not None else None
        if "form" in node.outputs[0].facts:
            what = "prepares pixels from 0 to 255"
        elif trained is not None and trained.form == "raw" and isinstance(node.op, Backbone):
            what = "scales the pixels inside"
        else:
            continue
        before = _divided(node.inputs[0]) if node.inputs else None
        if before is not None:
            yield node, before, what


def _divided(value: Value) -> Node | None:
    """What divides pixels, with nothing but changes of place and augmentation since."""
    node = value.made_by
    while node is not None and node.inputs:
        factor = factor_of(node)
        if factor is not None:
            return node if 0 < abs(factor[0]) <= 1 / LARGE else None
        if not node.op.moves and not (isinstance(node.op, Unary) and node.op.name == "augment"):
            return None
        node = node.inputs[0].made_by
    return None


def _normalised(pipeline: Pipeline) -> Iterator[tuple[Step, Step]]:
    """Two steps that take off the same mean. One that adds it again undoes the other."""
    first: Step | None = None
    for step in pipeline.steps:
        if step.name == "Normalize" and step.numbers is not None:
            if first is not None and first.numbers == step.numbers:
                yield first, step
            first = step
