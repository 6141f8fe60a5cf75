"""Programs as text: what front-end tests compare, and what a person reads to see what the analysis saw.

One line a node: path, label, op with the settings that differ from their defaults, shapes in and out,
weights, faults, the pass of the loop that made it, and its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from footgun.findings import Span
from footgun.network.network import Network
from footgun.network.node import Node
from footgun.network.program import Program
from footgun.network.training import LossUse, OptimizerUse
from footgun.network.value import Value
from footgun.ops.base import Fault, Op
from footgun.sizes import Size
from footgun.sizes import show as show_shape


def show_program(program: Program) -> str:
    """Its networks, the nodes outside any network, losses and optimisers, one line each."""
    lines = [line for network in program.networks for line in _network_lines(network)]
    inside = {id(node) for network in program.networks for node in network.nodes}
    lone = [node for node in program.nodes if id(node) not in inside]
    if lone:
        lines += ["outside networks", *_columns(map(_cells, lone))]
    lines += [_loss(use) for use in program.losses]
    lines += [_optimizer(use) for use in program.optimizers]
    return "".join(f"{line}\n" for line in lines)


def show_network(network: Network) -> str:
    """One network: its inputs, its nodes in order, its outputs."""
    return "".join(f"{line}\n" for line in _network_lines(network))


def show_op(op: Op) -> str:
    """An op with the settings that differ from their defaults: `Linear(inp=3, out=8, bias=False)`."""
    told = {n: v for n, v in op.settings().items() if v is not None and v != getattr(type(op), n, None)}
    return f"{type(op).__name__}({', '.join(f'{n}={v!r}' for n, v in told.items())})"


def show_fault(fault: Fault) -> str:
    """A fault in a few words: `channels: expected 6, got 512`."""
    facts = [
        f"{name} {value}"
        for name, value in (("expected", fault.expected), ("got", fault.got), ("axis", fault.axis))
        if value is not None
    ]
    return f"{fault.kind}: {', '.join([*facts, *filter(None, (fault.argument, fault.detail))])}"


def _network_lines(network: Network) -> Iterator[str]:
    gap = "" if network.complete else ", incomplete"
    yield f"network {network.name} ({network.framework}{gap}) @{_place(network.span)}"
    for value in network.inputs:
        yield f"  in {_value(value)}{f' from {value.origin}' if value.origin else ''}"
    yield from _columns(map(_cells, network.nodes))
    for value in network.outputs:
        yield f"  out {_value(value)}"


def _columns(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Rows of cells with the first two columns aligned."""
    kept = list(rows)
    widths = [max((len(row[i]) for row in kept), default=0) for i in (0, 1)]
    for path, op, rest in kept:
        yield f"  {path:<{widths[0]}}  {op:<{widths[1]}}  {rest}"


def _cells(node: Node) -> tuple[str, str, str]:
    op = show_op(node.op)
    if node.label and node.label != type(node.op).__name__:
        op = f"{node.label}: {op}"
    shapes = ", ".join(map(_value, node.inputs)) + " -> " + ", ".join(map(_value, node.outputs))
    parts = [shapes]
    weights: Size = sum((p.size for p in node.parameters), 0)
    if node.parameters:
        parts.append(f"{weights} weights")
    parts += [f"! {show_fault(fault)}" for fault in node.faults]
    turn = node.turn or (node.layer.turn if node.layer else "")
    if turn:
        parts.append(f"[{turn}]")
    return node.path or "-", op, "  ".join([*parts, f"@{_place(node.span)}"])


def _loss(use: LossUse) -> str:
    taken = [_value(v) if v else "?" for v in (use.prediction, use.target)]
    implied = " implied" if use.implied else ""
    name = f" of {use.network.name}" if use.network else ""
    return f"loss {use.label}: {show_op(use.op)} ({', '.join(taken)}){name}{implied} @{_place(use.span)}"


def _optimizer(use: OptimizerUse) -> str:
    settings = "".join(f" {name}={value}" for name, value in use.settings.items() if not name.endswith("@"))
    held = "?" if use.parameters is None else str(len(use.parameters))
    name = f" of {use.network.name}" if use.network else ""
    return f"optimizer {use.kind}{settings}, {held} parameters{name} @{_place(use.span)}"


def _value(value: Value) -> str:
    shape = "?" if value.shape is None else show_shape(value.shape)
    return shape if value.dtype in (None, "float32") else f"{shape} {value.dtype}"


def _place(span: Span) -> str:
    return f"{span.line}" if span.cell is None else f"{span.cell}:{span.line}"
