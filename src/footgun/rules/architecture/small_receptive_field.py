"""A network that names the class of every pixel from a small patch around it."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import LossUse, Node, Program, Value
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.rules.base import Rule, rule
from footgun.rules.facts.passing import CONVOLUTIONS
from footgun.rules.facts.words import by

# A U-Net of four levels sees a third of its image, the smallest well-known segmentation networks a fifth.
SHARE = 8
# On smaller images a few convolutions are the whole image.
SMALL = 48


@rule(
    "ARC017",
    "small-receptive-field",
    Severity.INFO,
    "every pixel is classified from a small part of the image",
    needs=("losses",),
)
def small_receptive_field(self: Rule, program: Program) -> Iterator[Finding]:
    """Networks whose answer is a map as large as the image, trained as classifiers."""
    told: set[int] = set()
    for use in program.losses:
        found = _map(use)
        if found is None or id(use.network) in told:
            continue
        image, answer, sizes, last = found
        told.add(id(use.network))
        from footgun.calculate.receptive import receptive_size

        seen = receptive_size(use.network, answer)  # type: ignore[arg-type]
        if (
            seen is None
            or len(seen) != 2
            or any(s * SHARE > size for s, size in zip(seen, sizes, strict=True))
        ):
            continue
        yield self.report(
            last.span,
            f"the class of a pixel follows from {by(seen)} pixels of an image of {by(sizes)}",
            labels=[(image.span, f"{by(sizes)} here")],
            help="strides or pools and a way back up, or `dilation`, let it see what the pixel is part of",
        )


def _map(use: LossUse) -> tuple[Value, Value, tuple[int, ...], Node] | None:
    """The image, the answer, their size and the last convolution, where a loss judges each pixel's class."""
    network, answer = use.network, use.prediction
    if not isinstance(use.op, (CrossEntropy, BinaryCrossEntropy)) or network is None or answer is None:
        return None
    image = network.inputs[0] if len(network.inputs) == 1 else None
    last = next((node for node in reversed(network.nodes) if isinstance(node.op, CONVOLUTIONS)), None)
    if image is None or last is None or not image.shape or not answer.shape or len(answer.shape) != 4:
        return None
    first = 1 if network.framework == "keras" else 2
    sizes, out = image.shape[first : first + 2], answer.shape[first : first + 2]
    if len(image.shape) != 4 or sizes != out or not all(isinstance(s, int) and s >= SMALL for s in sizes):
        return None
    if not any(answer is value for value in network.outputs):
        return None
    return image, answer, tuple(s for s in sizes if isinstance(s, int)), last
