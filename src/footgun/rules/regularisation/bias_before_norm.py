"""A bias right before a normalisation that subtracts the mean again: weights that do nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Node, Program
from footgun.ops.linear import Linear
from footgun.ops.normalisation import BatchNorm, InstanceNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.makers import built
from footgun.rules.facts.mending import set_argument
from footgun.rules.facts.passing import LINEAR_MAPS, keeps, path
from footgun.rules.facts.widths import width_out
from footgun.rules.facts.words import in_pass
from footgun.sizes import Size


@rule(
    "REG004",
    "bias-before-norm",
    Severity.INFO,
    "a bias that the next normalisation takes out again",
    needs=("BatchNorm", "InstanceNorm"),
)
def bias_before_norm(self: Rule, program: Program) -> Iterator[Finding]:
    """Convolutions and dense layers whose only use is a norm that averages over examples or positions."""
    told: set[object] = set()
    for node in program.nodes:
        if not isinstance(node.op, LINEAR_MAPS) or not node.op.bias or node.made in told:
            continue
        after = path(node.output, keeps)
        norm = after[-1] if after else None
        if (
            norm is None
            or not isinstance(norm.op, (BatchNorm, InstanceNorm))
            or not _each_channel(node, norm)
        ):
            continue
        told.add(node.made)
        keras = node.network is not None and node.network.framework == "keras"
        place = None if keras else 2 if isinstance(node.op, Linear) else 7
        yield self.report(
            node.span,
            f"the bias of `{node.label}`{_count(width_out(node))} does nothing: `{norm.label}` subtracts "
            f"the mean of each channel right after it{in_pass(node)}",
            labels=[(norm.span, "subtracts the mean here"), (built(node), "made here")],
            help=f"`{'use_bias' if keras else 'bias'}=False` leaves it out",
            fix=set_argument(program, node, "use_bias" if keras else "bias", "False", place)
            if node.layer is not None and not _read(program)
            else None,
        )


def _read(program: Program) -> bool:
    """Whether code takes the biases of layers for there: `m.bias.data.zero_()`, `w, b = m.get_weights()`."""
    text = "\n".join(program.sources)
    unguarded = ".bias" in text and not re.search(r"\.bias\s+is\s+not\s+None", text)
    return unguarded or program.mentions("get_weights") or program.mentions("set_weights")


def _count(width: Size | None) -> str:
    return f" ({width} weights)" if isinstance(width, int) else ""


def _each_channel(node: Node, norm: Node) -> bool:
    """Whether the norm averages along every axis but that of the bias."""
    before, after = node.output.shape, norm.inputs[0].shape
    if before is None or after is None or before != after:
        return False
    channels = -1 if not hasattr(node.op, "channel_axis") else node.op.channel_axis(len(before))
    if isinstance(norm.op, InstanceNorm):
        return not isinstance(norm.op.axis, tuple) and len(before) > 2 and channels % len(before) == 1
    axis = norm.op.axis if isinstance(norm.op, BatchNorm) else 1
    return channels % len(before) == axis % len(before)
