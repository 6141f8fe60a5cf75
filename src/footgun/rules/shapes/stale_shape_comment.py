"""A comment that states another shape than the tensor beside it has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Edit, Finding, Fix, Severity
from footgun.network import Program, ShapeComment
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
            fix=_fix(comment, shape),
        )


def _fix(comment: ShapeComment, shape: Shape) -> Fix | None:
    """The numbers that are not true, as long as each size of the comment stands for one of the tensor."""
    stated, span = comment.stated, comment.span
    words = list(re.finditer(r"\w+", comment.text))[-len(stated) :]
    sizes = shape if len(stated) == len(shape) else shape[1:]
    if len(stated) != len(sizes) or [word[0] for word in words] != list(map(str, stated)):
        return None
    edits = []
    for word, said, size in zip(words, stated, sizes, strict=True):
        if isinstance(said, int) and same(said, size) is False:
            if not isinstance(size, int):
                return None
            first, last = (span.column + end for end in word.span())
            edits.append(Edit(span._replace(column=first, end_column=last), str(size)))
    return Fix("correct the comment", tuple(edits), safe=True) if edits else None


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
