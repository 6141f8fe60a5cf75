"""One value for two possible ones, as after an `if` whose condition is not known."""

from __future__ import annotations

from functools import partial

from footgun.network import Value
from footgun.ops.control import Either
from footgun.sizes import Expr, Size
from footgun.source.devices import either
from footgun.source.given import one_of
from footgun.source.namespaces import Pending
from footgun.source.values import (
    CONSTANTS,
    MODULES,
    Abstract,
    Bound,
    Choice,
    Class,
    Dict,
    Function,
    Library,
    List,
    Native,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine


CALLABLE = (*MODULES, Function, Bound, Class, Library, Native, type(None))
MOST_OPTIONS = 4
DEEPEST = 4  # lists in lists whose items are compared one by one


def join(m: Machine, a: Abstract, b: Abstract, depth: int = 0) -> Abstract:
    """What is known of a value that is `a` or `b`."""
    if a is b:
        return a
    if isinstance(a, Pending) or isinstance(b, Pending):
        return join(m, used(m, a), used(m, b), depth)
    if depth > DEEPEST:
        return Unknown("differs between two branches")
    again = partial(join, m, depth=depth + 1)
    if isinstance(a, Value) and isinstance(b, Value):
        return join_tensors(m, a, b)
    if type(a) is type(b):
        if isinstance(a, (*CONSTANTS, Expr)) and a == b:
            return a
        if isinstance(a, tuple) and len(a) == len(b):
            return tuple(again(x, y) for x, y in zip(a, b, strict=False))
        if isinstance(a, List) and len(a) == len(b):
            return type(a)([again(x, y) for x, y in zip(a, b, strict=False)], a.open or b.open)
        if isinstance(a, Dict) and a.keys() == b.keys():
            return Dict({k: again(v, b[k]) for k, v in a.items()}, a.open or b.open)
    number = one_of(a, b)
    if number is not None:
        return number
    device = either(a, b)
    if device is not None:
        return device
    options = [*options_of(a), *(y for y in options_of(b) if not any(y is x for x in options_of(a)))]
    if len(options) <= MOST_OPTIONS and all(isinstance(x, CALLABLE) for x in options):
        return Choice(options)
    return Unknown("differs between two branches")


def used(m: Machine, value: Abstract) -> Abstract:
    """What an imported name stands for."""
    if not isinstance(value, Pending):
        return value
    from footgun.source.interpret.imported import member

    return member(m, value.module, value.name)


def options_of(value: Abstract) -> list[Abstract]:
    """What a value may be."""
    return value.options if isinstance(value, Choice) else [value]


def join_tensors(m: Machine, a: Value, b: Value) -> Value:
    """A tensor that comes from one of two branches: sizes they share are kept, the others get fresh names."""
    shape: tuple[Size, ...] | None = None
    if a.shape is not None and b.shape is not None and len(a.shape) == len(b.shape):
        shape = tuple(x if x == y else m.names.fresh("s") for x, y in zip(a.shape, b.shape, strict=False))
    joined = Value(shape, a.dtype if a.dtype == b.dtype else None, assumed=a.assumed or b.assumed)
    m.place(Either(), (a, b), joined, "if")
    if a.facts.get("device") != b.facts.get("device"):
        joined.facts.pop("device", None)
    return joined
