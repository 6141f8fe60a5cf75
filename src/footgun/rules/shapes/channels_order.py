"""Images with their channels last for a layer that looks for them first, or the reverse."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.changes import Argument, Around, Wrap
from footgun.findings import Finding, Fix, Severity
from footgun.network import Network, Node, Program, Value, behind
from footgun.ops.embedding import Embedding
from footgun.ops.normalisation import BatchNorm
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import backwards
from footgun.rules.facts.layout import takes_first_axis_for_last, takes_last_axis_for_first
from footgun.rules.facts.makers import makes, place
from footgun.rules.facts.mending import contiguous
from footgun.rules.facts.passing import CONVOLUTIONS, carries, is_activation
from footgun.rules.facts.words import count, in_pass, shown

ORDERS = {1: (0, 2, 1), 2: (0, 3, 1, 2), 3: (0, 4, 1, 2, 3)}


@rule(
    "SHP010",
    "channels-order",
    Severity.ERROR,
    "channels last for a layer that takes them first, or back",
    needs=("Block", "Conv", "ConvTranspose", "Features", "Pool", "SeparableConv"),
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
                fix=_fix(program, node, value),
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
        elif (rows := _normalises_rows(node)) is not None:
            told.add(key)
            yield self.report(
                node.span,
                f"`{node.label}` takes axis 1 for the channels, but {shown(rows.shape or ())} has them last: "
                f"it scales each row of the map by itself{in_pass(node)}",
                severity=Severity.WARNING,
                help="leave `axis` out: Keras keeps the channels last unless told otherwise",
                fix=Fix("leave `axis` out", changes=(Argument(node.made, "axis", None),)),
            )


def _normalises_rows(node: Node) -> Value | None:
    """The map of a channels-last convolution (Keras) of which a batch norm takes axis 1 for the channels."""
    op, value = node.op, node.inputs[0]
    if not isinstance(op, BatchNorm) or op.axis != 1 or op.features is not None or (value.rank or 0) < 4:
        return None
    before = behind(value, lambda n: carries(n) or is_activation(n))
    last = before is not None and isinstance(before.op, CONVOLUTIONS) and before.op.last
    return value if last and before is not None and before.output.rank == value.rank else None


def _collapses(network: Network | None) -> bool:
    """Whether a window does not fit into the few rows that the channels are taken for."""
    faults = (f for node in network.nodes for f in node.faults) if network is not None else ()
    return any(fault.kind == "window" and fault.axis == 1 for fault in faults)


def _channels_last(value: Value) -> str:
    _, channels, height, width = value.shape or (0, 0, 0, 0)
    return f"({height}, {width}, {channels})"


def _fix(program: Program, node: Node, value: Value) -> Fix | None:
    """The axes moved where the tensor is made, or where the layer takes what another has made."""
    if "array" in value.facts or node.turn:
        return None
    text = _permuted(node, value) + contiguous(program)
    if value.made_by is None:
        known = value.span is not None and value.origin == "call"
        return Fix(f"`x{text}`", changes=(Wrap(value.span, "", text),)) if known and value.span else None
    if node.layer is None or node.called == node.made:
        return None
    return Fix(f"`x{text}`", changes=(Around(node.called, 0, "", text),))


def _permuted(node: Node, value: Value) -> str:
    """`.permute(0, 3, 1, 2)`."""
    spatial = int(getattr(node.op, "spatial", 2))
    order = ORDERS[spatial][-(value.rank or 0) :]
    if value.rank == spatial + 1:  # no batch axis
        order = tuple(axis - 1 for axis in ORDERS[spatial][1:])
    return f".permute{order}"


def _help(node: Node, value: Value) -> str:
    moved = f"`x{_permuted(node, value)}`"
    if any(isinstance(n.op, Embedding) for n in backwards(value)):
        return f"an embedding puts its features last: {moved} before the convolution"
    return f"{moved} puts them where torch takes them"
