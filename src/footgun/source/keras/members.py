"""keras.Model and keras.Layer: their properties, and the methods that neither build nor train."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Layer, Network, Scaling, Value
from footgun.ops.backbone import Backbone
from footgun.ops.linear import Identity
from footgun.source.bindings import bind
from footgun.source.keras._graph import trace_functional, values_in
from footgun.source.keras._input import is_shape, shape_from
from footgun.source.keras._tracing import symbolic, trace_sequential
from footgun.source.modules import all_layers, children, replaced
from footgun.source.sklearn._learned import origins
from footgun.source.values import Abstract, Container, Instance, LayerObject, List, Unknown, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


def network_of(m: Machine, self: Any) -> Network | None:
    """The network of a model, traced now if it has not been."""
    holder = self.attributes.get("__container__") if isinstance(self, Instance) else self
    if isinstance(holder, Container) and holder.network is None:
        if holder.kind == "keras-sequential" and holder.items:
            trace_sequential(m, holder, early=True)
        elif holder.kind == "keras-functional":
            trace_functional(m, holder)
    found = getattr(holder, "network", None) or getattr(self, "network", None)
    return found if isinstance(found, Network) else None


def one_or_all(found: list[Any]) -> Abstract:
    """Keras gives a single tensor itself, several as a list."""
    return found[0] if len(found) == 1 else List(found)


@bind("keras.layers.Layer.output.fget", "keras.layers.Layer.input.fget")
def end(at: At, self: Any) -> Any:
    if isinstance(self, LayerObject):
        if "__tap__" in self.attributes and "__output__" not in self.attributes:
            self.attributes["__output__"] = self.attributes["__tap__"]()
        made = self.attributes.get("__output__")
        if at.label == "input" and isinstance(made, Value):
            uses = [n for n in at.m.program.nodes if n.layer is self.layer]
            return one_or_all(list(uses[-1].inputs)) if uses else Unknown("the input of a layer")
        return made if made is not None else Unknown("the output of a layer")
    network = network_of(at.m, self)
    if network is None:
        return Unknown(f"the {at.label} of a model")
    return one_or_all(network.outputs if at.label == "output" else network.inputs)


@bind("keras.layers.Layer.outputs.fget", "keras.layers.Layer.inputs.fget")
def ends(at: At, self: Any) -> Any:
    network = network_of(at.m, self) if not isinstance(self, LayerObject) else None
    if network is None:
        return Unknown(f"the {at.label} of a model")
    return List(network.outputs if at.label == "outputs" else network.inputs)


@bind("keras.layers.Layer.output_shape.fget", "keras.layers.Layer.input_shape.fget")
def end_shape(at: At, self: Any) -> Any:
    at.name = at.name.removesuffix("_shape")
    found = [v.shape if v.shape is not None else Unknown("a shape") for v in values_in(end(at, self))]
    return one_or_all(found) if found else Unknown("the shape of a model")


@bind("keras.layers.Layer.layers.fget", "keras.Model.submodules.fget")
def layers(at: At, self: Any) -> Any:
    if isinstance(self, LayerObject):
        return List([])
    network_of(at.m, self)
    lost = getattr(self, "kind", "") == "keras-unknown" or is_block(self)
    return List(layers_of(at.m, self), open=lost)


def layers_of(m: Machine, self: Any) -> list[Any]:
    """The layers of a model; those of a functional model in the order they are applied, inputs first."""
    if not isinstance(self, Container) or self.kind != "keras-functional":
        return [child for _, child in children(self)]
    inside = published(self)
    if inside:
        return inside
    network, held = network_of(m, self), m.notes.get("layers", {})
    if network is None:
        return []
    found = [held.get(id(x)) or LayerObject(x, f"keras.layers.{x.label}") for x in network.layers()]
    return [*(entrance(v, self.made) for v in network.inputs), *found]


def published(self: Container) -> list[LayerObject]:
    """The layers inside a published network, made when they are first asked for."""
    if callable(self.state.get("parts")):
        self.state["parts"] = self.state["parts"]()
    found: list[LayerObject] = self.state.get("parts") or []
    return found


def entrance(value: Value, made: Span) -> LayerObject:
    """The `InputLayer` of an input."""
    holder = LayerObject(Layer(Identity(), "InputLayer", value.span or made), "keras.layers.InputLayer")
    holder.attributes["__output__"] = value
    return holder


def is_block(self: Any) -> bool:
    """Whether it is a published network of which the layers are not known."""
    inputs = self.state.get("inputs") if isinstance(self, Container) else None
    if not inputs or published(self):
        return False
    return any(isinstance(n.op, Backbone) for n in self.network.nodes) if self.network is not None else False


@bind("keras.Model.get_layer")
def get_layer(at: At, self: Any, name: Any = None, index: Any = None) -> Any:
    network_of(at.m, self)
    found = layers_of(at.m, self)
    if isinstance(index, int):
        return found[index] if -len(found) <= index < len(found) else Unknown("a layer by its number")
    named = (
        x
        for x in found
        if isinstance(x, LayerObject) and name in (x.layer.settings.get("name"), x.layer.path)
    )
    return next(named, Unknown("a layer by its name"))


@bind("keras.layers.Layer.trainable.fset")
def set_trainable(m: Machine, self: Any, value: Any) -> None:
    known = value if isinstance(value, bool) else None
    for layer in [self] if isinstance(self, LayerObject) else deep(m, self):
        if "__whole__" in layer.attributes:
            set_part(layer, known)
        layer.layer.trainable = known
        for parameter in layer.layer.parameters:
            parameter.requires_grad = known


def set_part(part: LayerObject, known: bool | None) -> None:
    """A published network whose layers do not all train is trained in part, which is neither yes nor no."""
    whole, state = part.attributes["__whole__"], part.attributes["__state__"]
    before = part.layer.trainable is False
    state["kept"] += (known is False) - before
    whole.trainable = True if not state["kept"] else False if state["kept"] == state["all"] else None
    for parameter in whole.parameters:
        parameter.requires_grad = whole.trainable


def deep(m: Machine, self: Any) -> list[LayerObject]:
    """Every layer inside, those of nested models too."""
    if isinstance(self, LayerObject):
        return [self]
    return [
        x for child in layers_of(m, self) if is_module(child) and child is not self for x in deep(m, child)
    ]


@bind("keras.layers.Layer.trainable.fget")
def trainable(at: At, self: Any) -> Any:
    return self.layer.trainable if isinstance(self, LayerObject) else True


@bind("keras.layers.Layer.name.fget")
def name(at: At, self: Any) -> Any:
    if isinstance(self, LayerObject):
        return self.layer.settings.get("name") or self.layer.path or Unknown("the name of a layer")
    return Unknown("the name of a model")


@bind("keras.Model.build")
def build(at: At, self: Any, input_shape: Any = None, **kwargs: Any) -> None:
    """`model.build((None, 28, 28))` states the input."""
    if not is_shape(input_shape) or not all(v is None or not is_shape(v) for v in input_shape):
        return
    value = symbolic(at.m, shape_from(at, input_shape, batch=False), at.span, "Input")
    if isinstance(self, Instance):
        at.m.journal.write(self.attributes, "__input__", value)
        if "__container__" not in self.attributes:
            from footgun.source.modules import call_instance

            call_instance(at.m, self, [value], {}, at.span)
    elif isinstance(self, Container) and self.state.get("input") is None:
        at.m.journal.write(self.state, "input", value)


@bind(
    *(
        f"keras.layers.Layer.{n}"
        for n in ("get_weights", "count_params", "get_config", "to_json", "compute_mask")
    )
)
def asked(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return Unknown(f"the result of `{at.label}`")


@bind(
    *(
        f"keras.Model.{n}"
        for n in (
            "summary",
            "save",
            "save_weights",
            "export",
            "reset_states",
            "to_yaml",
            "adapt",
        )
    ),
    *(
        f"keras.layers.Layer.{n}"
        for n in ("set_weights", "reset_state", "reset_states", "add_loss", "add_metric")
    ),
)
def done(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    return None


@bind("keras.layers.Layer.adapt")
def adapt(at: At, self: Any, data: Any = None, *args: Any, **kwargs: Any) -> None:
    """Where a `Normalization` measures a whole array, what is cut from it later has a share in that."""
    normal = isinstance(self, LayerObject) and self.layer.label == "Normalization"
    if normal and isinstance(data, Value) and not any(cut for _, cut in origins(data)):
        at.m.program.scalings.append(
            Scaling("Normalization", at.span, at.span, data, True, False, layer=True)
        )


@bind("keras.Model.load_weights")
def load_weights(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    functional = isinstance(self, Container) and self.kind == "keras-functional"
    network = network_of(at.m, self) if functional else None
    replaced(at.m, all_layers(self) if network is None else (node.layer for node in network.nodes))


@bind("keras.layers.Layer.compute_output_shape")
def compute_output_shape(at: At, self: Any, input_shape: Any = None, **kwargs: Any) -> Any:
    return Unknown("an output shape")
