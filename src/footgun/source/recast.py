"""A copy of a module as its constructor left it: with layers and weights of its own, constants shared."""

from __future__ import annotations

from types import FunctionType

from footgun.findings import Elsewhere
from footgun.network import Layer, Parameter, Value
from footgun.sizes import Expr
from footgun.source.namespaces import Module
from footgun.source.values import (
    PLAIN,
    Bound,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Native,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.findings import Span
    from footgun.source.interpret.machine import Machine

SHARED = PLAIN | {Expr, Class, Module, Parameter, Thing, Unknown, range, slice}


class CannotCopyError(Exception):
    """Something inside may hold on to the object it belongs to."""


class Copier:
    """One copy; `seen` are the copies so far by the identity of what they are copies of."""

    def __init__(self, m: Machine, turn: str) -> None:
        self.m = m
        self.turn = turn  # the pass of the loop in which the original was built
        self.seen: dict[int, Any] = {}
        self.held: set[int] = set()  # the lists, dicts and attributes inside the original

    def __call__(self, x: Any) -> Any:
        """The copy of a value, or the value itself where nothing in it is the object's own."""
        kind = type(x)
        if kind in SHARED:
            return x
        found = self.seen.get(id(x))
        if found is not None:
            return found
        copy = COPIES.get(kind)
        if copy is not None:
            return copy(self, x)
        if isinstance(x, Unknown) or (isinstance(x, tuple) and kind is not tuple):
            return x
        raise CannotCopyError(kind.__name__)

    def items(self, old: dict[Any, Any], new: dict[Any, Any]) -> None:
        """Fill the copy of a dict."""
        self.held.add(id(old))
        for key, value in old.items():
            new[key] = self(value)

    def layer(self, old: Layer) -> Layer:
        """A layer with weights of its own."""
        made = self.seen.get(id(old))
        if made is None:
            made = self.seen[id(old)] = Layer(old.op, old.label, self.place(old.made), dict(old.settings))
            made.turn = self.again(old.turn)
            made.fleeting, made.trainable, made.trained = old.fleeting, old.trainable, old.trained
            made.dtype, made.device = old.dtype, old.device
            made.initializers = dict(old.initializers)
            made.parameters = [self.weight(p) for p in old.parameters]
        return made

    def weight(self, old: Parameter) -> Parameter:
        """A weight; one that two layers share is shared by their copies."""
        made = self.seen.get(id(old))
        if made is None:
            made = self.seen[id(old)] = Parameter(old.name, old.shape, old.initializer)
            made.requires_grad = old.requires_grad
        return made

    def place(self, place: Span) -> Span:
        """Where it is built now, in case that is another file than the checked one."""
        return self.m.again(place) if type(place) is Elsewhere else place

    def again(self, turn: str) -> str:
        """The pass in which it is built now."""
        return self.m.pass_name if turn is self.turn else turn  # two loops may say the same


def _layer_object(copy: Copier, x: LayerObject) -> LayerObject:
    if x.call is not None and (type(x.call) is not FunctionType or x.call.__closure__):
        raise CannotCopyError("a layer applied in a way of its own")
    made = copy.seen[id(x)] = LayerObject(copy.layer(x.layer), x.name, x.call)
    made.owned, made.called = x.owned, x.called
    copy.items(x.attributes, made.attributes)
    return made


def _instance(copy: Copier, x: Instance) -> Instance:
    made = copy.seen[id(x)] = Instance.__new__(Instance)  # what its class derives from is known
    made.cls, made.made, made.base, made.label = x.cls, copy.place(x.made), x.base, x.label
    made.owned, made.called, made.network = x.owned, x.called, None
    made.turn = copy.again(x.turn)
    made.attributes = _table(copy, x.attributes)
    return made


def _container(copy: Copier, x: Container) -> Container:
    if x.state:
        raise CannotCopyError("a Keras model")
    made = copy.seen[id(x)] = Container(x.kind, x.name, copy.place(x.made))
    made.items = _table(copy, x.items)
    copy.items(x.attributes, made.attributes)
    made.owned, made.called, made.label = x.owned, x.called, x.label
    made.used, made.named = x.used, x.named
    return made


def _table(copy: Copier, x: Dict) -> Dict:
    made = copy.seen[id(x)] = type(x)({}, x.open)
    made.factory, made.perhaps = x.factory, x.perhaps
    copy.items(x, made)
    return made


def _list(copy: Copier, x: List) -> List:
    made = copy.seen[id(x)] = type(x)((), x.open)
    copy.held.add(id(x))
    made.extend(map(copy, x))
    return made


def _tuple(copy: Copier, x: tuple[Any, ...]) -> tuple[Any, ...]:
    made = tuple(map(copy, x))
    return x if all(a is b for a, b in zip(x, made, strict=True)) else made


def _value(copy: Copier, x: Value) -> Value:
    if "parameter" not in x.facts:
        return x  # numbers that the constructor worked out
    made = copy.seen[id(x)] = Value(x.shape, x.dtype, x.made_by, x.span, x.origin, x.assumed, x.name)
    made.facts = {**x.facts, "parameter": copy.weight(x.facts["parameter"])}
    if "layer" in x.facts:
        made.facts["layer"] = copy.layer(x.facts["layer"])
    return made


def _function(copy: Copier, x: Function) -> Function:
    if x.owner is None and not x.frame.is_module:
        raise CannotCopyError("a function inside the constructor")
    return x


def _bound(copy: Copier, x: Bound) -> Bound:
    return Bound(_function(copy, x.function), copy(x.receiver))


def _library(copy: Copier, x: Library) -> Library:
    receiver = copy(x.receiver)
    return x if receiver is x.receiver else Library(x.name, receiver)


def _native(copy: Copier, x: Native) -> Native:
    held = x.attributes.get("func"), x.attributes.get("args"), x.attributes.get("keywords")
    if x.name != "partial" or copy(held[0]) is not held[0] or copy(held[1]) is not held[1]:
        raise CannotCopyError(x.name)
    if any(copy(value) is not value for value in (held[2] or {}).values()):
        raise CannotCopyError(x.name)
    return x


COPIES: dict[type, Any] = {
    LayerObject: _layer_object, Instance: _instance, Container: _container, Dict: _table, List: _list,
    tuple: _tuple, Value: _value, Function: _function, Bound: _bound, Library: _library, Native: _native,
}  # fmt: skip
