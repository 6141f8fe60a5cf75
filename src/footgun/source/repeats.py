"""A module like one that ran before, on tensors of the same shapes: its nodes are those, with its own layers.

Only where nobody calls the code. What ran before must have done nothing but put nodes on the tape.
"""

from __future__ import annotations

from footgun.findings import Elsewhere
from footgun.network import Node, Overwrite, Value
from footgun.source.forms import Forms, facts, of_layer
from footgun.source.interpret.attributes import layer_attribute
from footgun.source.moulds import constant, reaches_out, traces
from footgun.source.values import Dict, LayerObject, List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine

SMALL = 30  # steps that are as quickly run as repeated
STILL = frozenset({"discarded", "nodes", "not_checked", "overwrites"})  # lists that may grow


class Run:
    """What one run of a module left: nodes, changes in place, its value; `held` was in the module."""

    __slots__ = ("entry", "given", "held", "nodes", "output", "overwrites", "start", "turn")

    def __init__(
        self, m: Machine, held: list[Any], given: list[Value], start: int, overwrites: int, output: Any
    ) -> None:
        self.held = list(held)
        self.given = given
        self.start = start
        self.turn = m.pass_name
        self.entry = m.entry
        self.nodes = m.program.nodes[start:]
        self.overwrites = m.program.overwrites[overwrites:]
        self.output = output


class Repeats:
    """The runs so far, by the form of the module and of what it was given."""

    def __init__(self, m: Machine) -> None:
        self.m = m
        self.forms = Forms(m)
        self.runs: dict[Any, Run | bool] = {}

    def run(self, module: Any, args: list[Any], kwargs: dict[str, Any], run: Callable[[], Any]) -> Any:
        """The value of a module, of which nodes are on the tape."""
        given: list[Value] = []
        asked = tuple([self.asked(value, given) for value in (*args, *kwargs.values())])
        if None in asked:
            return run()
        m, form = self.m, self.forms.of(module)
        key = (form.key, m.grad, m.doubt > 0, len(args), *kwargs, asked)
        known = self.runs.get(key)
        if isinstance(known, Run):
            return Repeat(m, known, form.held, given).value()
        if known is False:
            return run()
        self.runs[key] = False
        nodes, overwrites = len(m.program.nodes), len(m.program.overwrites)
        steps, before = m.steps, self.traces()
        value, log = m.journal.record(run)
        if m.steps - steps < SMALL or before != self.traces() or not plain(value):
            return value
        own = set(map(id, form.held))
        if any(id(holder) in own for holder, _ in log.values()) or reaches_out(m, log):
            return value
        made = Run(m, form.held, given, nodes, overwrites, value)
        if not any(node.faults for node in made.nodes):
            self.runs[key] = made
        return value

    def asked(self, value: Any, given: list[Value]) -> Any:
        """By what an argument is known; None for one that may be anything."""
        kind = type(value)
        if kind is Value:
            at = next((i for i, other in enumerate(given) if other is value), None)
            if at is not None:
                return "again", at
            given.append(value)
            ends = value.made_by is None or value.made_by.network is None  # where gradients end
            return None if value.assumed else (value.shape, value.dtype, value.origin, ends, facts(value))
        if kind is tuple or (kind is List and not value.open):
            parts = tuple([self.asked(item, given) for item in value])
            return None if None in parts else (kind, parts)
        return constant(value)

    def traces(self) -> tuple[Any, ...]:
        """How much there is beside nodes."""
        m = self.m
        return (m.changes, len(m.modules), m.running[0].complete, *traces(m, STILL))


class Repeat:
    """One repetition; `seen` is what stands for what the first run had."""

    def __init__(self, m: Machine, run: Run, held: list[Any], given: list[Value]) -> None:
        self.m = m
        self.run = run
        self.first = len(m.program.nodes)
        self.seen = {id(a): b for a, b in zip(run.held, held, strict=True)}
        self.seen.update((id(a), b) for a, b in zip(run.given, given, strict=True))
        self.holders = {id(a.layer): b for a, b in zip(run.held, held, strict=True) if type(a) is LayerObject}
        for old, new in zip(run.held, held, strict=True):
            if getattr(old, "called", False):
                new.called = True

    def value(self) -> Any:
        """Put the nodes on the tape."""
        m = self.m
        m.step(1 + len(self.run.nodes))
        for node in self.run.nodes:
            self.node(node)
        for change in self.run.overwrites:
            value = self.seen.get(id(change.value), change.value)
            place = self.first + change.place - self.run.start
            network, perhaps = m.running[0], m.maybe > 0
            m.program.overwrites.append(
                Overwrite(value, place, change.label, self.place(change.span), network, perhaps)
            )
        return self.like(self.run.output)

    def node(self, old: Node) -> None:
        """The same op on the tensors of now."""
        m = self.m
        layer = self.seen.get(id(old.layer), old.layer)
        inner = old.turn is not self.run.turn and (old.layer is None or old.turn is not old.layer.turn)
        turn = (layer.turn if layer is not None else "") or (old.turn if inner else m.pass_name)
        inputs = tuple([self.tensor(value) for value in old.inputs])
        in_order = old.layer is not None and old.called == old.layer.made  # in a Sequential
        called = self.place(layer.made if in_order else old.called)  # type: ignore[union-attr]
        made = Node(old.op, inputs, old.label, called, layer, turn)
        outputs = []
        for value in old.outputs:
            copy = Value(
                value.shape, value.dtype, made, self.place(value.span), value.origin, None, value.name
            )
            copy.facts = dict(value.facts)
            self.seen[id(value)] = copy
            outputs.append(copy)
        made.outputs = tuple(outputs)
        if layer is not None and not layer.parameters:
            m.build(layer, [value.shape for value in inputs])
        if m.notes.get("devices") is not None:
            m.notes["devices"](made)
        m.add(made)

    def tensor(self, old: Value) -> Value:
        """What stands for a tensor now."""
        holder = self.holders.get(id(old.facts["layer"])) if of_layer(old) else None
        if holder is not None:
            return self.m.tensor(layer_attribute(self.m, holder, old.facts["parameter"].name))
        found: Value = self.seen.get(id(old), old)
        return found

    def place(self, place: Any) -> Span:
        """A place of an imported file is reached from another line now; so is what stands for one."""
        if type(place) is Elsewhere:
            return self.m.again(place)
        return self.m.entry if place == self.run.entry else place

    def like(self, value: Any) -> Any:
        """The value of the first run, with the tensors of now."""
        kind = type(value)
        if kind is tuple:
            return tuple(map(self.like, value))
        if kind is List:
            return List(map(self.like, value), value.open)
        if kind is Dict:
            made = Dict({key: self.like(item) for key, item in value.items()}, value.open)
            made.perhaps = value.perhaps
            return made
        return self.seen.get(id(value), value)


def plain(value: Any) -> bool:
    """Whether a value is tensors and constants, or lists of them."""
    if type(value) in (tuple, List):
        return all(map(plain, value))
    if type(value) is Dict:
        return all(map(plain, value.values()))
    return type(value) is Value or constant(value) is not None
