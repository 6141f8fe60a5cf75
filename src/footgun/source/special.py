"""Classes of the checked code that Python builds in a way of its own: enums, named tuples, dataclasses."""

from __future__ import annotations

import ast

from footgun.source.values import (
    CONSTANTS,
    Abstract,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

KEYS = (*CONSTANTS, range, Library, Class, Function, Instance, LayerObject, Container)
MOST_PARTS = 50  # of a tuple that is a key
ENUMS = frozenset({"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"})
TUPLE = "typing.NamedTuple"
DATACLASS = "dataclasses.dataclass"
# Enums whose members are plain numbers or text as well.
PLAIN = frozenset({"enum.IntEnum", "enum.StrEnum", "enum.IntFlag", "builtins.int", "builtins.str"})


def prepare(m: Machine, cls: Class, decorators: list[Abstract]) -> None:
    """Find out the kind of a new class; the values of an enum become its members."""
    names = {b.name for b in cls.ancestors() if isinstance(b, Library)}
    if names & ENUMS:
        cls.kind = "enum"
        make_members(m, cls)
    elif TUPLE in names:
        cls.kind, cls.fields = "tuple", annotated(cls)
    elif any(isinstance(d, Library) and d.name == DATACLASS for d in decorators):
        cls.kind, cls.fields = "dataclass", annotated(cls)


def annotated(cls: Class) -> tuple[str, ...]:
    """The fields, those of the classes underneath first."""
    found: dict[str, None] = {}
    for base in reversed(cls.ancestors()):
        if not isinstance(base, Class):
            continue
        for item in base.node.body:
            if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
                continue
            if "ClassVar" not in ast.unparse(item.annotation):
                found[item.target.id] = None
        found.update(dict.fromkeys(base.fields))
    return tuple(found)


def make_members(m: Machine, cls: Class) -> None:
    """Each plain value in the body of an enum becomes an object with a name and a value."""
    last: Any = 0
    for name, value in list(cls.attributes.items()):
        if name.startswith("_") or isinstance(value, (Function, Class)):
            continue
        if isinstance(value, Thing) and value.kind == "enum.auto":
            value = last + 1 if isinstance(last, int) else Unknown("a value that `auto` chooses")
            if cls.library_base() == "enum.StrEnum":
                value = name.lower()
        member = Instance(cls, cls.span)
        member.attributes.update({"name": name, "value": value, "_name_": name, "_value_": value})
        cls.attributes[name] = member
        last = value
        init = cls.attributes.get("__init__")
        if isinstance(init, Function):
            from footgun.source.interpret.functions import call_function

            call_function(m, init, [member, *(value if isinstance(value, tuple) else (value,))], {})


def members(cls: Class) -> list[Instance]:
    """The members of an enum in their order."""
    return [v for v in cls.attributes.values() if isinstance(v, Instance) and v.cls is cls]


def raw(value: Abstract) -> Abstract:
    """The number or text that a member of an `IntEnum` or `(str, Enum)` is; any other value as it is."""
    if not isinstance(value, Instance) or value.cls.kind != "enum":
        return value
    plain = any(isinstance(b, Library) and b.name in PLAIN for b in value.cls.ancestors())
    return value.attributes["value"] if plain else value


def key_of(value: Abstract) -> Abstract:
    """What a dict or set knows a value by; `Unknown` for what cannot be looked up."""
    value = raw(value)
    if isinstance(value, tuple) and len(value) <= MOST_PARTS:
        parts = tuple(map(key_of, value))
        return Unknown("a key") if any(isinstance(p, Unknown) for p in parts) else parts
    return value if isinstance(value, KEYS) else Unknown("a key")


def special_instance(cls: Class, args: list[Abstract]) -> Abstract | None:
    """What calling an enum gives: the member with this value; None for any other class."""
    if cls.kind != "enum":
        return None
    from footgun.source.interpret.comparing import equal

    for member in members(cls):
        if args and (args[0] is member or equal(member.attributes["value"], args[0]) is True):
            return member
    return Unknown(f"a member of `{cls.name}`")


def generated(cls: Class, after: Class | None = None) -> Class | None:
    """The class whose `__init__` Python writes, where no written one comes before it."""
    order = cls.ancestors()
    if after is not None:
        order = order[next((i + 1 for i, c in enumerate(order) if c is after), 0) :]
    for item in order:
        if isinstance(item, Class):
            if item.kind in ("tuple", "dataclass"):
                return item
            if "__init__" in item.attributes:
                return None
    return None


def fill(
    m: Machine, made: Instance, source: Class, args: list[Abstract], kwargs: dict[str, Abstract], open_: bool
) -> None:
    """Set the fields of a named tuple or dataclass, then run `__post_init__`."""
    from footgun.source.interpret.attributes import class_attribute, find_method
    from footgun.source.interpret.calls import call_value
    from footgun.source.interpret.functions import up_to_gap

    given = {**dict(zip(source.fields, up_to_gap(args), strict=False)), **kwargs}
    for name in source.fields:
        value = given.get(name, Unknown(f"`{name}` of `{made.cls.name}`"))
        if name not in given and not open_:
            default = class_attribute(made.cls, name)
            if isinstance(default, Thing) and default.kind == "dataclasses.field":
                factory = default.facts["factory"]
                value = (
                    default.facts["default"] if factory is None else call_value(m, factory, [], {}, m.here)
                )
            elif default is not None or name in made.cls.attributes:
                value = default if not isinstance(default, Library) else value
        m.journal.write(made.attributes, name, value)
    after = find_method(m, made, "__post_init__")
    if after is not None:
        call_value(m, after, [], {}, m.here)


def fields_of(value: Abstract) -> list[Abstract] | None:
    """The items of a named tuple, None for anything else."""
    if isinstance(value, Instance):
        source = next((c for c in value.cls.ancestors() if isinstance(c, Class) and c.kind == "tuple"), None)
        if source is not None:
            return [value.attributes.get(name, Unknown(f"`{name}`")) for name in source.fields]
    return None


def alike(a: Instance, b: Instance) -> bool | None:
    """Whether two dataclass objects are equal, as Python compares them."""
    from footgun.source.interpret.comparing import equal

    if a.cls is not b.cls:
        return False
    answers = [equal(a.attributes.get(n), b.attributes.get(n)) for n in a.cls.fields]
    return False if False in answers else None if None in answers else True


def as_dict(value: Instance) -> Dict:
    """The fields of an object by name."""
    return Dict({n: value.attributes.get(n, Unknown(f"`{n}`")) for n in value.cls.fields})
