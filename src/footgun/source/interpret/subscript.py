"""`holder[key]`."""

from __future__ import annotations

from functools import partial, reduce

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.given import Logs
from footgun.source.interpret.anyone import common
from footgun.source.interpret.loose import Axes
from footgun.source.interpret.raising import failure
from footgun.source.namespaces import Module
from footgun.source.special import fields_of, key_of
from footgun.source.uses import note_log
from footgun.source.values import (
    Abstract,
    Class,
    Container,
    Dict,
    Instance,
    Library,
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

MOST_JOINED = 100  # arrays under unknown keys that are compared


def get_item(m: Machine, holder: Abstract, key: Abstract) -> Abstract:
    """The item, or Unknown with a reason."""
    if isinstance(holder, Value):
        from footgun.source.tensors import index

        return index(m, holder, key)
    if isinstance(holder, Dict):
        known = key_of(key)
        if not isinstance(known, Unknown):
            return dict_item(m, holder, known)
        if holder.factory is not None:  # what is read is there from now on
            m.journal.touch(holder)
            holder.open = True
        return any_of(m, list(holder.values()), holder.open) or Unknown("an item under an unknown key")
    if isinstance(holder, (List, tuple, str, bytes, range)):
        return sequence_item(m, holder, key)
    if isinstance(holder, Container):
        return container_item(m, holder, key)
    if isinstance(holder, Instance):
        return instance_item(m, holder, key)
    if isinstance(holder, Class) and holder.kind == "enum" and isinstance(key, str):
        return holder.attributes.get(key, Unknown("a member of an enum"))
    if isinstance(holder, Library) and holder.name == "sys.modules":
        found = m.project.absolute(key) if isinstance(key, str) else None
        return found if isinstance(found, Module) else Unknown("a module that is looked up")
    if isinstance(holder, (Library, Class)):
        return holder  # a type such as List[int]
    if isinstance(holder, Thing):
        from footgun.source.interpret.attributes import get_attribute
        from footgun.source.interpret.calls import call_value

        if "item" in holder.facts:
            return holder.facts["item"]()
        method = get_attribute(m, holder, "__getitem__")
        return call_value(m, method, [key], {}, m.here)
    if isinstance(holder, Stream):
        from footgun.source.interpret.iteration import one_item

        return one_item(m, holder)
    if isinstance(holder, Axes):
        size = holder.at(key)
        return Unknown("a size of a tensor") if size is None else size
    if isinstance(holder, Logs):
        note_log(m, holder.metrics, key)
    return Unknown(getattr(holder, "reason", "") or "an item of something that is not followed")


def any_item(m: Machine, items: Sequence[Abstract]) -> Abstract:
    """One of these items, not known which."""
    from footgun.source.interpret.iteration import any_item

    return any_item(m, items)


def any_of(m: Machine, items: list[Abstract], open_: bool) -> Abstract | None:
    """What is known of one of several items: the only one there is, or what arrays have in common."""
    if len(items) == 1:
        return items[0]
    if open_ or not items or len(items) > MOST_JOINED or not all(isinstance(v, Value) for v in items):
        return None
    from footgun.source.interpret.join import join

    return reduce(partial(join, m), items)


def dict_item(m: Machine, holder: Dict, key: Abstract) -> Abstract:
    """`d[key]` with a known key."""
    if key in holder:
        return holder[key]
    if holder.factory is not None:
        from footgun.source.interpret.assign import set_item
        from footgun.source.interpret.calls import call_value

        made = call_value(m, holder.factory, [], {}, m.here)
        set_item(m, holder, key, made)
        return made
    reason = "a key that is not known"
    return Unknown(reason) if holder.open else failure(m, "KeyError", reason)


def sequence_item(m: Machine, holder: Any, key: Abstract) -> Abstract:
    if isinstance(key, (bool, int)):
        open_ = getattr(holder, "open", False)
        if -len(holder) <= key < len(holder) and not (open_ and key < 0):
            return holder[key]
        if open_:
            return any_item(m, holder)
        return failure(m, "IndexError", "an index out of range")
    if isinstance(key, slice) and all(
        p is None or isinstance(p, int) for p in (key.start, key.stop, key.step)
    ):
        if key.step == 0:
            return Unknown("a slice with step 0")
        part = holder[key]
        return List(part, holder.open) if isinstance(holder, List) else part
    if (
        isinstance(holder, (List, tuple))
        and holder
        and len({id(type(x)) for x in holder}) == 1
        and len(holder) == 1
    ):
        return holder[0]
    if isinstance(holder, (List, tuple)) and isinstance(key, Expr):
        return common(m, holder)
    return Unknown("an item at an unknown index")


def container_item(m: Machine, holder: Container, key: Abstract) -> Abstract:
    items = list(holder.items.values())
    if isinstance(key, str):
        return holder.items.get(key, Unknown("a key that is not known"))
    open_ = holder.items.open
    if isinstance(key, int) and -len(items) <= key < len(items) and not (open_ and key < 0):
        return items[key]
    if isinstance(key, slice) and all(
        p is None or isinstance(p, int) for p in (key.start, key.stop, key.step)
    ):
        part = Container(holder.kind, holder.name, holder.made)
        part.items = Dict(list(holder.items.items())[key], open_)
        part.owned = True
        return part
    return any_item(m, items) if holder.kind != "dict" or open_ else Unknown("a module under an unknown key")


def instance_item(m: Machine, holder: Instance, key: Abstract) -> Abstract:
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    method = find_method(m, holder, "__getitem__")
    if method is not None:
        return call_value(m, method, [key], {}, m.here)
    fields = fields_of(holder)
    if fields is not None:
        return sequence_item(m, tuple(fields), key)
    inner = holder.attributes.get("__container__")
    return container_item(m, inner, key) if isinstance(inner, Container) else Unknown("an item of an object")
