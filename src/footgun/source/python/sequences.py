"""Python's builtin functions over sequences: range, zip, len, sum and their like."""

from __future__ import annotations

import ast
from functools import cmp_to_key

from footgun.network import Value
from footgun.sizes import Expr, at_least
from footgun.source.bindings import bind
from footgun.source.given import Gap
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.comparing import compare, distinct
from footgun.source.interpret.iteration import advance, any_item, items_of, length, next_of, one_item
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.operators import ask, binary, decide
from footgun.source.interpret.raising import failure
from footgun.source.registry import REGISTRY
from footgun.source.special import fields_of
from footgun.source.values import (
    Class,
    Container,
    Dict,
    Function,
    Instance,
    Iterator,
    Library,
    List,
    Stream,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LIMIT_CALLS = 200  # items that a function of the checked code is called with, one by one
LIMIT_SORTED = 2000


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
        found = ask(at.m, obj, "__len__")
        if found is not None:
            return found
        fields = fields_of(obj)
        if fields is not None:
            return len(fields)
        inner = obj.attributes.get("__container__")
        return length(at.m, inner) if isinstance(inner, Container) else at.m.names.fresh("len", 0)
    if isinstance(obj, Thing) and "length" in obj.facts:
        return obj.facts["length"]
    if obj is None:
        return failure(at.m, "TypeError", "the length of None", chosen=True)
    return length(at.m, obj)


@bind("builtins.enumerate")
def enumerate_(at: At, iterable: Any, start: Any = 0) -> Any:
    if isinstance(iterable, Stream):
        items = None
    else:
        items = items_of(at.m, iterable)
    if items is not None and isinstance(start, int):
        return List([(i, v) for i, v in enumerate(items, start)])
    return Stream(
        lambda: (at.m.names.fresh("i", 0), one_item(at.m, iterable)),
        getattr(iterable, "length", None),
        iterable,
    )


@bind("builtins.zip")
def zip_(at: At, *iterables: Any, strict: Any = False) -> Any:
    rows = [row for row in iterables if not isinstance(row, Gap)]
    if at.open_arguments and len(rows) == 1:  # `zip(*batch)` of so many rows as nobody knows
        row = items_of(at.m, rows[0])
        return Unknown("columns of unknown rows") if row is None else List([List([v], True) for v in row])
    columns = [head(at, i) for i in iterables]
    counts = [len(items) for items, endless in columns if not endless]
    if counts and min(counts) <= min(len(items) for items, _ in columns if items is not None):
        return List([tuple(row) for row in zip(*(items for items, _ in columns), strict=False)])
    lengths = [getattr(i, "length", None) for i in iterables]
    known = next((n for n in lengths if n is not None), None)
    first = iterables[0] if iterables else None
    return Stream(lambda: tuple(one_item(at.m, i) for i in iterables), known, first)


def head(at: At, iterable: Any) -> tuple[list[Any], bool]:
    """The known items, and whether more may follow."""
    if isinstance(iterable, Iterator) and iterable.endless:
        return iterable.items[iterable.place["at"] :], True
    items = items_of(at.m, iterable)
    return (items or [], items is None)


@bind("builtins.reversed")
def reversed_(at: At, sequence: Any) -> Any:
    items = items_of(at.m, sequence)
    return List(reversed(items)) if items is not None else sequence


@bind("builtins.list", "builtins.tuple")
def list_(at: At, iterable: Any = ()) -> Any:
    items = items_of(at.m, iterable)
    if items is not None:
        return tuple(items) if at.label == "tuple" else List(items)
    if isinstance(iterable, List):
        return List(iterable, True)
    if isinstance(iterable, (Stream, Iterator, range)):
        return List([one_item(at.m, iterable)], True)
    if isinstance(iterable, (Thing, Instance)) and "torch" in REGISTRY.loaded:
        from footgun.source.walked import walked

        walked(at.m, iterable, "list")
    return Unknown("a list of unknown items")


@bind("builtins.set", "builtins.frozenset")
def set_(at: At, iterable: Any = ()) -> Any:
    items = items_of(at.m, iterable)
    return distinct(items or [], items is None)


@bind("builtins.iter")
def iter_(at: At, iterable: Any, *sentinel: Any) -> Any:
    if isinstance(iterable, (Stream, Thing, Iterator)) or sentinel:
        return Unknown("an iterator with a sentinel") if sentinel else iterable
    found = ask(at.m, iterable, "__iter__")
    if found is not None:
        return found
    items = items_of(at.m, iterable)
    return iterable if items is None else Iterator(List(items))


@bind("builtins.next")
def next_(at: At, iterator: Any, *default: Any) -> Any:
    if isinstance(iterator, Thing):
        stream = iterator.facts.get("iterate")
        if stream is not None:
            return one_item(at.m, stream())
    missing = default[0] if default else Unknown("an item of an iterator")
    if isinstance(iterator, Instance):
        try:
            return next_of(at.m, iterator)
        except UserRaise:
            if default:
                return missing
            raise
    if isinstance(iterator, List) and (iterator or not iterator.open):
        return iterator[0] if iterator else missing
    if isinstance(iterator, Iterator):
        spent = iterator.place["at"] == len(iterator.items) and not (iterator.endless or iterator.items.open)
        if spent and not default:
            return failure(at.m, "StopIteration", "an item of an iterator")
        return advance(at.m, iterator, missing)
    return one_item(at.m, iterator)


@bind("builtins.dict", "collections.OrderedDict")
def dict_(at: At, /, *args: Any, **kwargs: Any) -> Any:
    from footgun.source.interpret.assign import set_item

    made = Dict()
    source = args[0] if args else None
    if isinstance(source, Dict):
        made.update(source)
        made.open = source.open
    elif source is not None and not isinstance(source, (Function, Library, Class)):
        found = items_of(at.m, source)
        made.open = found is None
        for item in found or ():
            if isinstance(item, (tuple, List)) and len(item) == 2:
                set_item(at.m, made, item[0], item[1])
            else:
                made.open = True
    made.update(kwargs)
    return made


@bind("builtins.sum", "math.prod", "numpy.prod", "numpy.sum")
def sum_(at: At, iterable: Any, start: Any = None, **rest: Any) -> Any:
    if at.name.startswith("numpy."):
        axis = rest.pop("axis", start)
        if isinstance(iterable, Value):
            from footgun.source.numpy.methods import reduce

            return reduce(at, iterable, axis, **rest)
        if axis is not None:
            return Unknown(f"`numpy.{at.label}` along an axis")
    items = items_of(at.m, iterable)
    product = at.label == "prod"
    if items is None:
        return at.m.names.fresh("prod") if product else Unknown("a sum of unknown items")
    plain = start is None or not isinstance(start, (int, float, Expr, List))
    total: Any = (1 if product else 0) if plain else start
    for item in items:
        total = binary(at.m, ast.Mult if product else ast.Add, total, item)
    return total


@bind("builtins.max", "builtins.min")
def max_(at: At, *args: Any, key: Any = None, **more: Any) -> Any:
    items = items_of(at.m, args[0]) if len(args) == 1 else list(args)
    if items is None or len(items) > LIMIT_SORTED:
        return Unknown("the largest of unknown items")
    if not items:
        return (
            more["default"] if "default" in more else failure(at.m, "ValueError", "the largest of no items")
        )
    ranks = keys_of(at, items, key)
    best = 0
    for i in range(1, len(items)):
        more_ = beyond(at, ranks[i], ranks[best])
        if more_ is None:
            sizes = all(isinstance(x, (int, Expr)) for x in items)
            return at.m.names.fresh("m") if sizes else Unknown("the largest of unknown items")
        best = i if more_ else best
    return items[best]


def beyond(at: At, a: Any, b: Any) -> bool | None:
    """Whether `a` is larger (for `max`) or smaller (for `min`) than `b`."""
    if isinstance(a, Expr) or isinstance(b, Expr):
        if not (isinstance(a, (int, Expr)) and isinstance(b, (int, Expr))):
            return None
        return at_least(a, b) if at.label == "max" else at_least(b, a)
    return decide(at.m, compare(at.m, ast.Gt if at.label == "max" else ast.Lt, a, b))


def keys_of(at: At, items: list[Any], key: Any) -> list[Any]:
    """What the items are compared by."""
    if key is None:
        return items
    if len(items) > LIMIT_CALLS:
        return [Unknown("a key")] * len(items)
    return [call_value(at.m, key, [item], {}, at.span) for item in items]


@bind("builtins.sorted")
def sorted_(at: At, iterable: Any, *, key: Any = None, reverse: Any = False) -> Any:
    items = items_of(at.m, iterable)
    if items is None:
        return List(iterable, True) if isinstance(iterable, List) else Unknown("a list of unknown items")
    return List(ordered(at, items, key, reverse))


class Incomparable(Exception):
    """Two items of which it is not known which comes first."""


def ordered(at: At, items: list[Any], key: Any, reverse: Any) -> list[Any]:
    """The items in their order; each is any of them where that is not known."""
    if len(items) > LIMIT_SORTED:
        return items

    def order(a: tuple[Any, Any], b: tuple[Any, Any]) -> int:
        for first, second, sign in ((a, b, -1), (b, a, 1)):
            answer = decide(at.m, compare(at.m, ast.Lt, first[0], second[0]))
            if answer is None:
                raise Incomparable
            if answer:
                return sign
        return 0

    pairs = list(zip(keys_of(at, items, key), items, strict=True))
    try:
        pairs.sort(key=cmp_to_key(order), reverse=at.flag(reverse, False))
    except Incomparable:
        return [any_item(at.m, items)] * len(items)
    return [item for _, item in pairs]


@bind("builtins.map", "builtins.filter")
def map_(at: At, function: Any, *iterables: Any) -> Any:
    columns = [items_of(at.m, i, LIMIT_CALLS) for i in iterables]
    if any(c is None for c in columns):
        made = call_value(at.m, function, [one_item(at.m, i) for i in iterables], {}, at.span)
        return (
            Stream(made) if at.label == "map" and not callable(made) else Unknown("items of unknown number")
        )
    rows = list(zip(*columns, strict=False))
    results = [
        call_value(at.m, function, list(row), {}, at.span) if function is not None else row[0] for row in rows
    ]
    if at.label == "map":
        return List(results)
    answers = [decide(at.m, r) for r in results]
    return List([row[0] for row, a in zip(rows, answers, strict=False) if a is not False], None in answers)


@bind("builtins.any", "builtins.all")
def any_(at: At, iterable: Any) -> Any:
    items = items_of(at.m, iterable)
    answers = [None] if items is None else [decide(at.m, i) for i in items]
    stop = at.label == "any"
    return stop if stop in answers else Unknown("a condition") if None in answers else not stop


@bind("builtins.slice")
def slice_(at: At, *args: Any) -> Any:
    return slice(*args[:3]) if args else Unknown("a slice")
