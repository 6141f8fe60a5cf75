"""Applying modules: a layer applies its op, a container its items, an object its `forward`.

The outermost application is a network: its nodes are collected, and its first call with a known input counts.
"""

from __future__ import annotations

from functools import partial

from footgun.findings import Span
from footgun.network import Network, Value
from footgun.ops.linear import Identity
from footgun.source.bindings import signature
from footgun.source.given import Gap
from footgun.source.modes import in_mode, said, state
from footgun.source.values import (
    EVAL,
    TRAIN,
    Abstract,
    Container,
    Dict,
    Instance,
    LayerObject,
    Library,
    List,
    Unknown,
    is_module,
    leaves,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from footgun.network import Layer
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


def call_layer(
    m: Machine, holder: LayerObject, args: list[Abstract], kwargs: dict[str, Abstract], at: At
) -> Abstract:
    """Apply a library layer."""
    holder.called = True
    keras = holder.name.startswith("keras")
    if keras and kwargs.get("training") is not None:
        return in_mode(at, holder, args, kwargs)
    if holder.layer.op.mixes and not m.running and not m.active:  # a single layer is a model too
        m.event("forward", holder.layer, said(kwargs) if keras else mode_of(holder), at.span)
    if holder.call is not None:
        return call_own(at, holder, args, kwargs)
    if not args:
        args = list(kwargs.values())[:1]
    if not args:
        at.fault(f"`{holder.layer.label}` is called without an input")
        return Unknown("a layer without an input")
    value = args[0]
    if isinstance(value, tuple) and value and isinstance(value[0], Value):
        if isinstance(holder.layer.op, Identity):
            return value
        value = first_of(at, holder, value)
    if isinstance(value, List) and value and all(isinstance(v, Value) for v in value):
        return m.apply(holder.layer.op, tuple(value), holder.layer.label, at.span, holder.layer)
    made = m.apply(holder.layer.op, (m.tensor(value),), holder.layer.label, at.span, holder.layer)
    if getattr(holder.layer.op, "tracked", False) and isinstance(made, Value):
        mode = holder.attributes.get("training", TRAIN)
        made.facts["mode"] = "train" if mode is TRAIN else "eval" if mode is EVAL else ""
    return made


def call_own(at: At, holder: LayerObject, args: list[Abstract], kwargs: dict[str, Abstract]) -> Abstract:
    """Call what applies a layer in its own way, with the arguments that it takes."""
    assert holder.call is not None
    known, label = signature(holder.call), holder.layer.label
    takes = known.positional[1:]  # after the layer itself
    if len(args) > len(takes) and not known.variadic:
        most = len(takes)
        at.refuse(f"`{label}` takes at most {most} positional argument{'s' * (most != 1)}, {len(args)} given")
        args = args[:most]
    names = (*takes[len(args) :], *known.keyword_only)
    for key in () if known.rest else [key for key in kwargs if key not in names]:
        at.refuse(f"`{label}` has no argument `{key}`", argument=key)
        kwargs = {name: value for name, value in kwargs.items() if name != key}
    for key in known.needed[1:]:
        if key not in takes[: len(args)] and key not in kwargs:
            kwargs = {**kwargs, key: Unknown(f"`{key}` of `{label}`")}
    return holder.call(at, holder, *args, **kwargs)


def first_of(at: At, holder: LayerObject, items: tuple[Abstract, ...]) -> Value:
    """A layer takes one tensor: report the tuple that an LSTM gives, and go on with its output."""
    made = items[0].made_by
    origin = f": what `{made.label}` gives" if made is not None else ""
    at.fault(
        f"`{holder.layer.label}` takes a tensor, but gets a tuple of {len(items)}{origin}",
        help="take the tuple apart first: `x, _ = ...`",
    )
    first: Value = items[0]
    return first


def call_container(
    m: Machine, holder: Container, args: list[Abstract], kwargs: dict[str, Abstract], span: Span
) -> Abstract:
    """Apply Sequential: each item at its own line."""
    if holder.kind in ("list", "dict"):
        m.program.arguments.append(not_callable(holder, span))
        return Unknown(f"a call of `{holder.label}`")
    if holder.kind.startswith("keras"):
        from footgun.source.keras.models import call_model

        return call_model(m, holder, args, kwargs, span)
    return as_network(
        m,
        holder,
        args,
        kwargs,
        span,
        lambda: run_items(m, holder, args[0] if args else Unknown("no input"), span),
    )


def not_callable(holder: Container, span: Span) -> Any:
    """ModuleList and ModuleDict only hold."""
    from footgun.network import ArgumentFault

    return ArgumentFault(
        f"`{holder.label}` has no forward, it only holds modules", span, "call its items one by one"
    )


def run_items(m: Machine, holder: Container, value: Abstract, span: Span) -> Abstract:
    """The items of a Sequential one after the other."""
    from footgun.source.callsite import At
    from footgun.source.interpret.calls import call_module, call_value
    from footgun.source.interpret.join import join

    passed = [value]
    for key, item in list(holder.items.items()):
        before = value
        if isinstance(item, LayerObject):
            place = m.again(item.layer.made)
            m.line_stack.append(place)
            value = call_layer(m, item, [value], {}, At(m, item.name, place))
            m.line_stack.pop()
        elif isinstance(item, (Instance, Container)):
            value = call_module(m, item, [value], {}, m.again(item.made))
        elif isinstance(item, Gap) and item.samples:
            value = join(m, passed[-1 - item.samples], value)  # any number of layers like those before
        else:
            value = call_value(m, item, [value], {}, span)
        if key in holder.items.perhaps:
            value = join(m, before, value)  # added on some ways only
        passed.append(value)
    return value


def call_instance(
    m: Machine, holder: Instance, args: list[Abstract], kwargs: dict[str, Abstract], span: Span
) -> Abstract:
    """Call an object: `forward` or `call` for a network module, `__call__` otherwise."""
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    if holder.base is None:
        method = find_method(m, holder, "__call__")
        return (
            Unknown(f"a call of `{holder.cls.name}`")
            if method is None
            else call_value(m, method, args, kwargs, span)
        )
    name = "call" if holder.base.startswith("keras") else "forward"
    method = find_method(m, holder, "__call__") or find_method(m, holder, name)
    if method is None:
        return run_inherited(m, holder, args, kwargs, span)
    if name == "call" and "__built__" not in holder.attributes:
        holder.attributes["__built__"] = True
        build = find_method(m, holder, "build")
        if build is not None:
            call_value(m, build, [shapes_of(args[0] if args else None)], {}, span)
    return as_network(m, holder, args, kwargs, span, lambda: call_value(m, method, args, kwargs, span))


def shapes_of(value: Abstract) -> Abstract:
    """The shape of a tensor, or of each tensor in a list."""
    if isinstance(value, (List, tuple)):
        return List([shapes_of(v) for v in value])
    known = value.shape if isinstance(value, Value) else None
    return Unknown("an input shape") if known is None else known


def run_inherited(
    m: Machine, holder: Instance, args: list[Abstract], kwargs: dict[str, Abstract], span: Span
) -> Abstract:
    """A subclass of Sequential or of one layer without a forward of its own."""
    from footgun.source.interpret.calls import call_module

    inner = holder.attributes.get("__container__") or holder.attributes.get("__layer__")
    if isinstance(inner, (Container, LayerObject)):
        return as_network(m, holder, args, kwargs, span, lambda: call_module(m, inner, args, kwargs, span))
    return Unknown(f"`{holder.cls.name}` has no forward")


def as_network(
    m: Machine,
    holder: Instance | Container,
    args: list[Abstract],
    kwargs: dict[str, Abstract],
    span: Span,
    run: Any,
) -> Abstract:
    """Run a module's forward; the outermost one becomes a Network."""
    symbolic = any("symbolic" in v.facts for v in leaves((*args, *kwargs.values())) if isinstance(v, Value))
    if m.running or (symbolic and isinstance(holder, Instance) and holder.base != "keras.Model"):
        holder.called = True
        if holder in m.active or len(m.active) > m.settings.depth:
            return Unknown("a module that calls itself")
        m.active.append(holder)
        before = len(m.program.nodes)
        try:
            return repeated(m, holder, args, kwargs, run) if m.visiting and m.running else run()
        finally:
            m.active.pop()
            if isinstance(kwargs.get("training"), bool):
                state(m, before)
    key = None if symbolic else remember_key(m, holder, args, kwargs)
    keras = (
        holder.name.startswith("keras")
        if isinstance(holder, Container)
        else (holder.base or "").startswith("keras")
    )
    mode = said(kwargs) if keras else mode_of(holder)
    given = [a for a in leaves((*args, *kwargs.values())) if isinstance(a, Value)]
    if key is not None and key in m.remembered:
        m.event("forward", holder.network, mode, span, given)
        return m.remembered[key]
    assign_paths(holder)
    network = Network(holder.label, "keras" if keras else "torch", holder.made)
    network.inputs = list(given)
    if args and isinstance(args[0], Unknown):
        entrance = network_input(m, args[0])
        args[0] = entrance
        network.inputs.insert(0, entrance)
    network.model = holder
    network.free = partial(apply_free, m, holder, network, args, kwargs)
    m.running.append(network)
    m.active.append(holder)
    before = len(m.program.nodes)
    try:
        output = run()
    finally:
        m.running.pop()
        m.active.pop()
        if symbolic and isinstance(kwargs.get("training"), bool):
            state(m, before)
    holder.called = True
    network.outputs = [v for v in leaves(output) if isinstance(v, Value)]
    network.layers_made = list(all_layers(holder))
    better = holder.network is None or (not known(holder.network) and known(network))
    if network.nodes and better:
        if holder.network is not None and holder.network in m.program.networks:
            m.program.networks.remove(holder.network)
        holder.network = network
        m.program.networks.append(network)
    if not (keras and symbolic):  # what stands for an input to come is no data
        m.event("forward", holder.network, mode, span, given)
    if key is not None:
        m.remembered[key] = output
    return output


def repeated(
    m: Machine, holder: Instance | Container, args: list[Abstract], kwargs: dict[str, Abstract], run: Any
) -> Abstract:
    """Run a part of a network that nobody calls, or do what one like it has done."""
    if type(holder) is not Instance or not (holder.base or "").startswith("torch.nn."):
        return run()
    if m.repeats is None:
        from footgun.source.repeats import Repeats

        m.repeats = Repeats(m)
    return m.repeats.run(holder, args, kwargs, run)


def mode_of(holder: Instance | LayerObject | Container) -> str:
    """Whether a module is in training or evaluation mode."""
    mode = holder.attributes.get("training", TRAIN)
    return "train" if mode is TRAIN else "eval" if mode is EVAL else ""


def apply_free(
    m: Machine, holder: Any, network: Network, args: list[Abstract], kwargs: dict[str, Abstract]
) -> Network | None:
    """The model on an input of no fixed size."""
    from footgun.source.free import free_network

    return free_network(m, holder, network, args, kwargs)


def network_input(m: Machine, value: Unknown) -> Value:
    """An input that nothing is known of."""
    return Value(None, span=m.here, origin="")


def known(network: Network) -> bool:
    """Whether the input's shape is known down to the numbers, the batch aside."""
    return any(v.shape is not None and all(isinstance(s, int) for s in v.shape[1:]) for v in network.inputs)


def remember_key(m: Machine, holder: Any, args: list[Abstract], kwargs: dict[str, Abstract]) -> Any:
    """The same module on inputs of the same shape gives the same output; None when not comparable."""
    parts: list[Any] = [id(holder), m.changes]
    for value in (*args, *kwargs.values()):
        if isinstance(value, Value):
            maker = value.made_by.network if value.made_by is not None else None  # gradients flow on into it
            parts.append(
                (value.shape, value.dtype, value.facts.get("device"), id(maker), m.grad, *map(id, m.tapes))
            )
        elif isinstance(value, (int, str, bool, type(None))):
            parts.append(value)
        else:
            return None
    return tuple(parts)


def children(holder: Any) -> list[tuple[str, Any]]:
    """Named modules directly inside, lists and dicts of modules opened."""
    items: list[tuple[str, Any]] = []
    if isinstance(holder, Container):
        items += list(holder.items.items())
    if isinstance(holder, (Instance, Container)):
        inner = holder.attributes.get("__container__")
        held = (
            holder.items
            if isinstance(holder, Container)
            else inner.items
            if isinstance(inner, Container)
            else {}
        )
        for name, value in holder.attributes.items():
            if name in held:
                continue
            if name in ("__container__", "__layer__") and is_module(value):
                items += children(value) if isinstance(value, Container) else [("", value)]
            elif is_module(value):
                items.append((name, value))
            elif isinstance(value, (List, tuple)):
                items += [(f"{name}.{i}", v) for i, v in enumerate(value) if is_module(v)]
            elif isinstance(value, Dict):
                items += [(f"{name}.{k}", v) for k, v in value.items() if is_module(v)]
    return items


def assign_paths(holder: Any, prefix: str = "", seen: set[int] | None = None) -> None:
    """Give every layer its dotted path."""
    seen = set() if seen is None else seen
    if id(holder) in seen:
        return
    seen.add(id(holder))
    for name, child in children(holder):
        path = f"{prefix}.{name}".strip(".")
        if isinstance(child, LayerObject):
            child.layer.path = child.layer.path or path
        else:
            assign_paths(child, path, seen)


def all_layers(holder: Any, seen: set[int] | None = None) -> Any:
    """Every layer object inside, used or not."""
    seen = set() if seen is None else seen
    if id(holder) in seen:
        return
    seen.add(id(holder))
    for _, child in children(holder):
        if isinstance(child, LayerObject):
            yield child.layer
        else:
            yield from all_layers(child, seen)


def replaced(m: Machine, layers: Iterable[Layer | None]) -> None:
    """Weights come from a file: other ones than were published, unless this program has trained those."""
    for layer in layers if not m.program.trains else ():
        if layer is not None:
            layer.trained = None


__all__ = [
    "Library",
    "all_layers",
    "as_network",
    "assign_paths",
    "call_container",
    "call_instance",
    "call_layer",
    "children",
    "replaced",
]
