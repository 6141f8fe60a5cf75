"""A model on one device and its data on another: torch computes only where both are."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.findings import Finding, Severity, Span
from footgun.network import Node, Program, Value
from footgun.ops.base import Fault
from footgun.ops.loss import Loss
from footgun.rules.base import Rule, rule
from footgun.rules.facts.faults import FAR

_NAMES = {
    "auto": "the accelerator",
    "cpu": "the CPU",
    "cuda": "the GPU",
    "default": "the CPU",
    "mps": "the GPU",
}
HOST = ("cpu", "default")


@rule(
    "SHP019",
    "device-mismatch",
    Severity.ERROR,
    "a layer and its input, or two tensors, are on two devices",
    needs=("device",),
)
def device_mismatch(self: Rule, program: Program) -> Iterator[Finding]:
    """The first layer of a network that gets data from elsewhere, and tensors that meet.

    A warning where one side only has the default device: code elsewhere may set another.
    """
    told: set[object] = set()
    for node in program.nodes:
        fault = next((f for f in node.faults if f.kind == "device"), None) if node.faults else None
        if fault is None:
            continue
        layer = fault.detail == "layer"
        key = (node.network.span if node.network is not None and layer else node.span, layer)
        if key in told:
            continue
        told.add(key)
        yield _layers(self, node, fault) if layer else _tensors(self, node, fault)


def _layers(self: Rule, node: Node, fault: Fault) -> Finding:
    return self.report(
        node.span,
        f"the weights of `{node.label}` are on {_where(fault.expected)}, its input is on {_where(fault.got)}",
        severity=_severity(fault),
        labels=[_origin(node.inputs[0], _where(fault.got)), (node.made, f"on {_where(fault.expected)}")],
        help="`x = x.to(device)` moves the data; without `x =` its result is lost"
        if fault.got in HOST
        else "move the model to the device of its data before the first call",
    )


def _tensors(self: Rule, node: Node, fault: Fault) -> Finding:
    first, second = node.inputs[:2]
    lost = "target" if isinstance(node.op, Loss) else "tensor"
    moved = lost if fault.got in HOST or lost == "target" else "first tensor"
    return self.report(
        node.span,
        f"`{node.label}` of a tensor on {_where(fault.expected)} and one on {_where(fault.got)}",
        severity=_severity(fault),
        labels=[_origin(first, _where(fault.expected)), _origin(second, _where(fault.got))],
        help=f"move the {moved} to the other: `.to(x.device)`, or `device=x.device` where it is made",
    )


def _severity(fault: Fault) -> Severity | None:
    return Severity.WARNING if "default" in (fault.expected, fault.got) else None


def _where(device: object) -> str:
    return _NAMES.get(str(device), str(device))


def _origin(value: Value, text: str) -> tuple[Span | None, str]:
    """Where a tensor came to its device."""
    device = value.facts.get("device")
    for _ in range(FAR):
        node = value.made_by
        if node is None or not node.inputs or node.inputs[0].facts.get("device") != device:
            break
        value = node.inputs[0]
    return (value.made_by.span if value.made_by is not None else value.span), f"on {text} here"
