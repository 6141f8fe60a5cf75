"""What published weights were trained on: each family of networks takes pixels in a form of its own."""

from __future__ import annotations

from footgun.findings import Span
from footgun.records import NamedTuple

# What is taken off pixels from 0 to 255, and what they are divided by then, for each channel.
FORMS = {
    "raw": ((0.0,), (1.0,)),
    "tf": ((127.5,), (127.5,)),
    "torch": ((123.675, 116.28, 103.53), (58.395, 57.12, 57.375)),
    "caffe": ((103.939, 116.779, 123.68), (1.0, 1.0, 1.0)),
}


class Trained(NamedTuple):
    """The published weights that a layer begins with."""

    model: str  # "resnet18"
    form: str  # of the pixels they take, one of FORMS
    span: Span


def in_form(form: str, low: float = 0, high: float = 255) -> tuple[float, float]:
    """The range that pixels from `low` to `high` have in a form."""
    pairs = list(zip(*FORMS[form], strict=True))
    return min((low - m) / d for m, d in pairs), max((high - m) / d for m, d in pairs)
