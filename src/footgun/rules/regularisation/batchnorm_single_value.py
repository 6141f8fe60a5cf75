"""Batch normalisation over a single value for each channel, which has no variance."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import repaired
from footgun.rules.facts.makers import makes
from footgun.rules.facts.words import count, in_pass, shown
from footgun.sizes import product, same


@rule(
    "REG007",
    "batchnorm-single-value",
    Severity.ERROR,
    "batch norm over one value for each channel",
    needs=("BatchNorm",),
)
def batchnorm_single_value(self: Rule, program: Program) -> Iterator[Finding]:
    """In PyTorch's training mode, a batch of 1 on a map of one position; the first place in each network."""
    told: set[object] = set()
    for node in program.nodes:
        key = id(node.network) if node.network is not None else node.made
        if key in told or not _single(node) or repaired(node.inputs[0]):
            continue
        told.add(key)
        value = node.inputs[0]
        channels = (value.shape or (0, 0))[1]
        yield self.report(
            node.span,
            f"`{node.label}` gets one value for each of {count(channels, 'channel')}, "
            f"{shown(value.shape or ())}: that has no variance, and training raises{in_pass(node)}",
            labels=[makes(value, shown(value.shape or ()))],
            help="use batches of at least 2, `model.eval()` for a trial call, or a norm over each example",
        )


def _single(node: Node) -> bool:
    op, shape = node.op, node.inputs[0].shape if node.inputs else None
    if not isinstance(op, BatchNorm) or op.spatial is None or op.axis != 1 or node.faults:
        return False
    if shape is None or len(shape) < 2 or node.output.facts.get("mode") != "train":
        return False
    return same(product((shape[0], *shape[2:])), 1) is True
