"""inspect and functools.wraps: what code asks about its own functions."""

from __future__ import annotations

import ast

from footgun.source.bindings import bind
from footgun.source.interpret.attributes import class_attribute
from footgun.source.interpret.journal import MISSING
from footgun.source.values import (
    Bound,
    Class,
    Dict,
    Function,
    Instance,
    Library,
    Native,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

EMPTY = Library("inspect.Parameter.empty")
KINDS = ("POSITIONAL_ONLY", "POSITIONAL_OR_KEYWORD", "VAR_POSITIONAL", "KEYWORD_ONLY", "VAR_KEYWORD")


@bind("functools.wraps", "functools.update_wrapper")
def wraps(at: At, wrapper: Any, wrapped: Any = None, *rest: Any, **more: Any) -> Any:
    """The wrapper under the name of what it wraps; `wraps(f)` waits for it."""
    if at.label == "wraps":
        return Native("wraps", lambda inner, args, kwargs: rename(args[0], wrapper) if args else None)
    return rename(wrapper, wrapped)


def rename(wrapper: Any, wrapped: Any) -> Any:
    """Set what `functools.wraps` copies."""
    if isinstance(wrapper, Function):
        if isinstance(wrapped, Function):
            wrapper.attributes.update(wrapped.attributes)
            wrapper.name = wrapped.name
        wrapper.attributes["__wrapped__"] = wrapped
    return wrapper


def unwrapped(value: Any) -> Any:
    """The function under all its wrappers."""
    seen = 0
    while isinstance(value, Function) and "__wrapped__" in value.attributes and seen < 20:
        value, seen = value.attributes["__wrapped__"], seen + 1
    return value


@bind("inspect.unwrap")
def unwrap(at: At, func: Any, **more: Any) -> Any:
    return unwrapped(func)


@bind("inspect.signature")
def signature(at: At, obj: Any, **more: Any) -> Any:
    function, skip = unwrapped(obj), 0
    if isinstance(function, Instance):
        function, skip = class_attribute(function.cls, "forward"), 1
    elif isinstance(function, Class):
        function, skip = class_attribute(function, "__init__", default=MISSING), 1
    elif isinstance(function, Bound):
        function, skip = function.function, 1
    if not isinstance(function, Function):
        return Unknown("the signature of something that is not followed")
    found = parameters(function)[skip:]
    return Thing("inspect.Signature", "inspect.Signature", at.span, parameters=Dict(found))


@bind("inspect.Parameter.empty", "inspect._empty", "inspect.Signature.empty")
def empty(at: At) -> Any:
    return EMPTY


def parameters(function: Function) -> list[tuple[str, Thing]]:
    """The parameters by name, each with its kind and default."""
    spec = function.node.args
    usual = [*spec.posonlyargs, *spec.args]
    absent = [EMPTY] * (len(usual) - len(function.defaults))
    rows: list[tuple[ast.arg, int, Any]] = [
        (arg, int(place >= len(spec.posonlyargs)), default)
        for place, (arg, default) in enumerate(zip(usual, [*absent, *function.defaults], strict=False))
    ]
    if spec.vararg:
        rows.append((spec.vararg, 2, EMPTY))
    for arg, given, default in zip(spec.kwonlyargs, spec.kw_defaults, function.kw_defaults, strict=False):
        rows.append((arg, 3, EMPTY if given is None else default))
    if spec.kwarg:
        rows.append((spec.kwarg, 4, EMPTY))
    return [(arg.arg, parameter(arg.arg, kind, default)) for arg, kind, default in rows]


def parameter(name: str, kind: int, default: Any) -> Thing:
    """One `inspect.Parameter`; its kinds are numbers."""
    made = Thing("inspect.Parameter", "inspect.Parameter")
    made.attributes.update({name: number for number, name in enumerate(KINDS)})
    made.attributes.update({"name": name, "kind": kind, "default": default, "empty": EMPTY})
    return made


@bind("inspect.isclass", "inspect.isfunction", "inspect.ismethod", "inspect.isroutine")
def is_kind(at: At, object: Any) -> Any:
    if isinstance(object, (Unknown, Library, Native)):
        return Unknown("a kind of object")
    kinds: dict[str, tuple[type, ...]] = {
        "isclass": (Class,),
        "isfunction": (Function,),
        "ismethod": (Bound,),
        "isroutine": (Function, Bound),
    }
    return isinstance(object, kinds[at.label])
