"""Modules of one class built again with the same constants: cast from what was made the first time.

Only where nobody calls the code: the blocks of one network have the same to say there. The constructor must
have changed nothing but its own object.
"""

from __future__ import annotations

from footgun.network import Layer, Parameter
from footgun.source.given import Rest
from footgun.source.memo import fixed
from footgun.source.namespaces import Globals
from footgun.source.recast import CannotCopyError, Copier
from footgun.source.values import Class, Dict, Function, Instance, Library, List, Native, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Any

    from footgun.source.interpret.machine import Machine

LARGEST = 16  # arguments, or items of one
SMALL = 40  # steps of a constructor that is as quickly run as copied
# What the copy of an object brings with it, or what says nothing about one.
GROWING = frozenset({"discarded", "layers", "nodes", "not_checked", "weights"})


class Mould:
    """A module as it was built, which nobody else has a hand on, and the lists it stands in."""

    __slots__ = ("changes", "copier", "lists", "module")

    def __init__(
        self, m: Machine, module: Instance, before: tuple[int, ...], turn: str, changes: int
    ) -> None:
        self.copier = Copier(m, turn)
        self.module = self.copier(module)
        self.lists = [
            [part(self.copier, item) for item in items[n:]]
            for items, n in zip(growing(m), before, strict=True)
        ]
        self.changes = changes

    def cast(self, m: Machine) -> Instance:
        """Another module like it."""
        copier = Copier(m, self.copier.turn)
        made: Instance = copier(self.module)
        for items, mine in zip(growing(m), self.lists, strict=True):
            items += [part(copier, item) for item in mine]
        m.changes += self.changes
        m.step(1 + len(copier.seen) // 4)
        return made


def part(copier: Copier, item: Any) -> Any:
    """The copy of a module, a layer or a weight."""
    if isinstance(item, Layer):
        return copier.layer(item)
    return copier.weight(item) if isinstance(item, Parameter) else copier(item)


def growing(m: Machine) -> tuple[list[Any], ...]:
    """The lists that hold every module, layer and weight in the order they are built."""
    return m.modules, m.made_order, m.program.layers, m.program.weights


def built(m: Machine, cls: Class, args: list[Any], kwargs: dict[str, Any], build: Callable[[], Any]) -> Any:
    """The module, built or cast."""
    asked = question(cls, args, kwargs)
    if asked is None:
        return build()
    known = m.moulds.get(asked)
    if isinstance(known, Mould):
        return known.cast(m)
    if known is False:
        return build()
    before, steps, turn, changes = tuple(map(len, growing(m))), m.steps, m.pass_name, m.changes
    told = traces(m, GROWING)
    made, log = m.journal.record(build)
    m.moulds[asked] = False
    if m.steps - steps < SMALL or type(made) is not Instance or told != traces(m, GROWING):
        return made
    if known is None and not m.turns:  # perhaps the only one
        m.moulds[asked] = True
        return made
    try:
        mould = Mould(m, made, before, turn, m.changes - changes)
    except CannotCopyError:
        return made
    if not reaches_out(m, log, mould.copier.held):
        m.moulds[asked] = mould
    return made


def question(cls: Class, args: list[Any], kwargs: dict[str, Any]) -> Any:
    """What such a call is known by; None where an argument is no constant."""
    if not cls.frame.is_module or type(kwargs) is Rest or len(args) + len(kwargs) > LARGEST:
        return None
    unknown: dict[int, int] = {}
    parts = tuple([argument(value, unknown) for value in (*args, *kwargs.values())])
    return None if None in parts else (cls, len(args), *kwargs, *parts)


def argument(value: Any, unknown: dict[int, int]) -> Any:
    """By what an argument is known; all rates are alike, and so is what is not known."""
    kind = type(value)
    if kind is float and 0 < value < 1:
        return "a rate"
    if kind is Unknown:
        return "?", unknown.setdefault(id(value), len(unknown))
    if kind in (List, tuple) and len(value) <= LARGEST and not getattr(value, "open", False):
        parts = tuple([argument(item, unknown) for item in value])
        return None if None in parts else (kind, *parts)
    return constant(value)


def constant(value: Any) -> Any:
    """By what a value is known that is the same whenever it is asked; None for what may change."""
    kind = type(value)
    if kind is Class or kind is Unknown:
        return value
    if kind is Function:
        return value if value.frame.is_module or value.owner is not None else None
    if kind is Library:
        return value if value.receiver is None else None
    if kind is Native:
        if value.name != "partial":
            return None
        held = value.attributes
        parts: Any = (held["func"], *held["args"], *held["keywords"].values())
        parts = tuple(map(constant, parts))
        return None if None in parts else ("partial", *held["keywords"], *parts)
    if kind in (List, tuple) and len(value) <= LARGEST and not getattr(value, "open", False):
        parts = tuple(map(constant, value))
        return None if None in parts else (kind, *parts)
    if kind is Dict and len(value) <= LARGEST and not value.open:
        parts = tuple(map(constant, value.values()))
        return None if None in parts else (kind, *value, *parts)
    return fixed(value)


def traces(m: Machine, apart: frozenset[str]) -> tuple[int, ...]:
    """How much a run has told so far, apart from some lists of the program."""
    counts = [len(v) for k, v in vars(m.program).items() if type(v) is list and k not in apart]
    return (m.train_events, *counts)


def reaches_out(m: Machine, log: dict[tuple[int, Any], tuple[Any, Any]], own: Collection[int] = ()) -> bool:
    """Whether a class, a global name or what it holds was changed, apart from what is the object's `own`."""
    classes = {id(cls.attributes) for cls in m.classes}
    names = [m.globals, *(x.names for x in m.project.modules.values() if type(x.names) is Globals)]
    for holder, _ in log.values():
        if id(holder) in own:
            continue
        if id(holder) in classes or any(holder is known for known in names):
            return True
        if type(holder) is not dict and any(holder is v for known in names for v in known.values()):
            return True
    return False
