"""keras: Input, Sequential and functional models, and models used as layers."""

from __future__ import annotations

from footgun.findings import Span
from footgun.network import Value
from footgun.ops.base import Check, Fault
from footgun.ops.feed import Feed
from footgun.ops.linear import Identity
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._common import keras_layer
from footgun.source.keras._feeding import weighs
from footgun.source.keras._graph import between, replay, trace_functional, values_in
from footgun.source.keras._input import is_shape, shape_argument, shape_from
from footgun.source.modes import said, state
from footgun.source.registry import REGISTRY
from footgun.source.values import Abstract, Container, Dict, Instance, LayerObject, Library, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


@bind("keras.Input")
def input_(
    at: At,
    shape: Any = None,
    batch_size: Any = None,
    dtype: Any = None,
    sparse: Any = None,
    ragged: Any = None,
    batch_shape: Any = None,
    name: Any = None,
    tensor: Any = None,
    optional: Any = False,
) -> Any:
    if isinstance(tensor, Value):
        return tensor
    sizes = None
    if shape is not None:
        sizes = shape_argument(at, shape, "shape", batch_size)
    elif is_shape(batch_shape):
        sizes = shape_from(at, batch_shape, batch=False)
    return symbolic(at, sizes, dtype if isinstance(dtype, str) else "float32", name)


def symbolic(at: At, shape: Any, dtype: str | None, name: Any = None) -> Value:
    """A tensor that stands for an input to come."""
    value = at.value(shape, dtype, "Input")
    value.facts["symbolic"] = True
    if isinstance(name, str):
        value.name = name
    return value


@bind("keras.layers.InputLayer")
def input_layer(
    at: At,
    shape: Any = None,
    batch_size: Any = None,
    dtype: Any = None,
    sparse: Any = None,
    ragged: Any = None,
    batch_shape: Any = None,
    input_tensor: Any = None,
    optional: Any = False,
    name: Any = None,
    **kwargs: Any,
) -> Any:
    holder = keras_layer(at, Identity(), {"kwargs": kwargs})
    at.m.program.layers.remove(holder.layer)
    stated = kwargs.get("batch_input_shape", batch_shape)
    sizes = holder.attributes.get("__input_shape__")
    if shape is not None:
        sizes = shape_argument(at, shape, "shape", batch_size)
    elif is_shape(stated):
        sizes = shape_from(at, stated, batch=False)
    holder.attributes["__input__"] = symbolic(at, sizes, dtype if isinstance(dtype, str) else "float32", name)
    return holder


def built(at: At, kind: str, name: str) -> Container:
    """A new model."""
    made = Container(kind, name, at.span)
    at.m.modules.append(made)
    at.m.made_order.append(made)
    return made


@bind("keras.Sequential")
def sequential(at: At, layers: Any = None, trainable: Any = True, name: Any = None) -> Any:
    made = built(at, "keras-sequential", "keras.Sequential")
    fill(at, made, layers)
    return made


def begun(m: Machine, span: Span, whole: bool) -> Container:
    """A model that a snippet goes on with; `whole` if its first layer is there, which states the input."""
    made = Container("keras-sequential", "keras.Sequential", span)
    m.modules.append(made)
    m.made_order.append(made)
    if not whole:
        made.state["gaps"] = True
    return made


def fill(at: At, made: Container, layers: Any) -> None:
    """The layers of `Sequential([...])`."""
    found = [] if layers is None else items_of(at.m, layers)
    if found is None:
        at.unknown("the layers of a `Sequential`")
        made.state["gaps"] = True
    for layer in found or ():
        append(at.m, made, layer)


def sequence_of(self: Any) -> Container | None:
    """The sequence of layers of a model, also of a class of one's own that derives from Sequential."""
    inner = self.attributes.get("__container__") if isinstance(self, Instance) else self
    return inner if isinstance(inner, Container) and inner.kind == "keras-sequential" else None


@bind("keras.Sequential.add")
def add(at: At, self: Any, layer: Any, rebuild: Any = True) -> None:
    inner = sequence_of(self)
    if inner is not None:
        append(at.m, inner, layer)


def append(m: Machine, holder: Container, layer: Abstract) -> None:
    """One more layer; an input is no layer."""
    given = layer.attributes.get("__input__") if isinstance(layer, LayerObject) else layer
    if isinstance(given, Value):
        m.journal.write(holder.state, "input", given)
        return
    forget_trace(m, holder)
    m.journal.write(holder.items, str(len(holder.items)), layer)
    m.owned(layer)
    m.changes += 1


@bind("keras.Sequential.pop")
def pop(at: At, self: Any, rebuild: Any = True) -> Any:
    inner = sequence_of(self)
    if inner is None or not inner.items:
        return None
    forget_trace(at.m, inner)
    key = list(inner.items)[-1]
    value = inner.items[key]
    at.m.journal.delete(inner.items, key)
    at.m.changes += 1
    return value


def forget_trace(m: Machine, holder: Container) -> None:
    """What was traced before the model changed is no network."""
    if holder.network is not None and holder.network in m.program.networks and holder.state.get("early"):
        m.program.networks.remove(holder.network)
        holder.network = None


@bind("keras.Model")
def model(at: At, *args: Any, **kwargs: Any) -> Any:
    made = built(at, "keras-functional", "keras.Model")
    connect(at, made, *ends(args, kwargs))
    return made


def ends(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
    """Inputs and outputs, also as Keras 1 called them."""
    inputs = kwargs.get("inputs", kwargs.get("input", args[0] if args else None))
    return inputs, kwargs.get("outputs", kwargs.get("output", args[1] if len(args) > 1 else None))


def connect(at: At, made: Container, inputs: Any, outputs: Any) -> None:
    """Note the ends of a functional model; an output that needs another input is refused."""
    made.state["inputs"], made.state["outputs"] = values_in(inputs), outputs
    missing = between(at.m, made.state["inputs"], values_in(outputs))[1]
    if missing and made.state["inputs"]:
        shown = f"`{missing[0].name}`" if missing[0].name else "an `Input`"
        help = "give the model every `Input` that its outputs are computed from"
        at.fault(f"`{at.label}`: an output needs {shown}, which is not among the inputs", "inputs", help)


@bind("keras.models.load_model", "keras.models.model_from_json", "keras.models.model_from_yaml")
def load_model(at: At, *args: Any, **kwargs: Any) -> Any:
    """Nothing is known of a model from a file."""
    made = Container("keras-unknown", "keras.Model", at.span)
    made.state["outside"] = True
    return made


@bind("keras.models.clone_model")
def clone_model(at: At, model: Any, *args: Any, **kwargs: Any) -> Any:
    return model


@bind("keras.Model.__init__", "keras.Sequential.__init__", "keras.layers.Layer.__init__")
def init(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    """`super().__init__(...)` of a class of one's own: nothing, a model's ends, or a layer's settings."""
    if not isinstance(self, Instance):
        return
    write, base = at.m.journal.write, at.name.rsplit(".", 1)[0]
    write(self.attributes, "__super_done__", True)
    handler = REGISTRY.get(base)
    inner: Any = None
    if base == "keras.Sequential":
        inner = Container("keras-sequential", base, self.made)
        fill(at, inner, args[0] if args else kwargs.get("layers"))
    elif base == "keras.Model":
        inputs, outputs = ends(args, kwargs)
        if inputs is not None and outputs is not None:
            inner = built(at, "keras-functional", base)
            inner.label = self.cls.name
            self.called = True  # it is what its ends say
            connect(at, inner, inputs, outputs)
    elif base != "keras.layers.Layer" and handler is not None:
        from footgun.source.interpret.calls import call_library

        lost = at.open_arguments
        inner = call_library(at.m, Library(base), list(args), kwargs, at.span, at.node, at.frame, lost)
    if isinstance(inner, Container):
        inner.owned = True
        write(self.attributes, "__container__", inner)
    elif isinstance(inner, LayerObject):
        inner.owned = True
        write(self.attributes, "__layer__", inner)


def call_model(
    m: Machine, holder: Container, args: list[Abstract], kwargs: dict[str, Abstract], span: Span
) -> Abstract:
    """Use a model as a layer, or apply it to data."""
    from footgun.source.modules import as_network, run_items

    value = args[0] if args else next(iter(kwargs.values()), Unknown("no input"))
    if holder.kind == "keras-sequential":
        holder.owned = holder.owned or bool(m.running)
        value = fitted(m, holder, [value], [entrance_of(m, holder)], span)[0]
        said_so = {"training": kwargs["training"]} if "training" in kwargs else {}
        return as_network(m, holder, [value], said_so, span, lambda: run_items(m, holder, value, span))
    if holder.kind != "keras-functional" or not holder.state["inputs"]:
        made = Value(None, "float32", span=span)
        if isinstance(value, Value) and "symbolic" in value.facts:
            made.facts["symbolic"] = True
        return made
    if holder.network is None:
        trace_functional(m, holder)
    taken = holder.state["inputs"]
    given = fitted(m, holder, inputs_for(holder, value), taken, span)
    before = len(m.program.nodes)
    made = replay(m, holder, given, span)
    if isinstance(kwargs.get("training"), bool) and (m.running or drawn_with(value)):
        state(m, before)
    if not (m.running or m.active or drawn_with(value)) and holder.network is not None:
        m.event("forward", holder.network, said(kwargs), span, values_in(value))
    return made


def drawn_with(value: Abstract) -> bool:
    """Whether it stands for an input to come, with which a model is put together."""
    return any("symbolic" in v.facts for v in values_in(value))


def entrance_of(m: Machine, holder: Container) -> Abstract:
    """The input that a Sequential model states."""
    from footgun.source.keras._tracing import stated_input

    return stated_input(m, holder)


def fitted(
    m: Machine, holder: Container, given: list[Abstract], inputs: list[Any], span: Span
) -> list[Abstract]:
    """The tensors for a model's inputs, held against the shapes it states; one it refuses is put right."""
    made: list[Abstract] = list(given)
    first = next(iter(holder.items.values()), None)
    strict = isinstance(first, LayerObject) and first.layer.op.mixes
    for place, (value, taken) in enumerate(zip(given, inputs, strict=False)):
        if not isinstance(taken, Value) or not taken.shape or taken.origin != "Input":
            continue
        bare = isinstance(value, Value) and value.shape is None and value.made_by is None
        if bare and m.running and not m.maybe:
            value.shape = taken.shape  # what a model of one's own is called with, and hands on as it is
        if not isinstance(value, Value) or not value.shape or value is taken:
            continue
        op, check = Feed(taken.shape, strict or weighs(taken)), Check(m.names)
        op.infer(check, value.shape)
        if check.faults:
            right = m.apply(op, (value,), holder.label, span)
            if isinstance(right, Value):
                right.assumed = Fault("rank", taken.shape, value.shape)  # all sizes from here on are a guess
            made[place] = right
    return made


def inputs_for(holder: Container, value: Abstract) -> list[Abstract]:
    """The tensors for a functional model's inputs, by place or by name."""
    if isinstance(value, Dict):
        return [value.get(v.name, Unknown("an input")) for v in holder.state["inputs"]]
    if isinstance(value, (List, tuple)):
        return list(value)
    return [value]
