"""Images with their channels last for a layer that looks for them first, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity
from footgun.network import Network, Node, Program, Value
from footgun.ops.embedding import Embedding
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import backwards
from footgun.rules.facts.layout import takes_first_axis_for_last, takes_last_axis_for_first
from footgun.rules.facts.makers import makes, place
from footgun.rules.facts.words import count, in_pass, shown

ORDERS = {1: (0, 2, 1), 2: (0, 3, 1, 2), 3: (0, 4, 1, 2, 3)}


@rule(
    "SHP010",
    "channels-order",
    Severity.ERROR,
    "channels last for a layer that takes them first, or back",
    needs=("Conv", "ConvTranspose", "Pool"),
)
def channels_order(self: Rule, program: Program) -> Iterator[Finding]:
    """The first layer of each network that takes one axis for another."""
    told: set[object] = set()
    for node in program.nodes:
        key = id(node.network) if node.network is not None else node.made
        if key in told or not node.inputs:
            continue
        value = node.inputs[0]
        if takes_last_axis_for_first(node):
            told.add(key)
            shape, wanted = shown(value.shape or ()), count(getattr(node.op, "cin", None) or 0, "channel")
            yield self.report(
                node.span,
                f"`{node.label}` takes {wanted} on axis 1, but {shape} has them last{in_pass(node)}",
                labels=[makes(value, shape)],
                help=_help(node, value),
            )
        elif takes_first_axis_for_last(node):
            told.add(key)
            shape = shown(value.shape or ())
            crashes = _collapses(node.network)
            height, channels = node.inputs[0].shape[1], node.inputs[0].shape[-1]  # type: ignore[index]
            yield self.report(
                node.span,
                f"`{node.label}` takes the channels from the last axis: it sees {shape} as images of height "
                f"{height} with {count(channels, 'channel')}{in_pass(node)}",
                severity=Severity.ERROR if crashes else Severity.WARNING,
                labels=[(place(value), f"the input is {shape}")],
                help=f"give it as {_channels_last(value)}, or all layers `data_format='channels_first'`",
            )


def _collapses(network: Network | None) -> bool:
    """Whether a window does not fit into the few rows that the channels are taken for."""
    faults = (f for node in network.nodes for f in node.faults) if network is not None else ()
    return any(fault.kind == "window" and fault.axis == 1 for fault in faults)


def _channels_last(value: Value) -> str:
    _, channels, height, width = value.shape or (0, 0, 0, 0)
    return f"({height}, {width}, {channels})"


def _help(node: Node, value: Value) -> str:
    spatial = int(getattr(node.op, "spatial", 2))
    order = ORDERS[spatial][-(value.rank or 0) :]
    if value.rank == spatial + 1:  # no batch axis
        order = tuple(axis - 1 for axis in ORDERS[spatial][1:])
    if any(isinstance(n.op, Embedding) for n in backwards(value)):
        return f"an embedding puts its features last: `x.permute{order}` before the convolution"
    return f"`x.permute{order}` puts them where torch takes them"
