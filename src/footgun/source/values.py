"""Abstract values: what an expression of the checked code may be.

Python's own ints, floats, strings, None, tuples stand for themselves; symbolic ints are `footgun.sizes.Expr`;
tensors are `footgun.network.Value`. Everything else is here. `Unknown` carries the reason, so that what was
not followed can be told.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable

from footgun.findings import Span
from footgun.network import Layer, Network, Value
from footgun.sizes import Expr, Size
from footgun.source.resolution import merged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from footgun.source.interpret.frame import Frame

Abstract: TypeAlias = "Any"  # one of the values below, or a Python constant
# Library classes whose subclasses are networks or layers.
NETWORKS = (
    "torch.nn.",
    "torchvision.models.",
    "keras.Model",
    "keras.Sequential",
    "keras.layers.",
    "keras.Layer",
)
# Packages whose classes are known to be no networks, unless their names say so.
FOLLOWED = sys.stdlib_module_names | {"keras", "numpy", "sklearn", "tensorflow", "torch", "torchvision"}


class Unknown:
    """A value that nothing is known about, and why."""

    __slots__ = ("reason",)

    def __init__(self, reason: str = "") -> None:
        self.reason = reason

    def __repr__(self) -> str:
        return f"Unknown({self.reason})"


class Mode(Unknown):
    """`module.training` after `train()` or `eval()`: known in a condition, unknown to whoever else asks."""

    __slots__ = ("on",)

    def __init__(self, on: bool) -> None:
        super().__init__("train or eval mode")
        self.on = on


TRAIN, EVAL = Mode(True), Mode(False)


class List(list):  # type: ignore[type-arg]
    """A list; `open` when it may hold more items like the ones it has."""

    __slots__ = ("open",)

    def __init__(self, items: Any = (), open: bool = False) -> None:
        super().__init__(items)
        self.open = open

    def __hash__(self) -> int:  # type: ignore[override]  # identity: lists are journal keys
        return id(self)


class Set(List):
    """A set: a list whose items differ."""

    __slots__ = ()


class Dict(dict):  # type: ignore[type-arg]
    """A dict; `open` when it may hold more keys, `perhaps` those it may lack, `factory` of a defaultdict."""

    __slots__ = ("factory", "open", "perhaps")

    def __init__(self, items: Any = (), open: bool = False) -> None:
        super().__init__(items)
        self.open = open
        self.factory: Abstract = None
        self.perhaps: frozenset[Any] = frozenset()

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


class Iterator:
    """What `iter` and generators give, each item once; `endless` ones go on after their known items."""

    __slots__ = ("endless", "items", "place")

    def __init__(self, items: List, endless: bool = False) -> None:
        self.items = items
        self.endless = endless
        self.place = Dict({"at": 0})


class Stream:
    """Something to iterate over whose items all look like `item`: a loader, range(n) with unknown n."""

    __slots__ = ("item", "length", "of")

    def __init__(self, item: Abstract, length: Size | None = None, of: Abstract = None) -> None:
        self.item = item
        self.length = length
        self.of = of


class Library:
    """A library's class or function by its canonical name; `receiver` for a bound method."""

    __slots__ = ("name", "receiver")

    def __init__(self, name: str, receiver: Abstract = None) -> None:
        self.name = name
        self.receiver = receiver

    def __repr__(self) -> str:
        return f"Library({self.name})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Library) and other.name == self.name and other.receiver is self.receiver

    def __hash__(self) -> int:
        return hash(self.name)


class Native:
    """A function of ours that the checked code can call: `(at, args, kwargs) -> value`."""

    __slots__ = ("attributes", "call", "name")

    def __init__(self, name: str, call: Callable[..., Abstract]) -> None:
        self.name = name
        self.call = call
        self.attributes: dict[str, Abstract] = {}


class Function:
    """A function of the checked code with its closure."""

    __slots__ = (
        "attributes",
        "called",
        "decorators",
        "defaults",
        "frame",
        "generator",
        "kind",
        "kw_defaults",
        "name",
        "node",
        "owner",
    )

    def __init__(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, name: str, frame: Frame
    ) -> None:
        self.node = node
        self.name = name
        self.frame = frame  # where it was defined
        self.defaults: list[Abstract] = []
        self.kw_defaults: list[Abstract] = []
        self.owner: Class | None = None
        self.kind = "function"  # or "property", "staticmethod", "classmethod"
        self.generator = False
        self.decorators: list[Abstract] = []
        self.called = False
        self.attributes: dict[str, Abstract] = {}


class Bound:
    """A function of the checked code bound to its first argument."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Function, receiver: Abstract) -> None:
        self.function = function
        self.receiver = receiver


class Class:
    """A class of the checked code."""

    __slots__ = (
        "attributes",
        "bases",
        "fields",
        "frame",
        "instances",
        "kind",
        "name",
        "node",
        "order",
        "span",
        "subclassed",
    )

    def __init__(
        self, name: str, node: ast.ClassDef, bases: list[Abstract], frame: Frame, span: Span
    ) -> None:
        self.name = name
        self.node = node
        self.bases = bases
        self.frame = frame
        self.span = span
        self.attributes: dict[str, Abstract] = {}
        self.instances = 0
        self.subclassed = False
        self.kind = ""  # "enum", "tuple" (named), "dataclass": built in a way of its own
        self.fields: tuple[str, ...] = ()  # of a named tuple or dataclass
        self.order: list[Abstract] | None = None

    def ancestors(self) -> list[Abstract]:
        """The method resolution order, C3 as Python's; the bases in turn where there is none."""
        if self.order is None:
            lines = [base.ancestors() if isinstance(base, Class) else [base] for base in self.bases]
            if len(lines) > 1:  # a library's class is made anew wherever it is named
                lines = [merged([*lines, list(self.bases)], Library)]
            self.order = [self, *(lines[0] if lines else ())]
        return self.order

    def library_base(self) -> str | None:
        """The canonical name of the first library class it derives from, a network's before any other."""
        names = [b.name for b in self.ancestors() if isinstance(b, Library)]
        return next((n for n in names if n.startswith(NETWORKS)), names[0] if names else None)

    def network_base(self) -> str | None:
        """The library class that makes its objects network modules, None if there is none.

        A class with a `forward` that derives from something not followed is most likely a torch module.
        """
        base = self.library_base()
        if base is not None and base.startswith(NETWORKS):
            return base
        if base is not None and base.endswith(".LightningModule"):
            return "torch.nn.Module"
        other = self.open_base or (base is not None and base.partition(".")[0] not in FOLLOWED)
        return "torch.nn.Module" if other and "forward" in self.attributes else None

    @property
    def open_base(self) -> bool:
        """Whether it derives from something that is not followed."""
        return any(isinstance(b, Unknown) for b in self.ancestors())


class Instance:
    """An object of a class of the checked code; a network module if its class derives from one."""

    __slots__ = ("attributes", "base", "called", "cls", "label", "made", "network", "owned", "turn")

    def __init__(self, cls: Class, made: Span) -> None:
        self.cls = cls
        self.made = made
        self.attributes: Dict = Dict()
        self.base = cls.network_base()  # "torch.nn.Module", "keras.Model", None
        self.owned = False  # part of another module
        self.called = False
        self.network: Network | None = None
        self.label = cls.name
        self.turn = ""


class LayerObject:
    """A layer of a library: `nn.Conv2d(...)`. `call` replaces the plain application of its op."""

    __slots__ = ("attributes", "call", "called", "layer", "name", "owned")

    def __init__(self, layer: Layer, name: str, call: Callable[..., Abstract] | None = None) -> None:
        self.layer = layer
        self.name = name
        self.call = call
        self.attributes: dict[str, Abstract] = {}
        self.owned = False
        self.called = False


class Container:
    """A library module that holds modules: Sequential, ModuleList, ModuleDict, a Keras Model."""

    __slots__ = (
        "attributes",
        "called",
        "items",
        "kind",
        "label",
        "made",
        "name",
        "named",
        "network",
        "owned",
        "state",
        "used",
    )

    def __init__(self, kind: str, name: str, made: Span, items: dict[str, Abstract] | None = None) -> None:
        self.kind = kind  # "sequential" | "list" | "dict" | "keras-sequential" | "keras-functional"
        self.name = name  # canonical library name
        self.made = made
        self.items: Dict = Dict(items or {})
        self.attributes: dict[str, Abstract] = {}
        self.owned = False
        self.called = False
        self.network: Network | None = None
        self.label = name.rsplit(".", 1)[-1]
        self.state: dict[str, Any] = {}
        self.used = False  # something was done with it beside building it
        self.named = False  # a name of the module holds it


class Thing:
    """Any other library object: an optimiser, a data set, a transform. `facts` are its own."""

    __slots__ = ("attributes", "facts", "kind", "made", "name")

    def __init__(self, kind: str, name: str, made: Span | None = None, **facts: Any) -> None:
        self.kind = kind
        self.name = name
        self.made = made
        self.facts = facts
        self.attributes: dict[str, Abstract] = {}


class Choice:
    """One of several modules, functions or classes (or None), not known which: a call asks each of them."""

    __slots__ = ("options",)

    def __init__(self, options: list[Abstract]) -> None:
        self.options = options


class Super:
    """`super()` inside a method: attribute look-ups start after `owner`."""

    __slots__ = ("owner", "receiver")

    def __init__(self, owner: Class, receiver: Abstract) -> None:
        self.owner = owner
        self.receiver = receiver


MODULES = (Instance, LayerObject, Container)
MOST_LEAVES = 100_000
CONSTANTS = (bool, int, float, complex, str, bytes, type(None), type(Ellipsis))
PLAIN = frozenset(CONSTANTS)  # to ask by `type(value) in PLAIN`, many times as fast as `isinstance`


def is_module(value: Abstract) -> bool:
    """Whether it is a network module or layer object."""
    return isinstance(value, (LayerObject, Container)) or (
        isinstance(value, Instance) and value.base is not None
    )


def is_size(value: Abstract) -> bool:
    """Whether it can be a size: an int or a symbolic int."""
    return isinstance(value, Expr) or (isinstance(value, int) and not isinstance(value, bool))


def leaves(value: Abstract) -> list[Any]:
    """All that lists, tuples and dicts hold, however deep; what holds itself is looked into once."""
    found: list[Any] = []
    seen: set[int] = set()
    rest = [value]
    while rest and len(found) < MOST_LEAVES:
        item = rest.pop()
        if not isinstance(item, (List, tuple, Dict)):
            found.append(item)
        elif id(item) not in seen:
            seen.add(id(item))
            rest += reversed(item.values() if isinstance(item, Dict) else item)
    return found


def kind_of(value: Abstract) -> str:
    """The Python type name a user would see, for messages."""
    if isinstance(value, (Value, Expr)):
        return "Tensor" if isinstance(value, Value) else "int"
    names = {List: "list", Set: "set", Dict: "dict", type(None): "None"}
    if isinstance(value, (Instance, Class, Function)):
        return value.cls.name if isinstance(value, Instance) else type(value).__name__.lower()
    if isinstance(value, LayerObject):
        return value.layer.label
    return names.get(type(value), type(value).__name__)
