"""What iterating over an abstract value gives: known items, or one item that stands for all."""

from __future__ import annotations

from functools import partial, reduce

from footgun.network import Value
from footgun.sizes import bounds
from footgun.source.interpret.anyone import common
from footgun.source.interpret.join import CALLABLE, join
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.operators import ask
from footgun.source.special import fields_of, members
from footgun.source.values import (
    Abstract,
    Class,
    Container,
    Dict,
    Instance,
    Iterator,
    LayerObject,
    List,
    Stream,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from footgun.source.interpret.machine import Machine

LIMIT_RANGE = 100_000
LIMIT_ROWS = 64  # rows of a tensor taken one by one
LIMIT_LAYERS = 2000  # layers of a model, which a loop may keep from training one by one
LIMIT_NAMED = 512  # entries of a table, each under a name of its own
LIMIT_INDEXED = 16  # items of an object that are asked for one by one


def items_of(m: Machine, value: Abstract, limit: int | None = None) -> list[Any] | None:
    """All items where they are known and not too many, else None. An iterator has given them then."""
    found: list[Any] | None = None
    if isinstance(value, (Dict, List)):
        found = None if value.open else list(value)
    elif isinstance(value, (tuple, str, bytes)):
        found = list(value)
    elif isinstance(value, range):
        found = list(value) if count_of(value) <= (limit or LIMIT_RANGE) else None
    elif isinstance(value, Iterator):
        return drain(m, value, limit)
    elif isinstance(value, Container):
        items = value.items
        found = None if items.open else list(items) if value.kind == "dict" else list(items.values())
    elif isinstance(value, Value) and value.shape and "pandas" not in value.facts:
        count = value.shape[0]
        if isinstance(count, int) and count <= LIMIT_ROWS:
            from footgun.source.tensors import select

            found = [select(m, value, i) for i in range(count)]
    elif isinstance(value, Instance):
        return iterate_instance(m, value, limit)
    elif isinstance(value, Class) and value.kind == "enum":
        found = list(members(value))
    if found is not None and limit is not None and len(found) > limit:
        layers = len(found) <= LIMIT_LAYERS and all(isinstance(x, LayerObject) for x in found)
        table = len(found) <= LIMIT_NAMED and not isinstance(value, str) and all(map(is_named, found))
        return found if layers or table else None
    return found


def is_named(item: Abstract) -> bool:
    """A name, or a pair that begins with one."""
    return isinstance(item, str) or (isinstance(item, tuple) and len(item) == 2 and isinstance(item[0], str))


def count_of(numbers: range) -> int:
    """`len`, also beyond what Python's own can tell."""
    return max(0, -((numbers.start - numbers.stop) // numbers.step))


def drain(m: Machine, value: Iterator, limit: int | None) -> list[Any] | None:
    """What an iterator has not given yet."""
    at = value.place["at"]
    if value.endless or value.items.open or not isinstance(at, int):
        return None
    rest = value.items[at:]
    if limit is not None and len(rest) > limit:
        return None
    m.journal.write(value.place, "at", len(value.items))
    return rest


def advance(m: Machine, value: Iterator, default: Abstract) -> Abstract:
    """`next(value, default)`."""
    at = value.place["at"]
    if isinstance(at, int) and at < len(value.items):
        m.journal.write(value.place, "at", at + 1)
        return value.items[at]
    if not isinstance(at, int) or value.endless or value.items.open:
        return value.items[-1] if value.items else Unknown("an item of an iterator")
    return default


def iterate_instance(m: Machine, value: Instance, limit: int | None) -> list[Any] | None:
    """The items of an object of the checked code."""
    fields = fields_of(value)
    if fields is not None:
        return fields
    result = ask(m, value, "__iter__")
    if isinstance(result, Instance):
        return call_next(m, result, min(limit or m.settings.unroll, m.settings.unroll))
    if result is not None:
        return items_of(m, result, limit)
    inner = value.attributes.get("__container__")
    return items_of(m, inner, limit) if isinstance(inner, Container) else count_up(m, value)


def call_next(m: Machine, value: Instance, limit: int) -> list[Any] | None:
    """Call `__next__` until it raises StopIteration."""
    found: list[Any] = []
    for _ in range(limit):
        before = m.unsure
        try:
            found.append(next_of(m, value))
        except UserRaise:
            return found
        if m.unsure != before:
            return None  # it may have stopped here
    return None


def next_of(m: Machine, value: Instance) -> Abstract:
    """One call of `__next__`."""
    found = ask(m, value, "__next__")
    return Unknown("an item of an object") if found is None else found


def count_up(m: Machine, value: Instance) -> list[Any] | None:
    """The old way: `__getitem__` with 0, 1, 2 ... where `__len__` tells how many."""
    count = ask(m, value, "__len__")
    if not isinstance(count, int) or count > LIMIT_INDEXED:
        return None
    found = [ask(m, value, "__getitem__", i) for i in range(count)]
    return None if any(item is None for item in found) else found


def one_item(m: Machine, value: Abstract) -> Abstract:
    """One item that stands for all."""
    if isinstance(value, Stream):
        item = value.item
        return item() if callable(item) and not isinstance(item, Value) else item
    if isinstance(value, Iterator):
        return any_item(m, value.items)
    if isinstance(value, Container) and value.items and value.kind != "dict":
        return any_item(m, list(value.items.values()))
    if isinstance(value, Thing):
        stream = value.facts.get("iterate")
        if stream is not None:
            return one_item(m, stream())
        return value.facts["item"]() if "item" in value.facts else Unknown(f"an item of `{value.name}`")
    if isinstance(value, Instance):
        return instance_item(m, value)
    if isinstance(value, range):
        return m.names.fresh("i", 0) if value else Unknown("an empty range")
    if isinstance(value, Value):
        from footgun.source.tensors import select

        return select(m, value)
    if isinstance(value, (List, tuple)) and value:
        return any_item(m, value)
    if isinstance(value, Dict) and value:
        return next(iter(value))
    if isinstance(value, Unknown):
        return Unknown(value.reason)
    return Unknown("an item of something that is not followed")


def any_item(m: Machine, items: Sequence[Abstract]) -> Abstract:
    """One of these items, not known which."""
    if not items:
        return Unknown("an item of an iterator")
    if isinstance(items[0], CALLABLE):
        return reduce(partial(join, m), items)
    return common(m, items)


def instance_item(m: Machine, value: Instance) -> Abstract:
    """One item of an object with `__iter__` or `__getitem__`."""
    result = ask(m, value, "__iter__")
    if result is not None:
        return next_of(m, result) if isinstance(result, Instance) else one_item(m, result)
    found = ask(m, value, "__getitem__", m.names.fresh("i", 0))
    return Unknown("an item of an object") if found is None else found


def length(m: Machine, value: Abstract) -> Abstract:
    """`len(value)`."""
    if isinstance(value, (List, Dict)):
        return m.names.fresh("len", 0) if value.open else len(value)
    if isinstance(value, (tuple, str, bytes)):
        return len(value)
    if isinstance(value, range):
        return count_of(value)
    if isinstance(value, Container):
        return m.names.fresh("len", 0) if value.items.open else len(value.items)
    if isinstance(value, Class) and value.kind == "enum":
        return len(members(value))
    if isinstance(value, Value):
        return value.shape[0] if value.shape else m.names.fresh("len", 0)
    if isinstance(value, Stream):
        if value.length is not None:
            low, high = bounds(value.length)
            return low if low == high else value.length
        return m.names.fresh("len", 0)
    return m.names.fresh("len", 0)
