"""collections, dataclasses and enum: containers and the classes that Python writes."""

from __future__ import annotations

import ast

from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.iteration import items_of
from footgun.source.python.sequences import dict_
from footgun.source.special import TUPLE, as_dict, key_of
from footgun.source.values import Class, Dict, Instance, Library, List, Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("collections.defaultdict")
def defaultdict(at: At, /, default_factory: Any = None, *args: Any, **kwargs: Any) -> Any:
    made = dict_(at, *args, **kwargs)
    made.factory = default_factory
    return made


@bind("collections.Counter")
def counter(at: At, iterable: Any = (), **counts: Any) -> Any:
    if isinstance(iterable, Dict):
        return Dict({**iterable, **counts}, iterable.open)
    items = items_of(at.m, iterable)
    made = Dict(counts, open=items is None)
    for item in items or ():
        known = key_of(item)
        if not isinstance(known, Unknown):
            made[known] = made.get(known, 0) + 1
        else:
            made.open = True
    made.factory = Library("builtins.int")
    return made


@bind("builtins.dict.most_common")
def most_common(at: At, self: Any, n: Any = None) -> Any:
    if self.open or not all(isinstance(v, int) for v in self.values()):
        return Unknown("the most common items")
    found = sorted(self.items(), key=lambda pair: -pair[1])
    return List(found[:n] if isinstance(n, int) else found)


@bind("collections.deque")
def deque(at: At, iterable: Any = (), maxlen: Any = None) -> Any:
    items = items_of(at.m, iterable)
    # With a length the oldest items fall out, which is not followed.
    return List(items or [], open=items is None or maxlen is not None)


@bind("collections.namedtuple")
def namedtuple(at: At, typename: Any, field_names: Any, **more: Any) -> Any:
    names = (
        field_names.replace(",", " ").split() if isinstance(field_names, str) else items_of(at.m, field_names)
    )
    if names is None or not isinstance(typename, str) or not all(isinstance(n, str) for n in names):
        return Unknown("a named tuple")
    node = ast.ClassDef(typename, [], [], [ast.Pass()], [])
    frame = at.frame or Frame(at.m.globals)
    made = Class(typename, node, [Library(TUPLE)], frame, at.span)
    made.kind, made.fields = "tuple", tuple(names)
    defaults = items_of(at.m, more["defaults"]) if "defaults" in more else None
    made.attributes.update(zip(reversed(names), reversed(defaults or []), strict=False))
    return made


@bind(f"{TUPLE}._replace", "dataclasses.replace")
def replace(at: At, obj: Any, **changes: Any) -> Any:
    if not isinstance(obj, Instance):
        return Unknown("a changed object")
    if at.label == "replace":  # runs `__init__` again, and what comes after it
        kept = {n: obj.attributes.get(n, Unknown(f"`{n}`")) for n in obj.cls.fields}
        return call_value(at.m, obj.cls, [], {**kept, **changes}, at.span)
    made = Instance(obj.cls, at.span)
    made.attributes.update(obj.attributes)
    made.attributes.update(changes)
    return made


@bind(f"{TUPLE}._asdict", "dataclasses.asdict")
def asdict(at: At, obj: Any, **more: Any) -> Any:
    return as_dict(obj) if isinstance(obj, Instance) and obj.cls.fields else Unknown("a dict of fields")


@bind("dataclasses.astuple")
def astuple(at: At, obj: Any, **more: Any) -> Any:
    found = as_dict(obj) if isinstance(obj, Instance) and obj.cls.fields else None
    return Unknown("a tuple of fields") if found is None else tuple(found.values())


@bind("dataclasses.fields")
def fields(at: At, class_or_instance: Any) -> Any:
    cls = class_or_instance.cls if isinstance(class_or_instance, Instance) else class_or_instance
    if not isinstance(cls, Class) or not cls.fields:
        return Unknown("the fields of a dataclass")
    return tuple(one_field(at, name) for name in cls.fields)


def one_field(at: At, name: str) -> Thing:
    """One field of a dataclass."""
    made = Thing("dataclasses.Field", "dataclasses.Field", at.span)
    made.attributes["name"] = name
    return made


@bind("dataclasses.is_dataclass")
def is_dataclass(at: At, obj: Any) -> Any:
    cls = obj.cls if isinstance(obj, Instance) else obj
    return isinstance(cls, Class) and any(
        isinstance(c, Class) and c.kind == "dataclass" for c in cls.ancestors()
    )


@bind("dataclasses.dataclass")
def dataclass(at: At, cls: Any = None, **options: Any) -> Any:
    return Library("dataclasses.dataclass") if cls is None else cls


@bind("dataclasses.field")
def field(at: At, *, default: Any = None, default_factory: Any = None, **more: Any) -> Any:
    if default is None and "default" not in at.given:
        default = Unknown("a field without a default")
    return Thing("dataclasses.field", at.name, at.span, default=default, factory=default_factory)


@bind("enum.auto")
def auto(at: At) -> Any:
    return Thing("enum.auto", at.name, at.span)
