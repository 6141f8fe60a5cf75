"""What iterating over an abstract value gives: known items, or one item that stands for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import bounds
from footgun.source.values import Abstract, Container, Dict, Instance, List, Stream, Thing, Unknown

if TYPE_CHECKING:
    from footgun.source.interpret.machine import Machine


def items_of(m: Machine, value: Abstract, limit: int | None = None) -> list[Any] | None:
    """All items where they are known and not too many, else None."""
    found: list[Any] | None = None
    if isinstance(value, (Dict, List)):
        found = None if value.open else list(value)
    elif isinstance(value, (tuple, str)):
        found = list(value)
    elif isinstance(value, range):
        found = list(value) if len(value) <= (limit or 100_000) else None
    elif isinstance(value, Container):
        found = list(value.items) if value.kind == "dict" else list(value.items.values())
    elif isinstance(value, Value) and value.shape:
        count = value.shape[0]
        if isinstance(count, int) and count <= 64:
            from footgun.source.tensors import select

            found = [select(m, value) for _ in range(count)]
    elif isinstance(value, Instance):
        return iterate_instance(m, value, limit)
    if found is not None and limit is not None and len(found) > limit:
        return None
    return found


def iterate_instance(m: Machine, value: Instance, limit: int | None) -> list[Any] | None:
    """An object of the checked code with `__iter__`."""
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, value, "__iter__")
    if method is None:
        return None
    result = call_value(m, method, [], {}, m.here)
    return None if isinstance(result, Instance) else items_of(m, result, limit)


def one_item(m: Machine, value: Abstract) -> Abstract:
    """One item that stands for all."""
    if isinstance(value, Stream):
        item = value.item
        return item() if callable(item) and not isinstance(item, Value) else item
    if isinstance(value, Thing):
        stream = value.facts.get("iterate")
        if stream is not None:
            return one_item(m, stream())
        return value.facts["item"]() if "item" in value.facts else Unknown(f"an item of `{value.name}`")
    if isinstance(value, Instance):
        return instance_item(m, value)
    if isinstance(value, range):
        return m.names.fresh("i", 0) if len(value) else Unknown("an empty range")
    if isinstance(value, Value):
        from footgun.source.tensors import select

        return select(m, value)
    if isinstance(value, (List, tuple)) and value:
        return value[-1] if not isinstance(value, tuple) else value[0]
    if isinstance(value, Dict) and value:
        return next(iter(value))
    if isinstance(value, Unknown):
        return Unknown(value.reason)
    return Unknown("an item of something that is not followed")


def instance_item(m: Machine, value: Instance) -> Abstract:
    """One item of an object with `__iter__` or `__getitem__`."""
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, value, "__iter__")
    if method is not None:
        result = call_value(m, method, [], {}, m.here)
        return Unknown("an item of an object") if isinstance(result, Instance) else one_item(m, result)
    method = find_method(m, value, "__getitem__")
    index = m.names.fresh("i", 0)
    return Unknown("an item of an object") if method is None else call_value(m, method, [index], {}, m.here)


def length(m: Machine, value: Abstract) -> Abstract:
    """`len(value)`."""
    if isinstance(value, (List, Dict)):
        return m.names.fresh("len", 0) if value.open else len(value)
    if isinstance(value, (tuple, str, bytes, range)):
        return len(value)
    if isinstance(value, Container):
        return len(value.items)
    if isinstance(value, Value):
        return value.shape[0] if value.shape else m.names.fresh("len", 0)
    if isinstance(value, Stream):
        if value.length is not None:
            low, high = bounds(value.length)
            return low if low == high else value.length
        return m.names.fresh("len", 0)
    return m.names.fresh("len", 0)
