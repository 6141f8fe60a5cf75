"""The parts of the standard library that model code uses: math, functools, operator, copy, os, contextlib."""

from __future__ import annotations

import math

from footgun.network import Parameter, Value
from footgun.source.bindings import bind
from footgun.source.interpret.attributes import get_attribute
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.interpret.operators import BINARY, binary
from footgun.source.interpret.subscript import get_item
from footgun.source.values import (
    Container,
    Dict,
    Instance,
    Iterator,
    LayerObject,
    List,
    Native,
    Stream,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

MATH = (
    "sqrt", "log", "log2", "log10", "log1p", "exp", "sin", "cos", "tan", "atan", "tanh", "isnan", "isinf",
    "gcd", "lcm", "fabs", "comb", "isclose", "isqrt", "hypot", "degrees", "radians", "fmod", "copysign",
    "isfinite", "perm", "erf", "dist", "factorial", "cbrt",
)  # fmt: skip
LARGEST = 1000  # of a factorial and the like


@bind(
    *(f"math.{name}" for name in MATH), "numpy.sqrt", "numpy.log2", "numpy.log", "numpy.floor", "numpy.ceil"
)
def math_(at: At, *args: Any, **kwargs: Any) -> Any:
    known = all(isinstance(a, (int, float)) for a in args) and not kwargs
    huge = at.label in ("comb", "perm", "factorial") and any(a > LARGEST for a in args if known)
    if not known or huge:
        return Unknown("a number")
    try:
        return getattr(math, at.label)(*args)
    except (ValueError, TypeError, OverflowError, AttributeError):
        return Unknown("a number")


@bind("functools.partial")
def partial(at: At, /, *args: Any, **kwargs: Any) -> Any:
    """`func` has no name here: the function that it calls may take an argument of that name."""
    if not args:
        at.refuse("`partial` misses the function that it calls")
        return Unknown("a function")
    func, args = args[0], args[1:]
    if isinstance(func, Native) and func.name == "partial":  # one that holds the arguments of both
        inner_args, inner_kwargs = func.attributes["args"], func.attributes["keywords"]
        func, args, kwargs = func.attributes["func"], (*inner_args, *args), {**inner_kwargs, **kwargs}

    def call(inner: At, more: list[Any], named: dict[str, Any]) -> Any:
        return call_value(
            inner.m, func, [*args, *more], {**kwargs, **named}, inner.span, inner.node, inner.frame
        )

    made = Native("partial", call)
    made.attributes.update({"func": func, "args": args, "keywords": Dict(kwargs)})
    return made


@bind("functools.reduce")
def reduce(at: At, function: Any, iterable: Any, *initial: Any) -> Any:
    items = items_of(at.m, iterable, 200)
    if items is None or not (items or initial):
        return Unknown("a reduction of unknown items")
    value = initial[0] if initial else items.pop(0)
    for item in items:
        value = call_value(at.m, function, [value, item], {}, at.span)
    return value


@bind("functools.lru_cache", "functools.cache")
def cached(at: At, maxsize: Any = None, typed: Any = False) -> Any:
    """The function itself; with settings, a decorator that leaves it."""
    if "maxsize" in at.given and not isinstance(maxsize, (int, type(None), Unknown)):
        return maxsize
    return Native("lru_cache", lambda inner, args, kwargs: args[0] if args else Unknown("a cached function"))


OPERATORS = {
    "truediv": "div",
    "floordiv": "floor_divide",
    "mod": "remainder",
    "and_": "bitwise_and",
    "or_": "bitwise_or",
    "xor": "bitwise_xor",
}
PLAIN_OPERATORS = ("add", "sub", "mul", "pow", "matmul", "lshift", "rshift")


@bind(*(f"operator.{name}" for name in (*PLAIN_OPERATORS, *OPERATORS)))
def operator_(at: At, a: Any, b: Any) -> Any:
    name = OPERATORS.get(at.label, at.label)
    return binary(at.m, next(kind for kind, (_, n) in BINARY.items() if n == name), a, b)


@bind("operator.itemgetter", "operator.attrgetter")
def getter(at: At, *keys: Any) -> Any:
    def call(inner: At, args: list[Any], named: dict[str, Any]) -> Any:
        read = get_item if at.label == "itemgetter" else get_attribute
        found = tuple(read(inner.m, args[0], key) for key in keys)
        return found[0] if len(found) == 1 else found

    return Native(at.label, call)


@bind("contextlib.contextmanager")
def contextmanager(at: At, func: Any) -> Any:
    def call(inner: At, args: list[Any], named: dict[str, Any]) -> Any:
        made = call_value(inner.m, func, args, named, inner.span, inner.node, inner.frame)
        entered = one_item(inner.m, made) if not isinstance(made, Iterator) else first(made)
        return Thing("contextmanager", "contextlib.contextmanager", inner.span, enter=entered)

    return Native("contextmanager", call)


def first(items: Iterator) -> Any:
    """What a generator yields first."""
    return items.items[0] if items.items else Unknown("what a context manager gives")


@bind("contextlib.suppress")
def suppress(at: At, *exceptions: Any) -> Any:
    return Thing("contextmanager", at.name, at.span, suppresses=exceptions, enter=None)


@bind("contextlib.nullcontext", "contextlib.closing")
def nullcontext(at: At, enter_result: Any = None) -> Any:
    return Thing("contextmanager", at.name, at.span, enter=enter_result)


@bind("copy.deepcopy", "copy.copy")
def deepcopy(at: At, x: Any, *rest: Any) -> Any:
    return clone(at, x, at.label == "deepcopy", {})


def clone_weight(weight: Parameter, seen: dict[int, Any]) -> Parameter:
    """A weight of its own; one that two layers share is still shared."""
    if id(weight) not in seen:
        made = seen[id(weight)] = Parameter(weight.name, weight.shape, weight.initializer)
        made.requires_grad = weight.requires_grad
    found: Parameter = seen[id(weight)]
    return found


def clone(at: At, x: Any, deep: bool, seen: dict[int, Any]) -> Any:
    """A copy whose layers have weights of their own; what is shared inside stays shared."""
    if id(x) in seen:
        return seen[id(x)]

    if isinstance(x, (List, Dict)):
        at.m.step(1 + len(x) // 2)  # a list that holds itself and its copy doubles each time

    def again(value: Any) -> Any:
        return clone(at, value, deep, seen) if deep else value

    if isinstance(x, LayerObject) and deep:
        made = at.layer(x.layer.op, dict(x.layer.settings), x.call, dict(x.layer.initializers))
        made.layer.label, made.name = x.layer.label, x.name
        made.layer.device, made.layer.fleeting = x.layer.device, x.layer.fleeting  # a copy is not drawn anew
        made.layer.parameters[:] = [clone_weight(p, seen) for p in x.layer.parameters]
        seen[id(x)] = made
        return made
    if isinstance(x, Value) and deep and "parameter" in x.facts:
        weight = Value(x.shape, x.dtype, span=x.span, name=x.name)
        weight.facts.update(x.facts)
        weight.facts["parameter"] = clone_weight(x.facts["parameter"], seen)
        seen[id(x)] = weight
        return weight
    if isinstance(x, Container):
        copied = Container(x.kind, x.name, x.made)
        copied.items.open = x.items.open
        seen[id(x)] = copied
        copied.items.update({k: again(v) for k, v in x.items.items()})
        copied.attributes.update({k: again(v) for k, v in x.attributes.items()})
        if x.kind == "sequential":
            at.m.modules.append(copied)
        at.m.owned(tuple(copied.items.values()))
        return copied
    if isinstance(x, Instance):
        other = Instance(x.cls, x.made)
        seen[id(x)] = other
        other.attributes.update({k: again(v) for k, v in x.attributes.items()})
        if other.base is not None:
            at.m.modules.append(other)
            at.m.owned(tuple(other.attributes.values()))
        return other
    if isinstance(x, List):
        held = type(x)([], x.open)
        seen[id(x)] = held
        held.extend(again(v) for v in x)
        return held
    if isinstance(x, Dict):
        table = Dict({}, x.open)
        table.factory = x.factory
        seen[id(x)] = table
        table.update({k: again(v) for k, v in x.items()})
        return table
    if isinstance(x, tuple):
        seen[id(x)] = x  # a tuple inside itself cannot be copied before it is there
        seen[id(x)] = tuple(again(v) for v in x)
        return seen[id(x)]
    return x


@bind("typing.cast")
def cast(at: At, typ: Any, val: Any) -> Any:
    return val


@bind("os.path.join", "os.path.basename", "os.path.dirname", "os.path.splitext")
def path(at: At, *args: Any) -> Any:
    import posixpath

    if all(isinstance(a, str) for a in args) and args:
        return getattr(posixpath, at.label)(*args)
    return Unknown("text")


@bind("os.getenv", "os.environ.get")
def environment(at: At, key: Any, default: Any = None) -> Any:
    return Unknown("a setting of the environment")


@bind(
    "tqdm.tqdm",
    "tqdm.auto.tqdm",
    "tqdm.notebook.tqdm",
    "tqdm.trange",
    "tqdm.autonotebook.tqdm",
    "tqdm.tqdm_notebook",
    "tqdm.auto.trange",
)
def tqdm(at: At, iterable: Any = None, *args: Any, **kwargs: Any) -> Any:
    if at.label == "trange":
        return range(iterable) if isinstance(iterable, int) else Stream(lambda: at.m.names.fresh("i", 0))
    return Unknown("a progress bar") if iterable is None else iterable
