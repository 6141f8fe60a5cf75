"""Storing values: names, attributes, items, unpacking."""

from __future__ import annotations

import ast

from footgun.network import Value
from footgun.source.interpret.counting import note_count
from footgun.source.interpret.expressions import evaluate
from footgun.source.interpret.iteration import items_of, one_item
from footgun.source.interpret.journal import MISSING
from footgun.source.interpret.loose import Axes
from footgun.source.names import canonical
from footgun.source.namespaces import Module, foreign
from footgun.source.special import key_of
from footgun.source.values import (
    Abstract,
    Class,
    Container,
    Dict,
    Function,
    Instance,
    LayerObject,
    Library,
    List,
    Super,
    Thing,
    Unknown,
    is_module,
    leaves,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.frame import Frame
    from footgun.source.interpret.machine import Machine


def bind(m: Machine, frame: Frame, name: str, value: Abstract) -> None:
    """Bind a name where Python would."""
    if name in frame.declared_global:
        m.journal.write(frame.globals, name, value)
        return
    if name in frame.declared_nonlocal:
        outer = frame.outer
        while outer is not None:
            if name in outer.locals:
                m.journal.write(outer.locals, name, value)
                return
            outer = outer.outer
    m.journal.write(frame.locals, name, value)
    if frame.is_module and is_module(value) and isinstance(value, (Instance, Container)):
        value.label = name
        if isinstance(value, Container):
            value.named = True
    if isinstance(value, Value) and not value.name:
        value.name = name


def store(m: Machine, frame: Frame, target: ast.expr, value: Abstract) -> None:
    """Assign to any target."""
    if isinstance(target, ast.Name):
        bind(m, frame, target.id, value)
    elif isinstance(target, ast.Attribute):
        set_attribute(m, evaluate(m, frame, target.value), target.attr, value, frame, target)
    elif isinstance(target, ast.Subscript):
        holder, key = evaluate(m, frame, target.value), evaluate(m, frame, target.slice)
        m.line_stack.append(m.span(target, frame))
        try:
            set_item(m, holder, key, value)
        finally:
            m.line_stack.pop()
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpack(m, frame, target.elts, value)
    elif isinstance(target, ast.Starred):
        store(m, frame, target.value, value)


def unpack(m: Machine, frame: Frame, targets: list[ast.expr], value: Abstract) -> None:
    """`a, b, *rest = value`."""
    items = axes_of(value, len(targets)) if isinstance(value, Axes) else items_of(m, value, 1000)
    starred = next((i for i, t in enumerate(targets) if isinstance(t, ast.Starred)), None)
    if isinstance(value, Value) and value.shape is not None and items is None and starred is None:
        items = [one_item(m, value) for _ in targets]
    if items is None or (starred is None and len(items) != len(targets)) or len(items) < len(targets) - 1:
        known = isinstance(value, (List, Dict)) and len(value) > 0
        if items is not None and starred is None and not foreign(frame):
            note_count(m, value, items, len(targets), m.span(targets[0], frame))
        for target in targets:
            item = (
                one_item(m, value) if known else Unknown(getattr(value, "reason", "") or "an unpacked value")
            )
            store(m, frame, target, List([item], True) if isinstance(target, ast.Starred) else item)
        return
    if starred is not None:
        after = len(targets) - starred - 1
        stop = len(items) - after
        items = [*items[:starred], List(items[starred:stop]), *items[stop:]]
    for target, item in zip(targets, items, strict=False):
        store(m, frame, target, item)


def axes_of(shape: Axes, count: int) -> list[Abstract] | None:
    """The sizes of a tensor that the code says has so many axes."""
    if count < 2:
        return None
    return [shape.first, *(Unknown("a size of a tensor") for _ in range(count - 2)), shape.last]


def set_attribute(
    m: Machine,
    holder: Abstract,
    name: str,
    value: Abstract,
    frame: Frame | None = None,
    node: ast.AST | None = None,
) -> None:
    """`holder.name = value`."""
    if isinstance(holder, Super):
        holder = holder.receiver
    if isinstance(holder, Value) and name == "grad":
        m.event("grad", holder)
    if isinstance(holder, (Class, Function)):
        m.journal.write(holder.attributes, name, value)
        return
    if isinstance(holder, Module):
        from footgun.source.interpret.imported import replace

        replace(m, holder, name, value)
        return
    if isinstance(holder, Library):
        m.notes.setdefault("patched", set()).add(canonical(f"{holder.name}.{name}"))
        return
    if isinstance(holder, Value):
        if name in ("columns", "index") and "pandas" in holder.facts:
            from footgun.source.pandas._tables import changed

            changed(m, holder)
        if name == "requires_grad":
            parameter = holder.facts.get("parameter")
            if parameter is not None and isinstance(value, bool):
                from footgun.source.freezing import set_trained

                set_trained(m, parameter, value)
        elif name == "data":
            holder.facts["changed"] = True
            m.notes["set"] = m.notes.get("set", 0) + 1
            if "parameter" in holder.facts:
                from footgun.source.torch.numbers import forget_start

                forget_start(holder)
        return
    if isinstance(holder, (Instance, LayerObject, Container, Thing)):
        from footgun.source.interpret.attributes import accessor, find_method, find_setter
        from footgun.source.interpret.calls import call_value

        if isinstance(holder, Instance):
            setter = find_setter(holder, name)
            own = find_method(m, holder, "__setattr__") if frame is not None else None
            if setter is not None:
                call_value(m, setter, [value], {}, m.here)
                return
            if own is not None:
                call_value(m, own, [name, value], {}, m.here)
                return
            if (
                frame is not None
                and node is not None
                and holder.base == "torch.nn.Module"
                and is_module(value)
            ):
                note_early(m, frame, holder, node)
        if isinstance(holder, LayerObject):
            tie(m, holder, name, value)
        assign = accessor(holder, name, "fset")
        if assign is not None:
            assign(m, holder, value)
        m.journal.write(holder.attributes, name, value)
        if value is None and not m.maybe:
            drop_weight(m, holder, name)
        if isinstance(value, Container):
            value.used = True
        inner = holder.attributes.get("__container__") if isinstance(holder, Instance) else None
        if isinstance(inner, Container) and inner.kind == "sequential" and is_module(value):
            m.journal.write(inner.items, name, value)  # a subclass of Sequential runs what is set on it
        if (
            isinstance(holder, Container)
            and not holder.kind.startswith("keras")
            and (name in holder.items or (is_module(value) and holder.kind != "list"))
        ):
            m.journal.write(holder.items, name, value)
        if isinstance(holder, (Instance, Container)):
            m.changes += 1
            parts = value if isinstance(value, (List, Dict, tuple)) else (value,) if is_module(value) else ()
            m.owned(parts if is_network(holder) else tuple(x for x in leaves(parts) if not is_keras_model(x)))
            keep(value)


def drop_weight(m: Machine, holder: Instance | LayerObject | Container | Thing, name: str) -> None:
    """`layer.bias = None` takes a weight away."""
    inner = holder.attributes.get("__layer__") if isinstance(holder, Instance) else holder
    if isinstance(inner, LayerObject) and name in ("bias", "weight"):
        layer = inner.layer
        if not layer.parameters:
            m.build(layer, [])
        layer.parameters[:] = [p for p in layer.parameters if p.name != name]


def is_network(holder: Instance | Container) -> bool:
    """Whether an object is itself a network, so that modules set on it become its parts."""
    return isinstance(holder, Container) or holder.base is not None


def is_keras_model(value: Any) -> bool:
    """Whether a module is a whole Keras model, which a plain object may hold without being one."""
    base = value.kind if isinstance(value, Container) else value.base if isinstance(value, Instance) else None
    return base is not None and base.startswith(("keras-", "keras.Model", "keras.Sequential"))


def tie(m: Machine, holder: LayerObject, name: str, value: Abstract) -> None:
    """`head.weight = embedding.weight`: the layer takes a weight in place of its own; None takes it away."""
    layer = holder.layer
    given = value.facts.get("parameter") if isinstance(value, Value) else None
    if m.maybe or (given is None and value is not None):
        return
    if not layer.parameters:
        m.build(layer, [])
    own = next((i for i, p in enumerate(layer.parameters) if p.name == name), None)
    if own is not None:
        layer.parameters[own : own + 1] = [] if given is None else [given]


def keep(value: Any) -> None:
    """What an object, list or dict holds outlives the call that made it."""
    if is_module(value):
        from footgun.source.modules import all_layers

        for layer in [value.layer] if isinstance(value, LayerObject) else all_layers(value):
            layer.fleeting = False


def note_early(m: Machine, frame: Frame, holder: Instance, node: ast.AST) -> None:
    """A layer set on a Module before `super().__init__()` ran: torch raises AttributeError."""
    from footgun.network import SuperInitFault

    if foreign(frame) or made_otherwise(holder.cls) or holder.cls.open_base:
        return  # told where that file is checked; a base that is not known may do it
    if "__super_done__" not in holder.attributes and "__early__" not in holder.attributes:
        holder.attributes["__early__"] = True
        init = frame.function
        body = ast.walk(init.node) if init is not None else iter(())
        names = ("__init__", "__setstate__")
        calls = [n for n in body if isinstance(n, ast.Attribute) and n.attr in names]
        if any(call.lineno < getattr(node, "lineno", 0) for call in calls):
            return  # it is called, and was not followed
        m.program.super_inits.append(SuperInitFault(holder.cls.name, m.span(node, frame), not calls))


def made_otherwise(cls: Class) -> bool:
    """Whether a metaclass or a `__new__` of the file's own may call what `__init__` does not."""
    for one in cls.ancestors():
        if isinstance(one, Class) and "__new__" in one.attributes:
            return True
        for keyword in one.node.keywords if isinstance(one, Class) else ():
            if keyword.arg == "metaclass" and not ast.unparse(keyword.value).endswith("ABCMeta"):
                return True
    return False


def set_item(m: Machine, holder: Abstract, key: Abstract, value: Abstract) -> None:
    """`holder[key] = value`."""
    keep(value)
    if isinstance(holder, Dict):
        known = key_of(key)
        if not isinstance(known, Unknown):
            m.journal.write(holder, known, value)
        else:
            m.journal.write(holder, Unhashable(key), value)
            holder.open = True
    elif isinstance(holder, List):
        m.journal.touch(holder)
        if isinstance(key, int) and -len(holder) <= key < len(holder):
            holder[key] = value
        elif isinstance(key, slice) and known_slice(key) and (items := items_of(m, value)) is not None:
            try:
                holder[key] = items
            except ValueError:
                holder.open = True
        else:
            holder.open = True
    elif isinstance(holder, Container):
        keys = list(holder.items)
        if isinstance(key, int) and holder.kind != "dict" and -len(keys) <= key < len(keys):
            m.journal.write(holder.items, keys[key], value)
        elif isinstance(key, str):
            m.journal.write(holder.items, key, value)
        m.changes += 1
        m.owned(value)
    elif isinstance(holder, Value):
        from footgun.source.tensors import assign_item

        assign_item(m, holder, key, value)
    elif isinstance(holder, Thing) and holder.kind.startswith("pandas."):
        from footgun.source.pandas._tables import changed

        changed(m, holder.facts.get("of"))
    elif isinstance(holder, Instance):
        from footgun.source.interpret.attributes import find_method
        from footgun.source.interpret.calls import call_value

        method = find_method(m, holder, "__setitem__")
        if method is not None:
            call_value(m, method, [key, value], {}, m.here)
        inner = holder.attributes.get("__container__")
        if method is None and isinstance(inner, Container):
            set_item(m, inner, key, value)


def known_slice(key: slice) -> bool:
    """Whether its ends are known."""
    return all(p is None or isinstance(p, int) for p in (key.start, key.stop, key.step))


class Unhashable:
    """A dict key that is not known: it equals nothing but itself."""

    __slots__ = ("key",)

    def __init__(self, key: Abstract) -> None:
        self.key = key

    def __repr__(self) -> str:
        return "?"


__all__ = ["MISSING", "bind", "set_attribute", "set_item", "store", "unpack"]
