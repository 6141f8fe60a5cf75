"""What two modules have in common that compute alike: their classes, settings and parts, told as one key."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Op
from footgun.source.moulds import constant
from footgun.source.values import (
    PLAIN,
    Bound,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    List,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine


class Form:
    """The `key`, and in its order what computes: modules, layers and tensors."""

    __slots__ = ("held", "key")

    def __init__(self, key: Any, held: list[Any]) -> None:
        self.key = key
        self.held = held  # lists and dicts too, which it may change


class Forms:
    """The forms of modules, each worked out once until some module changes."""

    def __init__(self, m: Machine) -> None:
        self.m = m
        self.changes = -1
        self.known: dict[int, Form] = {}
        self.open: set[int] = set()  # modules whose form is being worked out
        self.ops: dict[int, tuple[Op, int]] = {}
        self.numbers: dict[Op, int] = {}
        self.keys: dict[Any, int] = {}

    def of(self, module: Any) -> Form:
        """The form of a module; its key is a number, so that deep ones are compared as quickly as others."""
        if self.changes != self.m.changes:
            self.changes = self.m.changes
            self.known.clear()
        found = self.known.get(id(module))
        if found is None:
            held: list[Any] = [module]
            self.open.add(id(module))
            key = self.keys.setdefault(self.parts(module, held), len(self.keys))
            self.open.discard(id(module))
            found = self.known[id(module)] = Form(key, held)
        return found

    def parts(self, module: Any, held: list[Any]) -> Any:
        """What its key is made of."""
        attributes = module.attributes
        if type(module) is LayerObject:
            held.append(module.layer)
            attributes = {name: value for name, value in attributes.items() if not of_layer(value)}
        names = self.table(attributes, held) if attributes else ()
        if type(module) is LayerObject:
            return module.name, module.call, self.op(module.layer.op), module.layer.trainable, names
        if type(module) is Container:
            return module.kind, self.table(module.items, held), names
        return module.cls, names

    def table(self, items: dict[Any, Any], held: list[Any]) -> Any:
        """The parts of a dict."""
        return (*items, *[self.part(value, held) for value in items.values()])

    def op(self, op: Op) -> int:
        """A number for each kind of op with its settings."""
        found = self.ops.get(id(op))
        if found is None:
            found = self.ops[id(op)] = op, self.numbers.setdefault(op, len(self.numbers))
        return found[1]

    def part(self, value: Any, held: list[Any]) -> Any:
        """The key of one attribute or item; what cannot be compared is like itself only."""
        kind = type(value)
        if kind in PLAIN:
            return kind, value
        if kind is Value:
            held.append(value)
            return "tensor", value.shape, value.dtype, facts(value)
        if kind is Instance or kind is LayerObject or kind is Container:
            if id(value) in self.open or not is_module(value):
                held.append(value)
                return "object", id(value)
            form = self.of(value)
            held += form.held
            return "module", form.key
        if kind in (List, tuple):
            held.append(value)
            return (kind, getattr(value, "open", False), *[self.part(item, held) for item in value])
        if kind is Dict:
            held.append(value)
            return kind, value.open, self.table(value, held)
        if kind is Unknown:
            return "?"
        if kind is Bound and id(value.receiver) in self.open:
            return "method", value.function
        if kind is Function:
            return value
        known = constant(value)
        if known is None:
            held.append(value)  # so that nothing else gets its identity
            return kind, id(value)
        return known


def of_layer(value: Any) -> bool:
    """Whether it is the weight of a layer as a tensor, which is made when somebody asks for it."""
    return type(value) is Value and "layer" in value.facts


def facts(value: Value) -> Any:
    """The facts of a tensor, its own weight aside."""
    return tuple(
        (name, True if name == "parameter" else fact if type(fact) in PLAIN else id(fact))
        for name, fact in value.facts.items()
    )
