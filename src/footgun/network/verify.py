"""Invariants of the graph: what every front end promises and every rule relies on.

Run after every front end in tests. `InvariantError` names the first promise that is broken, and where.
"""

from __future__ import annotations

from collections.abc import Iterable

from footgun.findings import Span
from footgun.network.network import Network
from footgun.network.node import Layer, Node
from footgun.network.program import Program
from footgun.network.value import Value
from footgun.ops.base import Fault, Op
from footgun.sizes import Expr, at_least


class InvariantError(AssertionError):
    """A promise about the graph that does not hold."""


def verify(program: Program) -> None:
    """Raise for the first broken invariant of a program."""
    known = {id(node) for node in program.nodes}
    _require(len(known) == len(program.nodes), program, "`program.nodes` holds a node twice")
    _ordered(program.nodes, program)
    for node in program.nodes:
        _node(node)
    for network in program.networks:
        _network(network, known)
    for layer in program.layers:
        _layer(layer)
    _training(program)


def _network(network: Network, known: set[int]) -> None:
    _span(network.span, network)
    _require(network.framework in ("torch", "keras"), network, f"unknown framework {network.framework!r}")
    _ordered(network.nodes, network)
    inside = {id(node) for node in network.nodes}
    _require(inside <= known, network, "a node is missing from `program.nodes`")
    for value in network.inputs:
        _value(value, network)
        _require(id(value.made_by) not in inside, network, f"input {value} is made by the network itself")
    given = {id(value) for value in network.inputs}
    for value in network.outputs:
        _value(value, network)
        made = value.made_by is None or id(value.made_by) in known
        _require(made or id(value) in given, network, f"output {value} is made by an unlisted node")
    for layer in network.layers_made:
        _layer(layer)


def _node(node: Node) -> None:
    _span(node.span, node)
    _require(isinstance(node.op, Op), node, f"`op` is {node.op!r}")
    _require(bool(node.outputs), node, "no outputs")
    _require(bool(node.label), node, "no label")
    for value in node.inputs:
        _value(value, node)
        _require(any(user is node for user in value.users), node, f"not among the users of its input {value}")
    for value in node.outputs:
        _value(value, node)
        _require(value.made_by is node, node, f"its output {value} is made by {value.made_by}")
        for user in value.users:
            _require(any(v is value for v in user.inputs), user, f"a user of {value}, which it does not take")
    for fault in node.faults:
        _require(isinstance(fault, Fault) and bool(fault.kind), node, f"{fault!r} is no fault")
    if node.layer is not None:
        _layer(node.layer)


def _layer(layer: Layer) -> None:
    _span(layer.made, layer)
    _require(bool(layer.label), layer, "no label")
    for parameter in layer.parameters:
        where = f"parameter `{parameter.name}`"
        _require(isinstance(parameter.shape, tuple), layer, f"{where} has the shape {parameter.shape!r}")
        for size in parameter.shape:
            _require(_is_size(size), layer, f"{where} has the size {size!r}")
            _require(at_least(size, 0) is not False, layer, f"{where} has the size {size}, below 0")


def _value(value: Value, owner: object) -> None:
    _require(isinstance(value, Value), owner, f"a {type(value).__name__} stands for a value")
    if value.shape is not None:
        _require(isinstance(value.shape, tuple), owner, f"the shape {value.shape!r} is no tuple")
        for size in value.shape:
            _require(_is_size(size), owner, f"{size!r} in a shape is no size")
            _require(at_least(size, 0) is not False, owner, f"the shape {value.shape} has a negative size")
    _require(value.dtype is None or isinstance(value.dtype, str), owner, f"the dtype {value.dtype!r}")
    _require(value.assumed is None or isinstance(value.assumed, Fault), owner, "`assumed` is no fault")
    if value.span is not None:
        _span(value.span, owner)


def _ordered(nodes: Iterable[Node], owner: object) -> None:
    """Each node comes after the nodes that made its inputs."""
    nodes = list(nodes)
    place = {id(node): i for i, node in enumerate(nodes)}
    for i, node in enumerate(nodes):
        for value in node.inputs:
            if place.get(id(value.made_by), -1) >= i:
                _require(False, owner, f"{node} comes before the node that makes its input")


def _training(program: Program) -> None:
    for loss in program.losses:
        _span(loss.span, loss)
        _span(loss.made, loss)
        for value in (loss.prediction, loss.target):
            if value is not None:
                _value(value, loss)
        _of_program(loss.network, program, loss)
    for optimizer in program.optimizers:
        _span(optimizer.span, optimizer)
        _require(optimizer.kind == optimizer.kind.lower(), optimizer, f"kind {optimizer.kind!r}")
        _of_program(optimizer.network, program, optimizer)
    for compiled in program.compiles:
        _span(compiled.span, compiled)
        _of_program(compiled.network, program, compiled)
    for fit in program.fits:
        _span(fit.span, fit)
        _of_program(fit.network, program, fit)


def _of_program(network: Network | None, program: Program, owner: object) -> None:
    """The network is listed, or is a further application of a model that is."""
    listed = network is None or any(network is n or network.span == n.span for n in program.networks)
    _require(listed, owner, "its network is missing from `program.networks`")


def _span(span: Span, owner: object) -> None:
    _require(isinstance(span, Span), owner, f"{span!r} is no span")
    _require(span.line >= 1 and span.column >= 1, owner, f"{span} starts before line 1, column 1")
    ends = (span.end_line, span.end_column) >= (span.line, span.column)
    _require(ends, owner, f"{span} ends before it starts")


def _is_size(size: object) -> bool:
    return isinstance(size, Expr) or (isinstance(size, int) and not isinstance(size, bool))


def _require(holds: bool, owner: object, what: str) -> None:
    if not holds:
        name = getattr(owner, "label", None) or getattr(owner, "name", None) or getattr(owner, "path", None)
        raise InvariantError(f"{type(owner).__name__} {name or ''}: {what}")
