"""Calls: the checked code's own are followed, library calls bound to what they mean."""

from __future__ import annotations

import ast
from functools import partial, reduce

from footgun.findings import Span
from footgun.network import Loader, Node, Value
from footgun.source import bindings, registry
from footgun.source.callsite import At
from footgun.source.given import Rest
from footgun.source.interpret.arity import check_arity
from footgun.source.interpret.assign import keep, store
from footgun.source.interpret.expressions import EVAL, elements, evaluate
from footgun.source.interpret.functions import abroad, call_function, leads_out
from footgun.source.interpret.join import join
from footgun.source.interpret.lookup import continued
from footgun.source.interpret.machine import UserRaise
from footgun.source.interpret.operators import bounded
from footgun.source.interpret.raising import exception_class
from footgun.source.modules import call_container, call_instance, call_layer
from footgun.source.namespaces import foreign
from footgun.source.told import TRACKERS
from footgun.source.uses import note_arguments
from footgun.source.values import (
    Abstract,
    Bound,
    Choice,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Native,
    Set,
    Stream,
    Super,
    Thing,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


# What the methods of a built-in type work on.
HELD: dict[str, type] = {
    "builtins.bytes": bytes,
    "builtins.dict": Dict,
    "builtins.list": List,
    "builtins.set": Set,
    "builtins.str": str,
    "builtins.tuple": tuple,
}
FOLLOWED = frozenset({Bound, Class, Function, Instance})  # what runs code of the checked file
CREATING = frozenset({"builtins.dict.fromkeys"})  # called on the type itself

# Where `torch.relu_(x)` and `x.add_(y)` are found; these end in the same way and change no number.
TENSORS = frozenset({"torch", "torch.Tensor", "torch.nn.functional"})
# These change the shape of the tensor whose method is called.
TURNING = frozenset(
    f"torch.Tensor.{name}_" for name in ("squeeze", "swapaxes", "swapdims", "t", "transpose", "unsqueeze")
)
SAME_NUMBERS = frozenset(
    {"detach_", "requires_grad_", "share_memory_", "squeeze_", "t_", "transpose_", "unsqueeze_"}
)


def call_node(m: Machine, frame: Frame, node: ast.Call) -> Abstract:
    """A call expression."""
    if isinstance(node.func, ast.Name) and node.func.id == "super" and "super" not in frame.globals:
        return make_super(m, frame, node)
    function = evaluate(m, frame, node.func)
    args, open_ = elements(m, frame, node.args, gaps=True)
    kwargs: dict[str, Abstract] = {}
    for keyword in node.keywords:
        value = evaluate(m, frame, keyword.value)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, Dict):
            kwargs = Rest(kwargs) if isinstance(value, Rest) else kwargs
            refused = {k for k in value.perhaps if lacks(function, k)} if value.perhaps else ()
            kwargs.update({k: v for k, v in value.items() if isinstance(k, str) and k not in refused})
            open_ = open_ or value.open
        else:
            open_ = True
    span = m.span(node, frame)
    if m.documents and isinstance(function, Unknown):
        function = continued(m, frame, node.func, args, span) or function
    m.line_stack.append(span)
    try:
        if not open_ and type(function) in FOLLOWED and not foreign(frame):
            check_arity(m, frame, node, function, args, kwargs, span)
        made = call_value(m, function, args, kwargs, span, node, frame, open_)
    finally:
        m.line_stack.pop()
    if "out" in kwargs and isinstance(function, Library) and isinstance(made, Value):
        resized(m, frame, node, kwargs["out"], made)
    turned = isinstance(function, Library) and function.name in TURNING and isinstance(made, Value)
    if turned and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
        store(m, frame, ast.copy_location(ast.Name(node.func.value.id, ast.Store()), node), made)
    return made


def resized(m: Machine, frame: Frame, node: ast.Call, out: Abstract, made: Value) -> None:
    """`torch.matmul(a, b, out=c)` gives `c` the shape of the result, which may be another than it had."""
    place = next((k.value for k in node.keywords if k.arg == "out"), None)
    if isinstance(place, ast.Name) and isinstance(out, Value) and out.shape != made.shape:
        store(m, frame, ast.copy_location(ast.Name(place.id, ast.Store()), node), made)


def lacks(function: Abstract, name: Abstract) -> bool:
    """Whether a library's function has no argument of this name."""
    handler = registry.REGISTRY.get(function.name) if isinstance(function, Library) else None
    known = bindings.signature(handler) if handler is not None else None
    return known is not None and not known.rest and name not in (*known.positional, *known.keyword_only)


def make_super(m: Machine, frame: Frame, node: ast.Call) -> Abstract:
    """`super()` and `super(Net, self)`."""
    if node.args:
        owner = evaluate(m, frame, node.args[0])
        receiver = evaluate(m, frame, node.args[1]) if len(node.args) > 1 else frame.receiver
    else:
        owner, receiver = frame.owner, frame.receiver
    if isinstance(owner, Class) and receiver is not None:
        return Super(owner, receiver)
    return Unknown("`super()` outside a method")


def call_value(
    m: Machine,
    function: Abstract,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    node: ast.Call | None = None,
    frame: Frame | None = None,
    open_: bool = False,
) -> Abstract:
    """Call any abstract value. `open_`: unknown further arguments were given (`*args`)."""
    m.step()
    for value in (*args, *kwargs.values()) if kwargs else args:
        if type(value) is Container:
            value.used = True
    if isinstance(function, Library):
        return call_library(m, function, args, kwargs, span, node, frame, open_)
    if isinstance(function, Function):
        bare = node is not None and m.bare is node and not m.abroad
        if bare and frame is not None and leads_out(frame, function):
            run = partial(call_function, m, function, args, kwargs, open_)
            return abroad(m, function, args, kwargs, run)
        return call_function(m, function, args, kwargs, open_)
    if isinstance(function, Bound):
        whole = function.function.name in ("forward", "call") and not (m.running or m.active)
        if whole and is_module(function.receiver):  # `model.forward(x)` runs the network too
            if frame is None or frame.receiver is not function.receiver:
                m.event("direct", function.receiver, span=span)
            return call_module(m, function.receiver, args, kwargs, span)
        return call_function(m, function.function, [function.receiver, *args], kwargs, open_)
    if isinstance(function, Class):
        from footgun.source.interpret.instances import instantiate

        return instantiate(m, function, args, kwargs, span, node, frame, open_)
    if isinstance(function, (Instance, LayerObject, Container)):
        return call_module(m, function, args, kwargs, span, node, frame)
    if isinstance(function, Native):
        return function.call(At(m, function.name, span, node, frame), args, kwargs)
    if isinstance(function, Thing):
        caller = function.facts.get("call")
        if caller is not None:
            return caller(At(m, function.name, span, node, frame), *args, **kwargs)
        handler = registry.REGISTRY.get(f"{function.name}.__call__")
        if handler is not None:
            return bindings.call_handler(
                At(m, function.name, span, node, frame), handler, [function, *args], kwargs
            )
        return Unknown(f"a call of `{function.name}`")
    if isinstance(function, Choice):
        return call_options(m, function, lambda x: call_value(m, x, args, kwargs, span, node, frame, open_))
    reason = getattr(function, "reason", "") or "a call of something that is not followed"
    let_go(m, args, kwargs)
    if any(isinstance(a, Value) for a in (*args, *kwargs.values())) and m.running:
        m.running[0].complete = False
        m.not_checked(reason if reason.startswith("`") else f"a call: {reason}", span)
    return Unknown(reason)


def call_options(m: Machine, function: Choice, call: Callable[[Abstract], Abstract]) -> Abstract:
    """Ask each of several callables.

    One that fails where another does not is not the one that is meant: what chose it is not known any more.
    """
    options = [option for option in function.options if option is not None]
    if len(options) < 2:
        return call(options[0]) if options else Unknown("a call of `None`")
    right: list[Abstract] = []
    wrong: list[tuple[Abstract, list[Node]]] = []
    refused: list[Any] = []
    raised: UserRaise | None = None
    for option in options:
        before, told = len(m.program.nodes), len(m.program.arguments)
        m.maybe += 1
        try:
            value = call(option)
        except UserRaise as error:
            raised = error
            continue
        finally:
            m.maybe -= 1
        keep(value)  # one of them is dropped here, not by the checked code
        faulty = [node for node in m.program.nodes[before:] if node.faults]
        refused += m.program.arguments[told:]
        if faulty or told < len(m.program.arguments):
            wrong.append((value, faulty))
        else:
            right.append(value)
    if right:
        for _, nodes in wrong:
            for node in nodes:
                node.faults = []
        m.program.arguments[:] = [x for x in m.program.arguments if not any(x is y for y in refused)]
    elif raised is not None and not wrong:
        raise raised
    return reduce(partial(join, m), right or [value for value, _ in wrong])


def call_module(
    m: Machine,
    function: Abstract,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    node: ast.Call | None = None,
    frame: Frame | None = None,
) -> Abstract:
    """Apply a module or layer to its arguments."""
    m.step(10)
    if isinstance(function, LayerObject):
        return call_layer(m, function, args, kwargs, At(m, function.name, span, node, frame))
    if isinstance(function, Container):
        function.used = True
        return call_container(m, function, args, kwargs, span)
    return call_instance(m, function, args, kwargs, span)


def call_library(
    m: Machine,
    function: Library,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    node: ast.Call | None,
    frame: Frame | None,
    open_: bool,
) -> Abstract:
    """A library's class or function: what its binding says; unknown otherwise."""
    if node is not None and frame is not None and node.keywords:
        note_arguments(m, frame, function.name, node, kwargs)
    if function.name[-1] == "_" and isinstance(function.receiver, Value):
        from footgun.source.torch.numbers import change, forget_start

        change(function.receiver)
        if "parameter" in function.receiver.facts and writes(function.name):
            forget_start(function.receiver)
        m.notes["set"] = m.notes.get("set", 0) + 1
    handler, args = find_handler(function, args)
    if handler is None:
        if exception_class(function.name) is not None:
            return Thing("exception", function.name, span, args=tuple(args))
        return unbound(m, function, args, kwargs, span)
    at = At(m, function.name, span, node, frame)
    at.open_arguments = open_
    at.receiver = function.receiver
    before = len(m.program.nodes)
    made = bindings.call_handler(at, handler, args, kwargs)
    if args and len(m.program.nodes) > before and (kwargs.get("inplace") is True or writes(function.name)):
        m.overwrite(args[0], at.label, span, before)
    return bounded(made)


def writes(name: str) -> bool:
    """Whether a call of this name changes the numbers of its tensor in place."""
    owner, _, last = name.rpartition(".")
    if owner not in TENSORS or last[-1:] != "_" or last[-2:-1] in ("", "_") or last[:1] == "_":
        return False
    return last not in SAME_NUMBERS and not last.startswith(("resize", "swap"))


def find_handler(function: Library, args: list[Abstract]) -> tuple[Any, list[Abstract]]:
    """The handler by name; a method is looked up on the kinds its receiver has."""
    handler = registry.REGISTRY.get(function.name)
    receiver = function.receiver
    kind = None if function.name in CREATING else HELD.get(function.name.rpartition(".")[0])
    if kind is not None and not isinstance(args[0] if receiver is None and args else receiver, kind):
        handler = None  # `dict.items` of an object whose class derives from dict
    if receiver is None:
        return handler, args
    if handler is None:
        method = function.name.rsplit(".", 1)[-1]
        for family in families(receiver):
            handler = registry.REGISTRY.get(f"{family}.{method}")
            if handler is not None:
                break
    return handler, [receiver, *args]


def families(receiver: Abstract) -> tuple[str, ...]:
    """Where a method that is not bound under its own class may be bound."""
    name = receiver.base or "" if isinstance(receiver, Instance) else getattr(receiver, "name", "")
    if isinstance(receiver, (Instance, LayerObject, Container)):
        if name.startswith("keras"):
            if isinstance(receiver, LayerObject):
                return ("keras.layers.Layer",)
            first = ("keras.Sequential",) if isinstance(receiver, Container) else ()
            return (*first, "keras.Model", "keras.layers.Layer")
        return ("torch.nn.Module",) if name else ()
    if isinstance(receiver, Thing):
        return (receiver.kind,)
    if isinstance(receiver, Stream):
        return ("builtins.iterator",)
    if isinstance(receiver, Value):
        return ("tensorflow.Tensor",)
    return ()


def unbound(
    m: Machine, function: Library, args: list[Abstract], kwargs: dict[str, Abstract], span: Span
) -> Abstract:
    """A library call with no binding: unknown; said so where it touches the network."""
    reason = f"`{function.name}`"
    if function.name in TRACKERS:
        m.event("track", function.name, span=span)
    let_go(m, args, kwargs)
    touches = any(isinstance(a, Value) for a in (*args, *kwargs.values()))
    if touches and (m.running or function.name.startswith(("torch", "keras", "tensorflow"))):
        m.not_checked(reason, span)
        if m.running:
            m.running[0].complete = False
    return Unknown(reason)


def let_go(m: Machine, args: list[Abstract], kwargs: dict[str, Abstract]) -> None:
    """Models and loaders given to code that is not followed: anything may have been done with them."""
    m.notes["set"] = m.notes.get("set", 0) + 1  # perhaps numbers of a tensor
    for value in (*args, *kwargs.values()):
        if isinstance(value, (Instance, Container)):
            value.attributes["__escaped__"] = True
        elif isinstance(value, Value) and ("parameter" in value.facts or "empty" in value.facts):
            value.facts["changed"] = True
        elif isinstance(value, Thing) and isinstance(value.facts.get("facts"), Loader):
            value.facts["facts"].used = True


EVAL[ast.Call] = call_node
