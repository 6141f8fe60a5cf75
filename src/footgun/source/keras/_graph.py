"""Functional models: the nodes between inputs and outputs, and running them again on other inputs."""

from __future__ import annotations

from footgun.network import Network, Node, Value
from footgun.ops.elementwise import Unary
from footgun.source.values import Abstract, Container, Dict, List, leaves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine


def values_in(value: Abstract) -> list[Value]:
    """The tensors in a value, lists and dicts opened."""
    return [v for v in leaves(value) if isinstance(v, Value)]


def between(m: Machine, inputs: list[Value], outputs: list[Value]) -> tuple[list[Node], list[Value]]:
    """The nodes on the way from inputs to outputs, in order; and the inputs they also need."""
    wanted: set[int] = set()
    missing: dict[int, Value] = {}
    stop = {id(v) for v in inputs}
    stack = list(outputs)
    while stack:
        value = stack.pop()
        node = value.made_by
        if id(value) in stop or (node is not None and id(node) in wanted):
            continue
        if node is None:
            if value.origin == "Input":
                missing[id(value)] = value
            continue
        wanted.add(id(node))
        stack.extend(node.inputs)
    return [n for n in m.program.nodes if id(n) in wanted] if wanted else [], list(missing.values())


def replay(m: Machine, holder: Container, given: list[Abstract], span: Span) -> Abstract:
    """Run a functional model's nodes on new inputs; a fault that its own inputs raise too is not repeated."""
    state = holder.state
    mapping = {id(old): m.tensor(new) for old, new in zip(state["inputs"], given, strict=False)}
    for node in between(m, state["inputs"], values_in(state["outputs"]))[0]:
        taken = tuple(mapping.get(id(v), v) for v in node.inputs)
        made = m.apply(node.op, taken, node.label, node.called, node.layer, node.outputs[0].dtype)
        results = made if isinstance(made, tuple) else (made,)
        if node.faults:
            m.program.nodes[-1].faults = []
        if not m.running:
            m.program.nodes[-1].network = holder.network
        mapping.update((id(old), new) for old, new in zip(node.outputs, results, strict=False))
    return rebuilt(state["outputs"], mapping)


def rebuilt(value: Abstract, mapping: dict[int, Value]) -> Abstract:
    """The outputs in the structure that the model was given."""
    if isinstance(value, Value):
        return mapping.get(id(value), value)
    if isinstance(value, Dict):
        return Dict({k: rebuilt(v, mapping) for k, v in value.items()})
    if isinstance(value, (List, tuple)):
        return List([rebuilt(v, mapping) for v in value])
    return value


def is_gap(node: Node, network: Network) -> bool:
    """Whether what a node does, or where an input of it comes from, could not be followed."""
    lost = (v for v in node.inputs if v.made_by is None and v.shape is None)
    unknown = isinstance(node.op, Unary) and node.op.name == "unknown"
    return unknown or any(all(v is not given for given in network.inputs) for v in lost)


def trace_functional(m: Machine, holder: Container) -> None:
    """Make the network of a model of inputs and outputs."""
    network = Network(holder.label, "keras", holder.made)
    network.inputs, network.outputs = list(holder.state["inputs"]), values_in(holder.state["outputs"])
    network.nodes, _ = between(m, network.inputs, network.outputs)
    network.complete = not holder.state.get("gaps") and not any(is_gap(n, network) for n in network.nodes)
    for node in network.nodes:
        node.network = node.network or network
    if network.nodes:
        holder.network = network
        m.program.networks.append(network)
