"""Networks as a drawing needs them: boxes and the values between them, every setting and size in words.

Plain data, so that a report can show a network whose graph is gone: what leads where is the number of a box.
"""

from __future__ import annotations

from footgun.findings import Span
from footgun.network.network import Network
from footgun.network.node import Node, Parameter
from footgun.network.program import Program
from footgun.network.settings import in_words
from footgun.network.show import show_fault
from footgun.network.training import LossUse
from footgun.network.value import Value
from footgun.records import NamedTuple
from footgun.sizes import Size, show

MOST = 3000  # boxes of a network; nobody looks at a larger drawing


class Box(NamedTuple):
    """A node of a drawing. A shape is the text of its sizes, None where the rank is not known."""

    kind: str  # "input" | "layer" (it has a path) | "step" (a function) | "given" | "output" | "loss"
    label: str
    gives: tuple[tuple[str, ...] | None, ...] = ()
    path: str = ""
    settings: tuple[str, ...] = ()
    weights: str = ""  # how many: "1,728"
    turn: str = ""  # the pass of the loop that made it
    faults: tuple[str, ...] = ()
    called: Span | None = None  # the line that applies it
    made: Span | None = None  # where its settings are written


class Edge(NamedTuple):
    """A value on its way: the `output`th of box `start` goes into box `end`."""

    start: int
    end: int
    output: int = 0


class Drawing(NamedTuple):
    """One network; boxes stand in the order in which they run, so edges lead to higher numbers."""

    name: str
    framework: str
    span: Span
    complete: bool
    weights: str
    batch: str  # the size of the first axis where that is surely the batch, else empty
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    left_out: int = 0  # boxes of a network too large to draw


def drawings(program: Program) -> list[Drawing]:
    """All networks of a program that apply something."""
    return [_drawing(network, program) for network in program.networks if network.nodes]


def _drawing(network: Network, program: Program) -> Drawing:
    plan = _Plan()
    if len(network.nodes) <= MOST:
        _fill(plan, network, program)
    return Drawing(
        network.name,
        network.framework,
        network.span,
        network.complete,
        _number(network.parameter_count()),
        _batch(network),
        tuple(plan.boxes),
        tuple(plan.edges),
        0 if len(network.nodes) <= MOST else len(network.nodes),
    )


def _fill(plan: _Plan, network: Network, program: Program) -> None:
    for value in network.inputs:
        plan.add(Box("input", value.name or "input", (_shape(value),), settings=_from(value)), (), (value,))
    answers = {id(value) for value in network.outputs}
    losses: dict[int, list[LossUse]] = {}
    for use in program.losses:
        if use.network is network:
            losses.setdefault(id(use.prediction), []).append(use)
    for node in network.nodes:
        plan.add(_box(node), node.inputs, node.outputs)
        for value in node.outputs:
            if id(value) in answers:
                plan.add(Box("output", "output", (_shape(value),)), (value,), ())
            for use in losses.get(id(value), ()):
                plan.add(Box("loss", use.label, called=use.span, made=use.made), (value,), ())


class _Plan:
    """The boxes so far, and which of them made a value."""

    def __init__(self) -> None:
        self.boxes: list[Box] = []
        self.edges: list[Edge] = []
        self.made: dict[int, tuple[int, int]] = {}

    def add(self, box: Box, takes: tuple[Value, ...], gives: tuple[Value, ...]) -> None:
        """A box after those that make what it takes."""
        starts = [self._source(value) for value in takes]
        number = len(self.boxes)
        self.boxes.append(box)
        self.edges += dict.fromkeys(Edge(start, number, output) for start, output in starts)
        for output, value in enumerate(gives):
            self.made.setdefault(id(value), (number, output))

    def _source(self, value: Value) -> tuple[int, int]:
        """Where a value comes from; one that nothing in the network makes gets a box of its own."""
        if id(value) not in self.made:
            self.made[id(value)] = len(self.boxes), 0
            parameter = value.facts.get("parameter")
            weights = _number(parameter.size) if isinstance(parameter, Parameter) else ""
            label = value.name or ("parameter" if weights else "value")
            self.boxes.append(Box("given", label, (_shape(value),), weights=weights))
        return self.made[id(value)]


def _box(node: Node) -> Box:
    weights: Size = sum((p.size for p in node.parameters), 0)
    return Box(
        "layer" if node.path else "step",
        node.label or type(node.op).__name__,
        tuple(map(_shape, node.outputs)),
        node.path,
        tuple(in_words(node.op)),
        _number(weights) if node.parameters else "",
        node.turn or (node.layer.turn if node.layer else ""),
        tuple(map(show_fault, node.faults)),
        node.called,
        node.made,
    )


def _shape(value: Value) -> tuple[str, ...] | None:
    return None if value.shape is None else tuple(map(show, value.shape))


def _from(value: Value) -> tuple[str, ...]:
    return (f"from {value.origin}",) if value.origin else ()


def _number(size: Size) -> str:
    return f"{size:,}" if isinstance(size, int) and size.bit_length() < 256 else show(size)


def _batch(network: Network) -> str:
    """Keras' first axis is always the batch; in torch a layer that knows its axes must say so."""
    shape = network.inputs[0].shape if network.inputs else None
    if shape is None or len(shape) < 2:
        return ""
    known = network.framework == "keras" or any(_is_batched(node, shape[0]) for node in network.nodes)
    return show(shape[0]) if known else ""


def _is_batched(node: Node, size: Size) -> bool:
    """A map with a batch axis before its channels, whose size is the one asked for."""
    spatial = getattr(node.op, "spatial", None)
    shape = node.inputs[0].shape if node.inputs else None
    return isinstance(spatial, int) and shape is not None and len(shape) == spatial + 2 and shape[0] == size
