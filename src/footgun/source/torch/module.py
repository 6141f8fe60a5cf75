"""torch.nn.Module: what every module can do beside its forward."""

from __future__ import annotations

from functools import partial

from footgun.network import Parameter, Value
from footgun.source.bindings import bind, call_handler
from footgun.source.devices import layers_within, move_layers
from footgun.source.freezing import set_trained
from footgun.source.interpret.attributes import find_method
from footgun.source.interpret.calls import call_module, call_value
from footgun.source.modules import all_layers, children, replaced
from footgun.source.registry import REGISTRY
from footgun.source.torch.create import DTYPES, dtype_of
from footgun.source.twins import Twins
from footgun.source.values import (
    EVAL,
    TRAIN,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Stream,
    Unknown,
    is_module,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from footgun.source.callsite import At


MOST = 5000  # modules that one call of `modules()` lists


@bind("torch.nn.Module.__init__")
def init(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    if isinstance(self, Instance):
        at.m.journal.write(self.attributes, "__super_done__", True)
        base = at.name.removesuffix(".__init__")
        if base != "torch.nn.Module" and base in REGISTRY:
            inherit(at, self, base, list(args), kwargs)


def inherit(at: At, self: Instance, base: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """`super().__init__(...)` of a subclass of one of torch's layers."""
    inner = type(at)(at.m, base, at.span, at.node, at.frame)
    inner.open_arguments = at.open_arguments
    made = call_handler(inner, REGISTRY[base], args, kwargs)
    if isinstance(made, (LayerObject, Container)):
        made.owned = True
        at.m.journal.write(self.attributes, "__layer__", made)


@bind("torch.nn.Module")
def module(at: At, *args: Any, **kwargs: Any) -> Any:
    return Unknown("a bare `nn.Module`")


@bind(
    *(
        f"torch.nn.Module.{n}"
        for n in (
            "to",
            "cuda",
            "cpu",
            "float",
            "double",
            "half",
            "bfloat16",
            "share_memory",
            "train",
            "eval",
            "requires_grad_",
            "type",
            "to_empty",
            "xpu",
            "compile",
        )
    )
)
def same_module(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if at.label == "requires_grad_":
        on = args[0] if args else kwargs.get("requires_grad", True)
        for _, value in parameter_values(at, self):
            set_trained(at.m, value.facts["parameter"], on)
    elif at.label in ("train", "eval"):
        on = args[0] if args else kwargs.get("mode", at.label == "train")
        set_mode(at, self, EVAL if on is False else TRAIN if on is True else Unknown("train or eval mode"))
    elif at.label in DTYPES:
        cast(self, DTYPES[at.label])
    elif at.label in ("to", "type", "to_empty"):
        for value in (*args, *kwargs.values()):
            known = dtype_of(value)
            if known is not None or isinstance(value, (Unknown, Value)) or at.label == "type":
                cast(self, known)
    if at.label in ("to", "cuda", "cpu"):
        move_layers(at, layers_within(self), (*args, *kwargs.values()))
    return self


def set_mode(at: At, self: Any, mode: Unknown) -> None:
    """`train()` and `eval()` reach every module inside; what a model gave before does not hold then."""
    at.m.event("mode", self, "train" if mode is TRAIN else "eval" if mode is EVAL else "")
    changed = [x for x in modules_of(at, self) if is_module(x) and x.attributes.get("training") is not mode]
    for item in changed:
        at.m.journal.write(item.attributes, "training", mode)
    at.m.changes += bool(changed)


def cast(self: Any, dtype: str | None) -> None:
    """All weights inside get another element type, None where it is not known which."""
    for holder in layers_in(self):
        holder.layer.dtype = dtype


@bind("torch.nn.Module.zero_grad")
def zero_grad(at: At, self: Any, set_to_none: Any = True) -> None:
    at.m.event("zero_grad", [v.facts["parameter"] for _, v in parameter_values(at, self)])


@bind(
    "torch.compile",
    "torch.jit.script",
    "torch.nn.DataParallel",
    "torch.nn.parallel.DistributedDataParallel",
    "torch.jit.trace",
)
def wrapper(at: At, module: Any = None, *args: Any, **kwargs: Any) -> Any:
    return module


@bind("torch.nn.Module.module.fget")
def wrapped(at: At, self: Any) -> Any:
    """`model.module`: what is inside of a `DataParallel`, which is the same to us."""
    return self


@bind(
    *(
        f"torch.nn.Module.{n}"
        for n in (
            "register_forward_hook",
            "register_full_backward_hook",
            "state_dict",
            "extra_repr",
            "register_forward_pre_hook",
            "get_parameter",
            "named_buffers",
            "buffers",
            "reset_parameters",
            "__repr__",
            "_load_from_state_dict",
            "_init_weights",
            "__setstate__",
        )
    )
)
def side_effect(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return (
        Unknown(f"`.{at.label}()`")
        if at.label in ("state_dict", "buffers", "named_buffers", "get_parameter")
        else None
    )


@bind("torch.nn.Module.load_state_dict")
def load_state_dict(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    replaced(at.m, all_layers(self))


@bind("torch.nn.Module.register_buffer")
def register_buffer(at: At, self: Any, name: Any, tensor: Any, persistent: Any = True) -> None:
    if isinstance(name, str) and hasattr(self, "attributes"):
        if isinstance(tensor, Value):
            tensor.facts.pop("device", None)  # it moves with its module
        at.m.journal.write(self.attributes, name, tensor)


@bind("torch.nn.Module.register_parameter")
def register_parameter(at: At, self: Any, name: Any, param: Any) -> None:
    register_buffer(at, self, name, param)


@bind("torch.nn.Module.forward", "torch.nn.Module.__call__")
def forward(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    outside = isinstance(self, Instance) and not any(self is holder for holder in at.m.active)
    if isinstance(self, (Container, LayerObject)) and at.label == "forward" and not at.m.active:
        at.m.event("direct", self, span=at.span)
    if isinstance(self, (Container, LayerObject)) or (outside and at.label == "__call__"):
        return call_module(at.m, self, list(args), kwargs, at.span, at.node, at.frame)
    own = isinstance(self, Instance) and at.label == "__call__"
    method = find_method(at.m, self, "forward") if own else None
    if method is not None:
        return call_value(at.m, method, list(args), kwargs, at.span, at.node, at.frame)
    return inherited_forward(at, self, *args, **kwargs)


def inherited_forward(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    """`super().forward(x)`: the forward of the library class underneath."""
    inner = (
        self.attributes.get("__layer__") or self.attributes.get("__container__")
        if isinstance(self, Instance)
        else None
    )
    if inner is None:
        return Unknown("a forward that is not followed")
    return call_module(at.m, inner, list(args), kwargs, at.span, at.node, at.frame)


def layers_in(self: Any, seen: set[int] | None = None) -> list[LayerObject]:
    """Every layer object inside."""
    if isinstance(self, LayerObject):
        return [self]
    seen = set() if seen is None else seen
    if id(self) in seen:
        return []
    seen.add(id(self))
    return [x for _, child in children(self) for x in layers_in(child, seen)]


def parameter_values(at: At, self: Any) -> list[tuple[str, Value]]:
    """Every weight with its name, as tensors that know their Parameter."""
    found: dict[int, tuple[str, Value]] = {}
    seen: set[int] = set()

    def walk(holder: Any, prefix: str) -> None:
        if id(holder) in seen or len(seen) > MOST:
            return
        seen.add(id(holder))
        if isinstance(holder, LayerObject):
            if not holder.layer.parameters:
                at.m.build(holder.layer, [])
            for parameter in holder.layer.parameters:
                found.setdefault(id(parameter), (prefix + parameter.name, as_value(parameter)))
            return
        parts = list(registered(holder))
        for name, part in parts:  # a module's own weights come before those of its parts
            if isinstance(part, Value):
                found.setdefault(id(part.facts["parameter"]), (prefix + name, part))
        for name, part in parts:
            if not isinstance(part, Value):
                walk(part, f"{prefix}{name}." if name else prefix)

    walk(self, "")
    return list(found.values())


def registered(holder: Any) -> Iterator[tuple[str, Any]]:
    """The weights and modules that torch knows as parts of a module."""
    if not hasattr(holder, "attributes"):
        return
    inner = holder.attributes.get("__container__")
    held = holder if isinstance(holder, Container) else inner
    items = held.items if isinstance(held, Container) else {}
    own = [(n, v) for n, v in holder.attributes.items() if isinstance(n, str) and n not in items]
    for name, value in (*items.items(), *own):
        weight = isinstance(value, Value) and "parameter" in value.facts
        if name == "__layer__":
            yield "", value
        elif name != "__container__" and (weight or is_module(value)):
            yield name, value


def as_value(parameter: Parameter) -> Value:
    """A weight as a tensor."""
    value = Value(parameter.shape, "float32", name=parameter.name)
    value.facts["parameter"] = parameter
    return value


@bind("torch.nn.Module.parameters", "torch.nn.Module.named_parameters")
def parameters(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    found = parameter_values(at, self)
    made = List([(n, v) for n, v in found] if at.label == "named_parameters" else [v for _, v in found])
    made.open = not found
    return made


@bind("torch.nn.Module.children", "torch.nn.Module.named_children")
def children_(at: At, self: Any, *args: Any) -> Any:
    found = children(self)
    return List([(n, c) for n, c in found] if at.label == "named_children" else [c for _, c in found])


@bind("torch.nn.Module._modules.fget")
def children_by_name(at: At, self: Any) -> Dict:
    """To be read: what is written into it, often in a loop over what may be there, is not followed."""
    inner = self if isinstance(self, Container) else getattr(self, "attributes", {}).get("__container__")
    found = Dict(dict(children(self)), not isinstance(inner, Container) or inner.items.open)
    found.perhaps = inner.items.perhaps if isinstance(inner, Container) else frozenset()
    return found


@bind("torch.nn.Module.modules", "torch.nn.Module.named_modules")
def modules(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    found: list[tuple[str, Any]] = []
    seen: set[int] = set()

    def walk(item: Any, path: str) -> None:
        if id(item) in seen or len(found) > MOST:
            return
        seen.add(id(item))
        found.append((path, item))
        if not isinstance(item, LayerObject):
            for name, child in children(item):
                walk(child, f"{path}.{name}".strip("."))

    walk(self, "")
    return List([(n, c) for n, c in found] if at.label == "named_modules" else [c for _, c in found])


@bind("torch.nn.Module.apply")
def apply(at: At, self: Any, fn: Any) -> Any:
    before = at.m.notes.get("set")
    if isinstance(fn, (Function, Library)) or hasattr(fn, "call"):
        twins = Twins(at.m) if at.m.visiting and not at.m.running else None
        for item in modules_of(at, self):
            run = partial(call_value, at.m, fn, [item], {}, at.span)
            run() if twins is None else twins.run(item, run, tells=False)
        if at.m.notes.get("set") == before and isinstance(fn, Function):
            from footgun.source.unapplied import note_unapplied

            note_unapplied(at.m, self, fn)
    return self


def modules_of(at: At, self: Any, seen: set[int] | None = None) -> list[Any]:
    """Every module inside, itself last, as torch's `apply` visits them."""
    seen = set() if seen is None else seen
    if id(self) in seen:
        return []
    seen.add(id(self))
    inner = (
        []
        if isinstance(self, LayerObject)
        else [x for _, c in children(self) for x in modules_of(at, c, seen)]
    )
    return [*inner, self]


@bind("torch.nn.Module.get_submodule")
def get_submodule(at: At, self: Any, target: Any) -> Any:
    found = self
    for part in target.split(".") if isinstance(target, str) else ():
        found = dict(children(found)).get(part) if not isinstance(found, LayerObject) else None
        if found is None:
            return Unknown("a submodule that is not there")
    return found


__all__ = ["Dict", "Stream"]
