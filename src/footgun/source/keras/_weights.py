"""The weights of a Keras model or layer, as tensors that know their Parameter."""

from __future__ import annotations

from footgun.network import Layer, Parameter, Value
from footgun.ops.backbone import Backbone
from footgun.source.keras._tracing import stated_input, traced
from footgun.source.keras.members import network_of
from footgun.source.modules import children
from footgun.source.values import Container, Instance, LayerObject, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

MOST = 500  # parts of a model
OTHERS = ("optimizer", "training")  # attributes that hold no weight


def weights_of(m: Machine, self: Any) -> List:
    """Every weight; `open` where there may be more, as before a layer knows its input."""
    found: dict[int, Value] = {}
    seen: set[int] = set()
    lost = False
    rest = [self]
    while rest:
        part = rest.pop(0)
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, LayerObject):
            lost |= add(m, part.layer, found)
        elif isinstance(part, Container) and part.kind == "keras-functional":
            network = network_of(m, part)
            lost |= network is None or not network.complete
            for layer in network.layers() if network is not None else ():
                lost |= add(m, layer, found)
        elif isinstance(part, Container):
            if part.kind == "keras-sequential" and not traced(part) and stated_input(m, part) is not None:
                network_of(m, part)  # a model that states its input has its weights at once
            lost |= part.kind == "keras-unknown" or bool(part.state.get("gaps")) or part.items.open
            rest[:0] = [child for _, child in children(part)]
        if isinstance(part, Instance):
            inner = part.attributes.get("__container__")
            rest[:0] = [*([inner] if inner is not None else []), *(child for _, child in children(part))]
            values = list(part.attributes.values())
            own = (v for k, v in part.attributes.items() if not k.startswith("__") and k not in OTHERS)
            lost |= any(isinstance(v, Unknown) for v in own)
            values += [x for v in values if isinstance(v, (List, tuple)) for x in v]
            for value in values:
                if isinstance(value, Value) and "parameter" in value.facts:
                    found.setdefault(id(value.facts["parameter"]), value)
        lost |= len(seen) > MOST
        if len(seen) > MOST:
            break
    return List(found.values(), lost or not found)


def add(m: Machine, layer: Layer, found: dict[int, Value]) -> bool:
    """The weights of one layer; whether it has others, or may get some."""
    if not layer.parameters:
        m.build(layer, [])
    for parameter in layer.parameters:
        found.setdefault(id(parameter), as_value(parameter))
    return isinstance(layer.op, Backbone) or (layer.op.mixes and not layer.parameters)


def as_value(parameter: Parameter) -> Value:
    """A weight as a tensor."""
    value = Value(None, "float32", name=parameter.name)  # in Keras the axes stand in another order
    value.facts["parameter"] = parameter
    return value


def trainable(value: Value) -> bool | None:
    """Whether it is trained, None where that is not known."""
    known: bool | None = value.facts["parameter"].requires_grad
    return known
