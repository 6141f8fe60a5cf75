"""Python's builtin functions about objects: isinstance, getattr and their like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.interpret.attributes import get_attribute
from footgun.source.values import (
    CONSTANTS,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Thing,
    Unknown,
)

if TYPE_CHECKING:
    from footgun.source.callsite import At


@bind("builtins.isinstance", "builtins.issubclass")
def isinstance_(at: At, object: Any, classinfo: Any) -> Any:
    kinds = list(classinfo) if isinstance(classinfo, (tuple, List)) else [classinfo]
    answers = [is_a(object, k) for k in kinds]
    return True if True in answers else Unknown("a type") if None in answers else False


PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "int": (int, Expr),
    "float": (float,),
    "str": (str,),
    "bool": (bool,),
    "list": (List,),
    "tuple": (tuple,),
    "dict": (Dict,),
    "bytes": (bytes,),
    "object": (object,),
    "set": (List,),
    "slice": (slice,),
    "complex": (complex,),
}


def is_a(value: Any, kind: Any) -> bool | None:
    """Whether a value is of a class; None when not known."""
    if isinstance(value, Unknown) or not isinstance(kind, (Class, Library)):
        return None
    if isinstance(value, (Instance, Class)):
        cls = value.cls if isinstance(value, Instance) else value
        return any(k is kind or (isinstance(k, Library) and k == kind) for k in cls.ancestors()) or (
            None
            if isinstance(kind, Library)
            and kind.name
            not in (
                "builtins.int",
                "builtins.str",
                "builtins.list",
                "builtins.tuple",
                "builtins.dict",
                "builtins.float",
            )
            and cls.library_base()
            else False
        )
    if isinstance(kind, Class):
        return False
    top, _, last = kind.name.rpartition(".")
    if top == "builtins" and last in PYTHON_TYPES:
        return isinstance(value, PYTHON_TYPES[last])
    if kind.name in ("torch.Tensor", "keras.KerasTensor", "tensorflow.Tensor"):
        return isinstance(value, Value)
    if isinstance(value, (LayerObject, Container)):
        if kind.name in ("torch.nn.Module", "keras.layers.Layer", "keras.Layer"):
            return value.name.startswith(kind.name.split(".", 1)[0])
        return value.name == kind.name or (None if last.startswith("_") else False)
    if isinstance(value, (*CONSTANTS, tuple, List, Dict)):
        if kind.name.startswith("collections.abc."):
            return {
                "Iterable": isinstance(value, (tuple, List, Dict, str)),
                "Sequence": isinstance(value, (tuple, List, str)),
            }.get(last)
        return None if kind.name.startswith(("typing.", "numbers.")) else False
    return None


@bind("builtins.hasattr")
def hasattr_(at: At, object: Any, name: Any) -> Any:
    if (
        isinstance(object, (Instance, Thing, Container, LayerObject))
        and isinstance(name, str)
        and name in object.attributes
    ):
        return True
    if isinstance(object, Instance) and isinstance(name, str):
        from footgun.source.interpret.attributes import class_attribute

        found = class_attribute(object.cls, name)
        return Unknown("an attribute") if isinstance(found, Library) else found is not None
    return Unknown("an attribute")


@bind("builtins.getattr")
def getattr_(at: At, object: Any, name: Any, *default: Any) -> Any:
    if not isinstance(name, str):
        return Unknown("an attribute with an unknown name")
    found = get_attribute(at.m, object, name)
    return (
        default[0]
        if isinstance(found, Unknown) and default and hasattr_(at, object, name) is False
        else found
    )


@bind("builtins.setattr")
def setattr_(at: At, object: Any, name: Any, value: Any) -> Any:
    if isinstance(name, str):
        from footgun.source.interpret.assign import set_attribute

        set_attribute(at.m, object, name, value)
    return None


@bind("builtins.type")
def type_(at: At, object: Any, *rest: Any) -> Any:
    if isinstance(object, Instance):
        return object.cls
    if isinstance(object, (LayerObject, Container)):
        return Library(object.name)
    for name, kinds in PYTHON_TYPES.items():
        if type(object) in kinds:
            return Library(f"builtins.{name}")
    return Unknown("a type")


@bind("builtins.callable")
def callable_(at: At, obj: Any) -> Any:
    return (
        True
        if isinstance(obj, (Function, Library, Class, Container, LayerObject))
        else Unknown("whether it can be called")
    )
