"""Loops over the modules of a network that nobody calls, such as give its weights their first values.

What a pass did to one module is taken over for those of its class with the same layers, as long as it changed
nothing but numbers.
"""

from __future__ import annotations

from footgun.network import Value
from footgun.source.interpret.journal import MISSING
from footgun.source.modules import all_layers, children
from footgun.source.values import Container, Instance, LayerObject, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine

ALIKE = 3  # layers of one class and several sizes that begin alike: so do the others


class Twins:
    """The modules that one loop has dealt with; `free` are the names that each of its passes sets anew."""

    __slots__ = ("done", "free", "m", "outside")

    def __init__(self, m: Machine, frame: Frame | None = None, free: Iterable[str] = ()) -> None:
        self.m = m
        self.done: dict[Any, list[tuple[Any, list[Any]]]] = {}
        self.free = frozenset(free)
        self.outside: list[Any] = []  # the names that live on after a pass
        while frame is not None:
            self.outside.append(frame.locals)
            frame = frame.outer

    def run(self, item: Any, each: Callable[[], Any], tells: bool = True) -> Any:
        """One pass, or what one like it has done; `tells`: its value is a signal to leave the loop."""
        module = item[-1] if isinstance(item, tuple) and item else item
        if not is_module(module):
            return each()
        known = self.done.setdefault(kind_of(module), [])
        ops = [layer.op for layer in layers_of(module)]
        for other, others in known:
            if others == ops or (len(known) >= ALIKE and begin_alike(known, module)):
                take_over(other, module)
                return None
        before = self.made()
        signal, log = self.m.journal.record(each)
        if (signal is None or not tells) and before == self.made() and not self.kept(log):
            known.append((module, ops))
        return signal

    def made(self) -> tuple[int, ...]:
        """What there is beside the numbers in tensors."""
        m = self.m
        return m.changes, len(m.modules), len(m.program.layers), len(m.program.events)

    def kept(self, log: dict[tuple[int, Any], tuple[Any, Any]]) -> bool:
        """Whether a pass left more behind than names of its own."""
        for (_, key), (holder, old) in log.items():
            if type(holder) is not dict:
                return True
            outer = any(holder is names for names in self.outside)
            if outer and key not in self.free and old is not MISSING:
                return True
        return False


def kind_of(module: Any) -> Any:
    """What modules that are built alike have in common."""
    if isinstance(module, LayerObject):
        return module.name, getattr(module.layer.op, "bias", None)
    return id(module.cls) if isinstance(module, Instance) else module.name


def begin_alike(known: list[tuple[Any, list[Any]]], module: Any) -> bool:
    """Whether layers of several sizes began with the same numbers, so that their size plays no part in it."""
    if not isinstance(module, LayerObject):
        return False
    starts = [{key: (at.kind, at.scale) for key, at in one.layer.initializers.items()} for one, _ in known]
    return all(start == starts[0] for start in starts)


def layers_of(module: Any) -> list[Any]:
    """The layers inside, or the layer itself."""
    return [module.layer] if isinstance(module, LayerObject) else list(all_layers(module))


def take_over(other: Any, module: Any) -> None:
    """Let the weights of a module begin as those of the other one do."""
    for a, b in zip(layers_of(other), layers_of(module), strict=True):
        b.initializers.update(a.initializers)
        b.trainable = a.trainable
        for p, q in zip(a.parameters, b.parameters, strict=False):
            q.initializer, q.requires_grad = p.initializer, p.requires_grad
    take_values(other, module)


def take_values(other: Any, module: Any) -> None:
    """The same for the weights that are attributes."""
    if isinstance(other, LayerObject):
        return
    for name, value in other.attributes.items():
        mine = module.attributes.get(name)
        if isinstance(value, Value) and isinstance(mine, Value):
            p, q = value.facts.get("parameter"), mine.facts.get("parameter")
            if p is not None and q is not None:
                q.initializer, q.requires_grad = p.initializer, p.requires_grad
            if "changed" in value.facts:
                mine.facts["changed"] = True
    if "training" in other.attributes:
        module.attributes["training"] = other.attributes["training"]
    for (_, a), (_, b) in zip(children(other), children(module), strict=False):
        if type(a) is type(b) and isinstance(a, (Instance, Container)):
            take_values(a, b)
