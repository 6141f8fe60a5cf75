"""Comments that state the shape of the value on their line: `# B x 392`, `# x: (n, 64, 7, 7)`.

Only a comment that says nothing else counts, so that a remark about a kernel or a table is never taken for a
shape.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_NAME = r"[A-Za-z_]\w*"
_TERM = rf"(?:\d+|{_NAME})"
_DIM = rf"{_TERM}(?:\s*(?://|[*+/-])\s*{_TERM})*"
_ARROW = re.compile(r"->|=>|→|⇒")
_SUBJECT = re.compile(rf"({_NAME}(?:\.{_NAME})*?)(?:\.shape|\.size\(\))?(?:\s*[:=]\s*|\s(?=[\[(]))")
_LABEL = re.compile(
    r"(?:(?:the|output|shape|size|returns?|result|gives|now|is|out(?=\s+(?:shape|size)))\b[\s:=]*)+", re.I
)
_INPUT = re.compile(r"(?:the\s+)?input(?:\s+(?:shape|size|is))*[\s:=]+", re.I)
_LIST = re.compile(rf"(torch\.Size|TensorShape)?\(?[\[(]\s*({_DIM}(?:\s*,\s*{_DIM})*)\s*(,?)\s*[\])]\)?")
_TIMES = re.compile(rf"{_TERM}(?:\s+[xXх]\s+{_TERM}|\s*×\s*{_TERM}|(?<=\d)[xXх]\d+)+")
_JOINED = re.compile(r"(?:[A-Z]|\d+)(?:[x×](?:[A-Z]|\d+))+")  # BxCxHxW
LONGEST = 120  # characters of a comment that may be nothing but a shape


class CommentShape(NamedTuple):
    """The shape that a comment states, of the name it gives or (None) of the value on its line.

    Sizes that are not numbers are names or expressions, as written: `B`, `H*W`.
    """

    subject: str | None
    sizes: tuple[int | str, ...]


def comment_shape(text: str) -> CommentShape | None:
    """The shape that a whole comment states, or None if it says anything else.

    >>> comment_shape("# x: B x 1 x 28 x 28")
    CommentShape(subject='x', sizes=('B', 1, 28, 28))
    """
    if len(text) > LONGEST:
        return None
    steps = [step.strip() for step in _ARROW.split(text.lstrip("# \t").rstrip(" \t.;"))]
    body, subject = steps[-1], None
    if len(steps) == 2 and re.fullmatch(_NAME, steps[0]):
        subject = steps[0]
    if label := _INPUT.match(body):
        subject = "input"
    elif (label := _LABEL.match(body)) is None and (label := _SUBJECT.match(body)):
        subject = label[1]
    body = body[label.end() :] if label else body
    more = _LABEL.match(body)  # `x: shape (3, 4)`
    sizes = _sizes(body[more.end() :] if more else body)
    return CommentShape(subject, sizes) if sizes else None


def _sizes(body: str) -> tuple[int | str, ...]:
    if listed := _LIST.fullmatch(body):
        parts = listed[2].split(",")
        if len(parts) < 2 and not (listed[1] or listed[3]):
            return ()
    elif _JOINED.fullmatch(body):
        parts = re.split("[x×]", body)
    elif _TIMES.fullmatch(body):
        parts = re.split(r"\s+[xXх]\s+|\s*×\s*|(?<=\d)[xXх](?=\d)", body)
    else:
        return ()
    return tuple(_dim(part.strip()) for part in parts)


def _dim(part: str) -> int | str:
    """A number, a product of numbers as one, or the words as written."""
    factors = [factor.strip() for factor in part.split("*")]
    if not all(factor.isdecimal() and len(factor) < 10 for factor in factors):
        return re.sub(r"\s+", "", part)
    product = 1
    for factor in factors:
        product *= int(factor)
    return product
