"""The parts of the standard library that model code uses."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of
from footgun.source.values import CONSTANTS, Container, Dict, Instance, LayerObject, List, Native, Unknown

if TYPE_CHECKING:
    from footgun.source.callsite import At

MATH = (
    "sqrt",
    "log",
    "log2",
    "log10",
    "exp",
    "sin",
    "cos",
    "tan",
    "isnan",
    "isinf",
    "gcd",
    "fabs",
    "comb",
    "isclose",
)


@bind(
    *(f"math.{name}" for name in MATH), "numpy.sqrt", "numpy.log2", "numpy.log", "numpy.floor", "numpy.ceil"
)
def math_(at: At, *args: Any) -> Any:
    if not all(isinstance(a, (int, float)) for a in args):
        return Unknown("a number")
    try:
        return getattr(math, at.label)(*args)
    except (ValueError, TypeError, OverflowError):
        return Unknown("a number")


@bind("functools.partial")
def partial(at: At, func: Any, *args: Any, **kwargs: Any) -> Any:
    def call(inner: At, more: list[Any], named: dict[str, Any]) -> Any:
        return call_value(
            inner.m, func, [*args, *more], {**kwargs, **named}, inner.span, inner.node, inner.frame
        )

    return Native("partial", call)


@bind("functools.reduce")
def reduce(at: At, function: Any, iterable: Any, *initial: Any) -> Any:
    items = items_of(at.m, iterable, 200)
    if items is None or not (items or initial):
        return Unknown("a reduction of unknown items")
    value = initial[0] if initial else items.pop(0)
    for item in items:
        value = call_value(at.m, function, [value, item], {}, at.span)
    return value


@bind("operator.mul", "operator.add", "operator.sub", "operator.floordiv")
def operator_(at: At, a: Any, b: Any) -> Any:
    import ast

    from footgun.source.interpret.operators import binary

    kind = {"mul": ast.Mult, "add": ast.Add, "sub": ast.Sub, "floordiv": ast.FloorDiv}[at.label]
    return binary(at.m, kind, a, b)


@bind("itertools.chain", "itertools.chain.from_iterable")
def chain(at: At, *iterables: Any) -> Any:
    if at.label == "from_iterable":
        iterables = tuple(items_of(at.m, iterables[0]) or ())
    columns = [items_of(at.m, i) for i in iterables]
    return List([v for c in columns if c is not None for v in c], any(c is None for c in columns))


@bind("itertools.product")
def product(at: At, *iterables: Any, repeat: Any = 1) -> Any:
    import itertools

    columns = [items_of(at.m, i, 64) for i in iterables]
    if any(c is None for c in columns) or not isinstance(repeat, int) or repeat > 4:
        return Unknown("combinations of unknown items")
    return List(itertools.islice(itertools.product(*columns, repeat=repeat), 5000))  # type: ignore[arg-type]


@bind("itertools.repeat")
def repeat(at: At, object: Any, times: Any = None) -> Any:
    return List([object] * times) if isinstance(times, int) and times < 10_000 else List([object], True)


@bind("copy.deepcopy", "copy.copy")
def deepcopy(at: At, x: Any, *rest: Any) -> Any:
    return clone(at, x, at.label == "deepcopy")


def clone(at: At, x: Any, deep: bool, depth: int = 0) -> Any:
    """A copy whose layers have weights of their own."""
    if depth > 20:
        return x
    again = (lambda v: clone(at, v, deep, depth + 1)) if deep else (lambda v: v)
    if isinstance(x, LayerObject) and deep:
        made = at.layer(x.layer.op, dict(x.layer.settings), x.call, dict(x.layer.initializers))
        made.layer.label, made.name = x.layer.label, x.name
        return made
    if isinstance(x, Container):
        copied = Container(x.kind, x.name, x.made, {k: again(v) for k, v in x.items.items()})
        copied.attributes = {k: again(v) for k, v in x.attributes.items()}
        return copied
    if isinstance(x, Instance):
        other = Instance(x.cls, x.made)
        other.attributes = {k: again(v) for k, v in x.attributes.items()}
        if other.base is not None:
            at.m.modules.append(other)
        return other
    if isinstance(x, List):
        return List([again(v) for v in x], x.open)
    if isinstance(x, Dict):
        return Dict({k: again(v) for k, v in x.items()}, x.open)
    return tuple(again(v) for v in x) if isinstance(x, tuple) else x


@bind("typing.cast")
def cast(at: At, typ: Any, val: Any) -> Any:
    return val


@bind("os.path.join", "os.getenv", "os.environ.get")
def path(at: At, *args: Any) -> Any:
    return "/".join(args) if at.label == "join" and all(isinstance(a, str) for a in args) else Unknown("text")


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
        return range(iterable) if isinstance(iterable, int) else Unknown("a range")
    return iterable


__all__ = ["CONSTANTS"]
