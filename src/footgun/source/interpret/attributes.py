"""`value.name`: tensors, objects of the checked code, layers, library names."""

from __future__ import annotations

from functools import partial, reduce

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.given import Logs
from footgun.source.interpret.join import join
from footgun.source.interpret.journal import MISSING
from footgun.source.names import CONSTANT_VALUES, canonical
from footgun.source.namespaces import Module, Pending
from footgun.source.special import fill, generated, members
from footgun.source.tensors import tensor_attribute
from footgun.source.values import (
    Abstract,
    Bound,
    Choice,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    Iterator,
    LayerObject,
    Library,
    List,
    Native,
    Set,
    Stream,
    Super,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine

BUILDING = ("add", "pop")  # calls that only build a model
# Classes that give their subclasses nothing a binding would know of.
PLAIN_BASES = frozenset(
    {
        "builtins.object",
        "abc.ABC",
        "typing.Generic",
        "typing.Protocol",
        "enum.Enum",
        "enum.IntEnum",
        "enum.StrEnum",
    }
)
# Settings of torch's convolutions with a number for each axis.
PER_AXIS = frozenset(("kernel_size", "stride", "padding", "dilation", "output_padding"))
BUILTIN_TYPES = (
    (Set, "set"),
    (Iterator, "iterator"),
    (List, "list"),
    (Dict, "dict"),
    (tuple, "tuple"),
    (str, "str"),
    (bool, "int"),
    (int, "int"),
    (Expr, "int"),
    (float, "float"),
    (bytes, "bytes"),
    (range, "range"),
    (Stream, "iterator"),
)


# What training is made of, by the method that does it.
STEPS = {"backward": "backward", "zero_grad": "zero_grad", "step": "step", "apply_gradients": "apply"}


def get_attribute(m: Machine, holder: Abstract, name: str) -> Abstract:
    """The attribute's value; Unknown with a reason where it is not followed."""
    if isinstance(holder, Value):
        return tensor_attribute(m, holder, name)
    if isinstance(holder, Unknown):
        if name == "history" and isinstance(holder, Logs):
            return holder
        if name in STEPS:
            m.event(STEPS[name])  # of something that is not followed
        return Unknown(holder.reason)
    if isinstance(holder, Library):
        return library_attribute(m, holder, name)
    if isinstance(holder, Instance):
        return instance_attribute(m, holder, name)
    if isinstance(holder, LayerObject):
        return layer_attribute(m, holder, name)
    if isinstance(holder, Container):
        return container_attribute(m, holder, name)
    if isinstance(holder, Super):
        return super_attribute(m, holder, name)
    if isinstance(holder, Class):
        return own_attribute(holder, name)
    if isinstance(holder, Choice):
        options = [get_attribute(m, x, name) for x in holder.options if x is not None]
        return reduce(partial(join, m), options)
    if isinstance(holder, Thing):
        if name in holder.attributes:
            return holder.attributes[name]
        if holder.kind == "namespace":
            return Dict(holder.attributes, True) if name == "__dict__" else Unknown(f"`.{name}`")
        if name in holder.facts:
            return holder.facts[name]
        return Library(canonical(f"{holder.name}.{name}"), holder)
    if isinstance(holder, (Function, Bound)):
        return function_attribute(holder, name)
    if isinstance(holder, Native):
        return holder.attributes.get(name, Unknown(f"`.{name}` of a function"))
    if isinstance(holder, tuple) and name in ("values", "indices") and len(holder) == 2:
        return holder[name == "indices"]  # of `x.max(1)` and the like
    if isinstance(holder, tuple) and name in ("major", "minor") and len(holder) == 5:
        return holder[name == "minor"]  # of `sys.version_info`
    if isinstance(holder, Module):
        return module_attribute(m, holder, name)
    if isinstance(holder, slice) and name in ("start", "stop", "step"):
        return getattr(holder, name)
    for kind, text in BUILTIN_TYPES:
        if isinstance(holder, kind):
            return Library(f"builtins.{text}.{name}", holder)
    return Unknown(f"`.{name}` of something that is not followed")


def module_attribute(m: Machine, holder: Module, name: str) -> Abstract:
    """A name of an imported file or package."""
    from footgun.source.interpret.imported import member, namespace
    from footgun.source.interpret.imports import submodule_or_library

    if name == "__dict__":
        return namespace(m, holder)
    found = submodule_or_library(m, holder, name)
    return member(m, holder, name) if isinstance(found, Pending) else found


def function_attribute(holder: Function | Bound, name: str) -> Abstract:
    """What was set on a function, its name and its module; for a method, those of its function."""
    if isinstance(holder, Bound):
        if name == "__self__":
            return holder.receiver
        if name == "__func__":
            return holder.function
        holder = holder.function
    if name in holder.attributes:
        return holder.attributes[name]
    if name in ("__name__", "__qualname__"):
        return holder.name
    if name == "__module__":
        module = getattr(holder.frame.globals, "module", None)
        return "__main__" if module is None else module.name
    return Unknown(f"`.{name}` of a function")


def own_attribute(cls: Class, name: str) -> Abstract:
    """`Class.name`."""
    found = class_attribute(cls, name, default=MISSING)
    if isinstance(found, Function) and found.kind == "classmethod":
        return Bound(found, cls)
    if isinstance(found, Library) and found.name == "torch.autograd.Function.apply":
        return Library(found.name, cls)
    if name in ("__mro__", "__bases__"):
        known = cls.bases if name == "__bases__" else cls.ancestors()
        closed = any(isinstance(c, Library) for c in known) or (known and name == "__bases__")
        return tuple(known) if closed else (*known, Library("builtins.object"))
    if name == "__members__" and cls.kind == "enum":
        return Dict({member.attributes["name"]: member for member in members(cls)})
    return Unknown(f"`{cls.name}.{name}`") if found is MISSING else found


def library_attribute(m: Machine, holder: Library, name: str) -> Abstract:
    """A name inside a library; a few are plain numbers."""
    if name == "__name__":
        return holder.name.rsplit(".", 1)[-1]
    full = canonical(f"{holder.name}.{name}")
    if full in CONSTANT_VALUES:
        return CONSTANT_VALUES[full]
    return Library(full, holder.receiver)


def class_attribute(
    cls: Class, name: str, after: Class | None = None, default: Abstract = None
) -> Abstract | None:
    """Look a name up along the method resolution order; a Library base gives a Library name."""
    if name in ("__name__", "__qualname__"):
        return cls.name
    order = cls.ancestors()
    if after is not None:
        order = order[next((i + 1 for i, c in enumerate(order) if c is after), 0) :]
    for item in order:
        if isinstance(item, Class):
            if name in item.attributes:
                return item.attributes[name]
        elif isinstance(item, Library) and item.name not in PLAIN_BASES:
            return Library(canonical(f"{item.name}.{name}"))
    return default


# Functions right inside these are compiled: as an attribute of a class they become no method.
COMPILED = ("math.", "torch.")


def bound(m: Machine, found: Abstract, receiver: Abstract) -> Abstract:
    """What a class attribute becomes when read from an object."""
    from footgun.source.interpret.calls import call_value

    if isinstance(found, Function):
        if found.kind == "property":
            return call_value(m, found, [receiver], {}, m.here)
        if found.kind == "staticmethod":
            return found
        if found.kind == "classmethod":
            return Bound(found, receiver.cls if isinstance(receiver, Instance) else receiver)
        return Bound(found, receiver)
    if isinstance(found, Library) and found.name.startswith(COMPILED) and found.name.count(".") == 1:
        return found
    if (
        isinstance(found, Library)
        and found.receiver is None
        and found.name.rsplit(".", 1)[-1][:1].islower() | found.name.rsplit(".", 1)[-1].startswith("_")
    ):
        return member(m, receiver, found.name)
    return found


def member(m: Machine, holder: Abstract, name: str) -> Abstract:
    """A library's method on an object, or the value of a property that a binding reads (`fget`)."""
    from footgun.source.callsite import At

    getter = accessor(holder, name, "fget")
    return Library(name, holder) if getter is None else getter(At(m, name, m.here), holder)


def accessor(holder: Abstract, name: str, kind: str) -> Callable[..., Abstract] | None:
    """The binding that reads or sets a library's property."""
    from footgun.source.interpret.calls import families
    from footgun.source.registry import REGISTRY

    last = name.rsplit(".", 1)[-1]
    found = (REGISTRY.get(f"{family}.{last}.{kind}") for family in families(holder))
    return next((f for f in found if f is not None), None)


def instance_attribute(m: Machine, holder: Instance, name: str) -> Abstract:
    """An object's own attribute, then its class's; for library bases the library's method."""
    if name in holder.attributes:
        return holder.attributes[name]
    if name == "__class__":
        return holder.cls
    if name == "__dict__":
        return holder.attributes if holder.base is None else Dict(holder.attributes, open=True)
    found = class_attribute(holder.cls, name, default=MISSING)
    if isinstance(found, Library) and holder.base:
        inner = holder.attributes.get("__layer__")
        if isinstance(inner, LayerObject) and name not in ("forward", "call", "__call__"):
            value = layer_attribute(m, inner, name)
            if not isinstance(value, Library):
                return value
        if name == "training":
            return Unknown("train or eval mode")
    if found is MISSING:
        getter = class_attribute(holder.cls, "__getattr__")
        if isinstance(getter, Function):
            from footgun.source.interpret.calls import call_value

            return call_value(m, Bound(getter, holder), [name], {}, m.here)
        return Unknown(f"`.{name}` of `{holder.cls.name}` is not set")
    return bound(m, found, holder)


def find_method(m: Machine, holder: Instance, name: str) -> Abstract | None:
    """A method written in the checked code (not a library's default), bound."""
    found = holder.attributes.get(name)
    if found is None:
        found = class_attribute(holder.cls, name)
    if isinstance(found, Function):
        return bound(m, found, holder)
    return found if isinstance(found, (Bound, Native)) else None


def find_setter(holder: Instance, name: str) -> Bound | None:
    """The setter of a property."""
    found = class_attribute(holder.cls, f"{name}@setter")
    return Bound(found, holder) if isinstance(found, Function) else None


def layer_attribute(m: Machine, holder: LayerObject, name: str) -> Abstract:
    """A layer's weights and settings, else the framework's method on it."""
    if name == "__class__":
        return Library(holder.name)
    if name in holder.attributes:
        return holder.attributes[name]
    layer = holder.layer
    if not layer.parameters:
        m.build(layer, [])
    for parameter in layer.parameters:
        if parameter.name == name:
            value = Value(parameter.shape, "float32", span=layer.made, name=f"{layer.label}.{name}")
            value.facts["parameter"] = parameter
            value.facts["layer"] = layer
            holder.attributes[name] = value
            return value
    if name in layer.settings and name != "bias":
        given = layer.settings[name]
        spread = name in PER_AXIS and holder.name.startswith("torch.nn.Conv") and not isinstance(given, str)
        return ntuple(given, getattr(layer.op, "spatial", None)) if spread else given
    if name == "bias":
        return None if layer.settings.get("bias") is False else Unknown("a bias")
    if name == "training":
        return Unknown("train or eval mode")
    return member(m, holder, canonical(f"{holder.name}.{name}"))


def ntuple(value: Abstract, count: int | None) -> Abstract:
    """What a convolution keeps of `kernel_size=3`: one number for each axis."""
    if isinstance(value, List) and not value.open:
        value = tuple(value)
    return value if isinstance(value, tuple) or count is None else (value,) * count


def container_attribute(m: Machine, holder: Container, name: str) -> Abstract:
    """A container's named children, its own attributes, else the library's method on it."""
    if name not in BUILDING:
        holder.used = True
    if name == "__class__":
        return Library(holder.name)
    if name in holder.items:
        return holder.items[name]
    if name in holder.attributes:
        return holder.attributes[name]
    if name == "training":
        return Unknown("train or eval mode")
    return member(m, holder, canonical(f"{holder.name}.{name}"))


def nothing(at: At, args: list[Abstract], kwargs: dict[str, Abstract]) -> None:
    """What `object` does in its methods."""


def new_object(at: At, args: list[Abstract], kwargs: dict[str, Abstract]) -> Abstract:
    """`super().__new__(cls)`."""
    from footgun.source.interpret.instances import allocate

    known = bool(args) and isinstance(args[0], Class)
    return allocate(at.m, args[0], at.span) if known else Unknown("an object of a class that is not known")


def super_attribute(m: Machine, holder: Super, name: str) -> Abstract:
    """`super().name`."""
    receiver = holder.receiver
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    if not isinstance(cls, Class):
        return Unknown("`super()` of something that is not followed")
    found = class_attribute(cls, name, after=holder.owner)
    source = generated(cls, holder.owner) if name == "__init__" and isinstance(receiver, Instance) else None
    if source is not None:
        return Native(name, lambda at, args, kwargs: fill(m, receiver, source, args, kwargs, False))
    if found is None or (isinstance(found, Library) and name == "__setattr__"):
        if name == "__setattr__":
            return Library("builtins.object.__setattr__", receiver)
        return Native(f"object.{name}", new_object if name == "__new__" else nothing)
    if isinstance(found, Library):
        return Library(found.name, receiver)
    return bound(m, found, receiver)
