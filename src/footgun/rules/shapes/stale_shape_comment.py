"""A comment that states another shape than the tensor beside it has."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Program
from footgun.rules.base import Rule, rule
from footgun.rules.facts.guesses import rank_guessed
from footgun.rules.facts.makers import place
from footgun.rules.facts.words import shown
from footgun.sizes import Shape, same


@rule(
    "SHP020",
    "stale-shape-comment",
    Severity.INFO,
    "a shape comment contradicts the shape there",
    needs=("shape_comments",),
)
def stale_shape_comment(self: Rule, program: Program) -> Iterator[Finding]:
    """Only what the stated numbers prove; names in a comment can be anything."""
    for comment in program.shape_comments:
        value = comment.value
        shape = value.shape
        if (
            shape is None
            or value.assumed is not None
            or rank_guessed(value)
            or _agrees(comment.stated, shape)
        ):
            continue
        origin = place(value)
        yield self.report(
            comment.span,
            f"the comment says `{comment.text.strip('# ')}`, but the shape is {shown(shape)}",
            labels=[(origin, f"makes {shown(shape)} here")]
            if origin and origin.line != comment.span.line
            else (),
            help="correct the comment, or remove it",
        )


def _agrees(stated: tuple[object, ...], shape: Shape) -> bool:
    """Whether a comment can mean this shape: all of it, without its batch, or height and width of a map."""
    readings = [shape, shape[1:]]
    if len(stated) == 2 and len(shape) == 4:
        readings += [shape[2:], shape[1:3]]
    readings = [reading for reading in readings if len(reading) == len(stated)]
    if readings:
        return any(_fits(stated, reading) for reading in readings)
    # A shape that names its batch is the whole one, so its length counts too.
    return len(stated) < 2 or isinstance(stated[0], int)


def _fits(stated: tuple[object, ...], sizes: Shape) -> bool:
    return all(not isinstance(a, int) or same(a, b) is not False for a, b in zip(stated, sizes, strict=True))
