"""Python's builtin functions about objects: isinstance, getattr and their like."""

from __future__ import annotations

import ast
import re

from footgun.network import Value
from footgun.sizes import Expr
from footgun.source.bindings import bind
from footgun.source.given import Option
from footgun.source.interpret.attributes import class_attribute, get_attribute
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.operators import stands_for_itself
from footgun.source.interpret.raising import catches
from footgun.source.names import star_names
from footgun.source.namespaces import Module
from footgun.source.registry import REGISTRY
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
MADE_OF_CODE: dict[str, tuple[type, ...]] = {
    "builtins.type": (Class,),
    "types.FunctionType": (Function,),
    "types.LambdaType": (Function,),
    "types.MethodType": (Bound,),
    "functools.partial": (),
}
TENSORS = ("torch.Tensor", "keras.KerasTensor", "tensorflow.Tensor")
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
    if isinstance(kind, Library) and kind.name.startswith("torch.nn.") and not cls.open_base:
        from footgun.source.torch.members import derives

        libraries = [base.name for base in order if isinstance(base, Library)]
        answers = [derives(base, kind.name) for base in libraries if base.startswith("torch.nn.")]
        if True in answers or (answers and None not in answers):
            return True in answers
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
    if kind.name in MADE_OF_CODE:
        return is_code(value, kind.name)
    top, _, last = kind.name.rpartition(".")
    if top == "builtins":
        if isinstance(value, Class):
            return last == "type"
        if last in PYTHON_TYPES:
            return isinstance(value, PYTHON_TYPES[last]) and not (last == "list" and isinstance(value, Set))
    if (
        isinstance(value, Value)
        and "array" in value.facts
        and "pandas" not in value.facts
        and kind.name in (*TENSORS, "numpy.ndarray")
    ):
        return kind.name == "numpy.ndarray"
    if kind.name in TENSORS:
        return isinstance(value, Value)
    return is_library_kind(value, kind)


def is_code(value: Any, kind: str) -> bool | None:
    """`is_a` for functions, classes and partial calls."""
    if isinstance(value, Native):
        return kind == "functools.partial" if value.name == "partial" else None
    if isinstance(value, Library):
        return (kind == "builtins.type") if is_class(value) else None
    return isinstance(value, MADE_OF_CODE[kind])


def is_class(value: Any) -> bool:
    """Whether it is a class: of the checked code, or by its name of a library."""
    named = isinstance(value, Library) and value.receiver is None
    return isinstance(value, Class) or (named and value.name.rsplit(".", 1)[-1][:1].isupper())


def is_library_kind(value: Any, kind: Library) -> bool | None:
    """`is_a` for the classes of libraries."""
    last = kind.name.rsplit(".", 1)[-1]
    if isinstance(value, (LayerObject, Container)):
        if kind.name in ("torch.nn.Module", "keras.layers.Layer", "keras.Layer"):
            return value.name.startswith(kind.name.split(".", 1)[0])
        if kind.name == "collections.abc.Callable":
            return True
        if value.name == kind.name:
            return True
        if kind.name.startswith("torch.nn."):
            from footgun.source.torch.members import derives

            return derives(value.name, kind.name)
        return None if last.startswith("_") else False
    name = kind.name.replace("typing.", "collections.abc.")
    if name == "collections.abc.Callable" and isinstance(value, (Class, Native)):
        return True
    if name == "collections.abc.Callable" and isinstance(value, Library) and stands_for_itself(value):
        return True
    code = isinstance(value, (Function, Bound, Native)) or is_class(value)
    if code and name in ABSTRACT and not name.endswith("Callable"):
        return isinstance(value, Class) and value.kind == "enum" and name.endswith("Iterable")
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
            if isinstance(object, Instance) and isinstance(own, Function):
                return answers(at, object, name)
            return Unknown("an attribute") if cls.open_base or isinstance(own, Function) else False
        if isinstance(found, Library):
            return Unknown("an attribute") if cls.open_base else given(found.name)
        return True
    if isinstance(object, (*CONSTANTS, tuple)):
        return hasattr(object, name)
    if isinstance(object, Module):
        from footgun.source.interpret.imported import has

        answer = has(at.m, object, name)
        return Unknown("an attribute") if answer is None else answer
    if isinstance(object, Library) and object.receiver is None:
        return f"{object.name}.{name}" in REGISTRY or Unknown("an attribute")
    return Unknown("an attribute")


def answers(at: At, object: Instance, name: str) -> Any:
    """Whether a written `__getattr__` knows an attribute: it raises for those it does not."""
    try:
        found = get_attribute(at.m, object, name)
    except UserRaise:
        return False
    return Unknown("an attribute") if isinstance(found, Unknown) else True


def given(name: str) -> Any:
    """Whether a library's class has what its subclass is asked for."""
    if name.startswith("torch.nn."):
        from footgun.source.torch.members import has

        answer = has(name)
        return Unknown("an attribute") if answer is None else answer
    return Unknown("an attribute")


@bind("builtins.getattr")
def getattr_(at: At, object: Any, name: Any, *default: Any) -> Any:
    name = usual_name(at, object, name)
    if not isinstance(name, str):
        return Unknown("an attribute with an unknown name")
    try:
        found = get_attribute(at.m, object, name)
    except UserRaise:
        if not default:
            raise
        return default[0]
    missing = isinstance(found, (Unknown, Library)) and default and hasattr_(at, object, name) is False
    return default[0] if missing else found


def usual_name(at: At, object: Any, name: Any) -> Any:
    """`getattr(nn, args.loss)`: what it is when nobody says another, unless the code asks which one it is."""
    if not isinstance(name, Option) or object not in (Library("torch.nn"), Library("torch.optim")):
        return name
    option = rf"[.\"']{re.escape(name.name)}\b[\"']?\]?"
    asked = re.compile(rf"{option}\s*(==|!=|in\b|not in\b|\.)|(==|!=|\bin|\bmatch)\s+[\w.\[]*{option}")
    return name if any(asked.search(text) for text in at.m.program.sources) else name.default


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


@bind("builtins.dir")
def dir_(at: At, *object: Any) -> Any:
    """Of a library, the names that are bound; there are more."""
    if object and isinstance(object[0], Library) and object[0].receiver is None:
        return List(star_names(object[0].name), True)
    return Unknown("the value of `dir`")


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
