"""Python's builtin functions over sequences: range, zip, len, sum and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Expr, Size, at_least
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.iteration import items_of, length, one_item
from footgun.source.interpret.comparing import equal
from footgun.source.interpret.operators import binary, truth
from footgun.source.values import (
    CONSTANTS,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    Library,
    List,
    Stream,
    Thing,
    Unknown,
)

if TYPE_CHECKING:
    from footgun.source.callsite import At


@bind("builtins.range")
def range_(at: At, *args: Any) -> Any:
    parts = list(args)
    if parts and all(isinstance(p, int) for p in parts) and len(parts) <= 3:
        try:
            return range(*parts)
        except ValueError:
            return Unknown("a range with step 0")
    length_ = parts[0] if len(parts) == 1 and isinstance(parts[0], Expr) else None
    return Stream(lambda: at.m.names.fresh("i", 0), length_)


@bind("builtins.len")
def len_(at: At, obj: Any) -> Any:
    if isinstance(obj, Instance):
        return method_or(at, obj, "__len__", at.m.names.fresh("len", 0))
    if isinstance(obj, Thing) and "length" in obj.facts:
        return obj.facts["length"]
    return length(at.m, obj)


def method_or(at: At, holder: Instance, name: str, default: Any) -> Any:
    """Call a special method if the checked code has it."""
    from footgun.source.interpret.attributes import find_method

    method = find_method(at.m, holder, name)
    if method is None:
        inner = holder.attributes.get("__container__")
        return length(at.m, inner) if isinstance(inner, Container) and name == "__len__" else default
    return call_value(at.m, method, [], {}, at.span)


@bind("builtins.enumerate")
def enumerate_(at: At, iterable: Any, start: Any = 0) -> Any:
    items = items_of(at.m, iterable)
    if items is not None and isinstance(start, int):
        return List([(i, v) for i, v in enumerate(items, start)])
    return Stream(
        lambda: (at.m.names.fresh("i", 0), one_item(at.m, iterable)), getattr(iterable, "length", None)
    )


@bind("builtins.zip")
def zip_(at: At, *iterables: Any, strict: Any = False) -> Any:
    items = [items_of(at.m, i) for i in iterables]
    if all(i is not None for i in items):
        return List([tuple(row) for row in zip(*items, strict=False)])  # type: ignore[arg-type]
    return Stream(lambda: tuple(one_item(at.m, i) for i in iterables))


@bind("builtins.reversed")
def reversed_(at: At, sequence: Any) -> Any:
    items = items_of(at.m, sequence)
    return List(reversed(items)) if items is not None else sequence


@bind(
    "builtins.list",
    "builtins.tuple",
    "builtins.set",
    "builtins.frozenset",
    "builtins.iter",
    "builtins.sorted",
)
def list_(at: At, iterable: Any = (), *, key: Any = None, reverse: Any = False) -> Any:
    if at.label == "iter" and isinstance(iterable, (Stream, Thing)):
        return iterable
    items = items_of(at.m, iterable)
    if items is None:
        if isinstance(iterable, List):
            return List(iterable, True)
        return (
            List([one_item(at.m, iterable)], True)
            if isinstance(iterable, Stream)
            else Unknown("a list of unknown items")
        )
    if at.label == "sorted":
        if not all(isinstance(i, (int, float, str)) for i in items) or key is not None:
            return List(items)
        try:
            return List(sorted(items, reverse=at.flag(reverse, False)))
        except TypeError:
            return List(items)
    if at.label in ("set", "frozenset"):
        items = [v for i, v in enumerate(items) if not any(equal(v, w) is True for w in items[:i])]
    return tuple(items) if at.label == "tuple" else List(items)


@bind("builtins.next")
def next_(at: At, iterator: Any, default: Any = None) -> Any:
    if isinstance(iterator, Thing):
        stream = iterator.facts.get("iterate")
        if stream is not None:
            return one_item(at.m, stream())
    if isinstance(iterator, List) and iterator:
        return iterator[0]
    return one_item(at.m, iterator)


@bind("builtins.dict", "collections.OrderedDict", "collections.defaultdict")
def dict_(at: At, *args: Any, **kwargs: Any) -> Any:
    made = Dict()
    source = args[-1] if args else None
    if isinstance(source, Dict):
        made.update(source)
        made.open = source.open
    elif source is not None and not isinstance(source, (Function, Library, Class)):
        for item in items_of(at.m, source) or [Unknown("items")]:
            if (
                isinstance(item, (tuple, List))
                and len(item) == 2
                and isinstance(item[0], (*CONSTANTS, tuple))
            ):
                made[item[0]] = item[1]
            else:
                made.open = True
    made.update(kwargs)
    if at.label == "defaultdict":
        made.open = True
    return made


@bind("builtins.sum", "math.prod", "numpy.prod", "numpy.sum")
def sum_(at: At, iterable: Any, start: Any = None, **rest: Any) -> Any:
    import ast

    items = items_of(at.m, iterable)
    product = at.label == "prod"
    if items is None or (isinstance(iterable, Value) and product):
        return at.m.names.fresh("prod") if product else Unknown("a sum of unknown items")
    total: Any = (
        (1 if product else 0) if start is None or not isinstance(start, (int, float, Expr, List)) else start
    )
    for item in items:
        total = binary(at.m, ast.Mult if product else ast.Add, total, item)
    return total


@bind("builtins.max", "builtins.min")
def max_(at: At, *args: Any, key: Any = None, default: Any = None) -> Any:
    items = items_of(at.m, args[0]) if len(args) == 1 else list(args)
    if not items or key is not None:
        return Unknown("the largest of unknown items")
    best: Size | float | Any = items[0]
    for item in items[1:]:
        if not isinstance(best, (int, float, Expr)) or not isinstance(item, (int, float, Expr)):
            return Unknown("the largest of unknown items")
        if isinstance(best, Expr) or isinstance(item, Expr):
            if isinstance(best, float) or isinstance(item, float):
                return Unknown("the largest of unknown sizes")
            more = at_least(item, best) if at.label == "max" else at_least(best, item)
            if more is None:
                return at.m.names.fresh("m")
        else:
            more = item >= best if at.label == "max" else item <= best
        best = item if more else best
    return best


@bind("builtins.map", "builtins.filter")
def map_(at: At, function: Any, *iterables: Any) -> Any:
    columns = [items_of(at.m, i, 200) for i in iterables]
    if any(c is None for c in columns):
        call_value(at.m, function, [one_item(at.m, i) for i in iterables], {}, at.span)
        return Unknown("items of unknown number")
    rows = list(zip(*columns, strict=False))  # type: ignore[arg-type]
    results = [
        call_value(at.m, function, list(row), {}, at.span) if function is not None else row[0] for row in rows
    ]
    if at.label == "map":
        return List(results)
    answers = [truth(r) for r in results]
    return List([row[0] for row, a in zip(rows, answers, strict=False) if a is not False], None in answers)


@bind("builtins.any", "builtins.all")
def any_(at: At, iterable: Any) -> Any:
    items = items_of(at.m, iterable)
    answers = [None] if items is None else [truth(i) for i in items]
    stop = at.label == "any"
    return stop if stop in answers else Unknown("a condition") if None in answers else not stop


@bind("builtins.slice")
def slice_(at: At, *args: Any) -> Any:
    return slice(*args[:3]) if args else Unknown("a slice")
