"""Python's builtin functions about objects: isinstance, getattr and their like."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.interpret.attributes import class_attribute, get_attribute
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.operators import stands_for_itself
from footgun.source.interpret.raising import catches
from footgun.source.special import fields_of, raw
from footgun.source.values import (
    CONSTANTS,
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
    Thing,
    Unknown,
)

if TYPE_CHECKING:
    from footgun.source.callsite import At

PYTHON_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int, Expr),
    "float": (float,),
    "str": (str,),
    "set": (Set,),
    "frozenset": (Set,),
    "list": (List,),
    "tuple": (tuple,),
    "dict": (Dict,),
    "bytes": (bytes,),
    "slice": (slice,),
    "complex": (complex,),
    "range": (range,),
    "NoneType": (type(None),),
}
ABSTRACT: dict[str, tuple[type, ...]] = {
    "collections.abc.Iterable": (tuple, List, Dict, str, bytes, range, Iterator),
    "collections.abc.Sequence": (tuple, List, str, bytes, range),
    "collections.abc.Mapping": (Dict,),
    "collections.abc.MutableMapping": (Dict,),
    "collections.abc.Callable": (Function, Bound, Class, Native, LayerObject),
    "collections.abc.Sized": (tuple, List, Dict, str, bytes, range),
    "collections.abc.Set": (Set,),
    "collections.OrderedDict": (),
    "numbers.Number": (int, float, complex, Expr),
    "numbers.Integral": (int, Expr),
    "numbers.Real": (int, float, Expr),
}
SEQUENCES = ("collections.abc.Sequence", "collections.abc.Set")


@bind("builtins.isinstance", "builtins.issubclass")
def isinstance_(at: At, object: Any, classinfo: Any) -> Any:
    kinds = list(classinfo) if isinstance(classinfo, (tuple, List)) else [classinfo]
    test = under if at.label == "issubclass" else is_a
    answers = [test(object, k) for k in kinds]
    return True if True in answers else Unknown("a type") if None in answers else False


def under(cls: Any, kind: Any) -> bool | None:
    """`issubclass`."""
    if isinstance(cls, Class):
        return in_lineage(cls, kind)
    if isinstance(cls, Library) and isinstance(kind, Library):
        return True if cls == kind else None
    return False if isinstance(kind, Class) and isinstance(cls, Library) else None


def in_lineage(cls: Class, kind: Any) -> bool | None:
    """Whether a class of the checked code is `kind` or derives from it."""
    order = cls.ancestors()
    if any(k is kind or (isinstance(k, Library) and k == kind) for k in order):
        return True
    if isinstance(kind, Library) and kind.name == "builtins.object":
        return True
    if isinstance(kind, Library) and any(catches(kind, base) for base in order if isinstance(base, Library)):
        return True
    unsure = cls.open_base or (isinstance(kind, Library) and is_foreign(cls, kind))
    return None if unsure else False


def is_foreign(cls: Class, kind: Library) -> bool:
    """Whether a library base of the class may itself derive from `kind`."""
    plain = kind.name.removeprefix("builtins.") in PYTHON_TYPES
    return not plain and any(isinstance(b, Library) for b in cls.ancestors())


def is_a(value: Any, kind: Any) -> bool | None:
    """Whether a value is of a class; None when not known."""
    if isinstance(value, Choice):
        answers = {is_a(option, kind) for option in value.options}
        return answers.pop() if len(answers) == 1 else None
    if isinstance(value, Unknown) or not isinstance(kind, (Class, Library)):
        return None
    if isinstance(kind, Library) and kind.name == "builtins.object":
        return True
    if isinstance(value, Instance):
        if isinstance(kind, Library) and kind.name == "builtins.tuple" and fields_of(value) is not None:
            return True
        return in_lineage(value.cls, kind)
    if isinstance(kind, Class):
        return False
    top, _, last = kind.name.rpartition(".")
    if top == "builtins":
        if isinstance(value, Class):
            return last == "type"
        if last in PYTHON_TYPES:
            return isinstance(value, PYTHON_TYPES[last]) and not (last == "list" and isinstance(value, Set))
    if kind.name in ("torch.Tensor", "keras.KerasTensor", "tensorflow.Tensor"):
        return isinstance(value, Value)
    return is_library_kind(value, kind)


def is_library_kind(value: Any, kind: Library) -> bool | None:
    """`is_a` for the classes of libraries."""
    last = kind.name.rsplit(".", 1)[-1]
    if isinstance(value, (LayerObject, Container)):
        if kind.name in ("torch.nn.Module", "keras.layers.Layer", "keras.Layer"):
            return value.name.startswith(kind.name.split(".", 1)[0])
        if kind.name == "collections.abc.Callable":
            return True
        return value.name == kind.name or (None if last.startswith("_") else False)
    name = kind.name.replace("typing.", "collections.abc.")
    if name in ABSTRACT and isinstance(
        value, (*CONSTANTS, tuple, List, Dict, range, Iterator, Function, Bound)
    ):
        if name in SEQUENCES and isinstance(value, Set):
            return name.endswith("Set")
        return isinstance(value, ABSTRACT[name])
    if isinstance(value, (*CONSTANTS, tuple, List, Dict)):
        return None if name.startswith(("collections.", "numbers.")) else False
    return None


@bind("builtins.hasattr")
def hasattr_(at: At, object: Any, name: Any) -> Any:
    if not isinstance(name, str):
        return Unknown("an attribute")
    if isinstance(object, (Instance, Thing, Container, LayerObject)) and name in object.attributes:
        return True
    if isinstance(object, (Instance, Class)):
        cls = object.cls if isinstance(object, Instance) else object
        found = class_attribute(cls, name, default=MISSING)
        if found is MISSING:
            own = class_attribute(cls, "__getattr__")
            return Unknown("an attribute") if cls.open_base or isinstance(own, Function) else False
        return Unknown("an attribute") if isinstance(found, Library) else True
    if isinstance(object, (*CONSTANTS, tuple)):
        return hasattr(object, name)
    return Unknown("an attribute")


@bind("builtins.getattr")
def getattr_(at: At, object: Any, name: Any, *default: Any) -> Any:
    if not isinstance(name, str):
        return Unknown("an attribute with an unknown name")
    found = get_attribute(at.m, object, name)
    missing = isinstance(found, Unknown) and default and hasattr_(at, object, name) is False
    return default[0] if missing else found


@bind("builtins.setattr", "builtins.object.__setattr__", "torch.nn.Module.__setattr__")
def setattr_(at: At, object: Any, name: Any, value: Any) -> Any:
    if isinstance(name, str):
        from footgun.source.interpret.assign import set_attribute

        plain = at.label == "__setattr__"
        set_attribute(at.m, object, name, value, None if plain else at.frame, None if plain else at.node)
    return None


@bind("builtins.delattr")
def delattr_(at: At, object: Any, name: Any) -> Any:
    if isinstance(object, (Instance, LayerObject, Container, Thing)) and isinstance(name, str):
        at.m.journal.delete(object.attributes, name)
        at.m.changes += 1
    return None


@bind("builtins.vars")
def vars_(at: At, *object: Any) -> Any:
    return get_attribute(at.m, object[0], "__dict__") if object else Unknown("the value of `vars`")


@bind("builtins.type")
def type_(at: At, object: Any, *rest: Any) -> Any:
    if (
        len(rest) == 2
        and isinstance(object, str)
        and isinstance(rest[0], tuple)
        and isinstance(rest[1], Dict)
    ):
        node = ast.ClassDef(object, [], [], [ast.Pass()], [])
        made = Class(object, node, list(rest[0]), at.frame or Frame(at.m.globals), at.span)
        made.attributes.update(rest[1])
        return made
    if isinstance(object, Instance):
        return object.cls
    if isinstance(object, (LayerObject, Container)):
        return Library(object.name)
    if isinstance(object, Value):
        return Library("torch.Tensor")
    for name, kinds in PYTHON_TYPES.items():
        if type(object) in kinds:
            return Library(f"builtins.{name}")
    return Unknown("a type")


@bind("builtins.callable")
def callable_(at: At, obj: Any) -> Any:
    if isinstance(obj, Library) and not stands_for_itself(obj):
        return Unknown("whether it can be called")
    if isinstance(obj, (Function, Bound, Library, Class, Container, LayerObject, Native)):
        return True
    if isinstance(obj, Instance):
        found = class_attribute(obj.cls, "__call__", default=MISSING)
        return found is not MISSING or obj.base is not None
    if isinstance(raw(obj), (*CONSTANTS, tuple, List, Dict)):
        return False
    return Unknown("whether it can be called")


@bind("builtins.property")
def property_(at: At, fget: Any = None, fset: Any = None, fdel: Any = None, doc: Any = None) -> Any:
    if not isinstance(fget, Function):
        return Unknown("a property")
    made = Function(fget.node, fget.name, fget.frame)
    made.defaults, made.kw_defaults, made.owner, made.kind = (
        fget.defaults,
        fget.kw_defaults,
        fget.owner,
        "property",
    )
    return made
