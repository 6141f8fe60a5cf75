"""Comments that state the shape of the value on their line: `# B x 392`, `# x: (n, 64, 7, 7)`.

Only a comment that says nothing else counts, so that a remark about a kernel or a table is never taken for a
shape.
"""

from __future__ import annotations

import re

from footgun.records import NamedTuple

_NAME = r"[A-Za-z_]\w*"
_TERM = rf"(?:\d+|{_NAME})"
_DIM = rf"{_TERM}(?:\s*(?://|[*+/-])\s*{_TERM})*"
_ARROWS = ("=>", "→", "⇒")
_SUBJECT = rf"({_NAME}(?:\.{_NAME})*?)(?:\.shape|\.size\(\))?(?:\s*[:=]\s*|\s(?=[\[(]))"
_LABEL = (
    r"(?i)"
    r"(?:(?:the|output|shape|size|returns?|result|gives|now|is|out(?=\s+(?:shape|size)))\b[\s:=]*)+"
)
_LABELS = ("the", "output", "shape", "size", "return", "result", "gives", "now", "is", "out")
_INPUT = r"(?i)(?:the\s+)?input(?:\s+(?:shape|size|is))*[\s:=]+"
_LIST = rf"(torch\.Size|TensorShape)?\(?[\[(]\s*({_DIM}(?:\s*,\s*{_DIM})*)\s*(,?)\s*[\])]\)?"
_TIMES = rf"{_TERM}(?:\s+[xXх]\s+{_TERM}|\s*×\s*{_TERM}|(?<=\d)[xXх]\d+)+"
_JOINED = r"(?:[A-Z]|\d+)(?:[x×](?:[A-Z]|\d+))+"  # BxCxHxW
_WORTH_READING = r"[\])]\W*$|[\dA-Z] ?[xX×х] ?[\w]| [xх] "  # all else need no closer look
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
    if len(text) > LONGEST or not re.search(_WORTH_READING, text):
        return None
    for arrow in _ARROWS:
        text = text.replace(arrow, "->")
    steps = [step.strip() for step in text.lstrip("# \t").rstrip(" \t.;").split("->")]
    body, subject = steps[-1], None
    if len(steps) == 2 and re.fullmatch(_NAME, steps[0]):
        subject = steps[0]
    if "input" in body.lower() and (label := re.match(_INPUT, body)):
        subject = "input"
        body = body[label.end() :]
    elif (rest := _unlabelled(body)) != body:
        body = rest
    elif body[:1] not in "([" and not body.isalnum() and (label := re.match(_SUBJECT, body)):
        subject = label[1]
        body = body[label.end() :]
    sizes = _sizes(_unlabelled(body))  # `x: shape (3, 4)`
    return CommentShape(subject, sizes) if sizes else None


def _unlabelled(body: str) -> str:
    """What stands after `output shape:` and the like."""
    label = re.match(_LABEL, body) if body.lower().startswith(_LABELS) else None
    return body[label.end() :] if label else body


def _sizes(body: str) -> tuple[int | str, ...]:
    if body[-1:] in ("]", ")"):
        listed = re.fullmatch(_LIST, body)
        if listed is None:
            return ()
        parts = listed[2].split(",")
        if len(parts) < 2 and not (listed[1] or listed[3]):
            return ()
    elif " " not in body and re.fullmatch(_JOINED, body):
        parts = re.split("[x×]", body)
    elif re.fullmatch(_TIMES, body):
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
