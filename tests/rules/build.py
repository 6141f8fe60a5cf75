"""Networks built by hand, for testing a rule on a graph without any source text.

`sequential` makes a chain, `Builder` any graph. Both run the ops' own shape rules, so shapes and faults are
real. A line number stands for a place in the imagined file `net.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from footgun.findings import Finding, Span
from footgun.network import Layer, LossUse, Network, Node, Parameter, Program, Value
from footgun.ops.base import Check, Op
from footgun.rules.base import Rule
from footgun.sizes import Names

PATH = "net.py"


def at(line: int) -> Span:
    """The whole of a line."""
    return Span(PATH, line, 1, line, 80)


class Builder:
    """Makes one network node by node.

    >>> b = Builder()
    >>> x = b.input(2, 3, 8, 8)
    >>> y = b.apply(Identity(), x, line=4)
    >>> program = b.finish(y)
    """

    def __init__(self, framework: str = "torch", name: str = "net", line: int = 1) -> None:
        self.names = Names()
        self.network = Network(name, framework, at(line))
        self.program = Program(PATH)
        self.program.networks.append(self.network)

    def size(self, hint: str = "n", low: int = 1) -> Any:
        """A size that nothing tells."""
        return self.names.fresh(hint, low)

    def input(self, *shape: Any, origin: str = "call", **facts: Any) -> Value:
        """An input of the network; None alone stands for an unknown rank."""
        value = Value(None if shape == (None,) else shape, span=at(1), origin=origin, name="x")
        value.facts.update(facts)
        self.network.inputs.append(value)
        return value

    def layer(self, op: Op, label: str, line: int) -> Layer:
        """A layer made on `line`, to be applied later (perhaps several times) with `layer=`."""
        layer = Layer(op, label, at(line))
        layer.path = str(len(self.network.layers_made))
        self.network.layers_made.append(layer)
        self.program.layers.append(layer)
        return layer

    def outputs(
        self, op: Op, *inputs: Value, line: int, label: str = "", layer: Layer | None = None, turn: str = ""
    ) -> tuple[Value, ...]:
        """Apply an op and return all it gives. A label makes it a layer, none a function call."""
        check = Check(self.names)
        shapes = [v.shape for v in inputs]
        result = op.infer(check, *shapes)
        several = isinstance(result, tuple) and any(s is None or isinstance(s, tuple) for s in result)
        given: Sequence[Any] = result if several and result is not None else (result,)
        if layer is None and label:
            layer = self.layer(op, label, line)
            layer.turn = turn
        if layer is not None and not layer.parameters:
            layer.parameters = [Parameter(name, shape) for name, shape in op.weights(*shapes)]
        node = Node(op, inputs, label or (layer.label if layer else type(op).__name__), at(line), layer, turn)
        node.faults = check.faults
        node.network = self.network
        repaired = [*check.faults, *(v.assumed for v in inputs if v.assumed)]
        assumed = repaired[0] if repaired else None
        node.outputs = tuple(Value(s, made_by=node, span=at(line), assumed=assumed) for s in given)
        self.network.nodes.append(node)
        self.program.nodes.append(node)
        return node.outputs

    def apply(self, op: Op, *inputs: Value, line: int, label: str = "", **more: Any) -> Value:
        """Apply an op and return its first output."""
        return self.outputs(op, *inputs, line=line, label=label, **more)[0]

    def chain(self, value: Value, layers: Iterable[tuple[Op, str, int]]) -> Value:
        """Apply (op, label, line) one after the other."""
        for op, label, line in layers:
            value = self.apply(op, value, line=line, label=label)
        return value

    def loss(
        self, op: Op, prediction: Value, line: int, label: str = "", target: Value | None = None
    ) -> LossUse:
        """Let the prediction flow into a loss."""
        where, label = at(line), label or type(op).__name__
        use = LossUse(op, label, where, where, prediction, target, self.network, implied=target is None)
        self.program.losses.append(use)
        return use

    def finish(self, *outputs: Value) -> Program:
        """The program with this one network."""
        self.network.outputs = list(outputs)
        return self.program


def sequential(
    framework: str,
    input_shape: Sequence[Any] | None,
    layers: Iterable[tuple[Op, str, int]],
    loss: tuple[Op, str, int] | None = None,
    origin: str = "call",
) -> Program:
    """A chain of (op, label, line), with (op, label, line) of a loss on its output."""
    builder = Builder(framework)
    output = builder.chain(builder.input(*(input_shape or (None,)), origin=origin), layers)
    if loss:
        builder.loss(loss[0], output, loss[2], loss[1])
    return builder.finish(output)


def found(rule: Rule, program: Program) -> list[tuple[int, str]]:
    """(line, severity) of each finding, sorted."""
    return sorted((f.span.line, f.severity.value) for f in rule.check(program))


def only(rule: Rule, program: Program) -> Finding:
    """The one finding of the rule; fails if there are more or none."""
    (finding,) = rule.check(program)
    return finding
