"""Keras models: Sequential and functional, compile and fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.findings import Span
from footgun.network import FitUse, Network, Node, Value
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._common import shape_from
from footgun.source.keras.training import link_compile, record_compile
from footgun.source.modules import flatten
from footgun.source.values import Container, Dict, Instance, LayerObject, List, Unknown, is_module

if TYPE_CHECKING:
    from footgun.source.callsite import At
    from footgun.source.interpret.machine import Machine


@bind("keras.Sequential")
def sequential(at: At, layers: Any = None, trainable: Any = True, name: Any = None) -> Any:
    made = Container("keras-sequential", "keras.Sequential", at.span)
    at.m.modules.append(made)
    at.m.made_order.append(made)
    for layer in (items_of(at.m, layers) or () if layers is not None else ()):
        add(at, made, layer)
    return made


@bind("keras.Sequential.add")
def add(at: At, self: Any, layer: Any = None, rebuild: Any = True) -> None:
    if isinstance(self, Container):
        if isinstance(layer, Value):
            self.state["input"] = layer
            return
        at.m.journal.write(self.items, str(len(self.items)), layer)
        at.m.owned(layer)
        at.m.changes += 1


@bind("keras.Sequential.pop")
def pop(at: At, self: Any, rebuild: Any = True) -> Any:
    if isinstance(self, Container) and self.items:
        key = list(self.items)[-1]
        value = self.items[key]
        at.m.journal.delete(self.items, key)
        return value
    return None


@bind("keras.Input")
def input_(at: At, shape: Any = None, batch_size: Any = None, dtype: Any = None, sparse: Any = None, ragged: Any = None,
           batch_shape: Any = None, name: Any = None, tensor: Any = None, optional: Any = False) -> Any:  # fmt: skip
    sizes = None
    if isinstance(shape, (tuple, List)):
        sizes = shape_from(at, shape)
    elif isinstance(batch_shape, (tuple, List)):
        sizes = shape_from(at, batch_shape, batch=False)
    value = at.value(sizes, dtype if isinstance(dtype, str) else "float32", "Input")
    return value


@bind("keras.Model")
def model(at: At, *args: Any, **kwargs: Any) -> Any:
    inputs = kwargs.get("inputs", kwargs.get("input", args[0] if args else None))
    outputs = kwargs.get("outputs", kwargs.get("output", args[1] if len(args) > 1 else None))
    made = Container("keras-functional", "keras.Model", at.span)
    made.state["inputs"] = [v for v in flatten(inputs) if isinstance(v, Value)]
    made.state["outputs"] = [v for v in flatten(outputs) if isinstance(v, Value)]
    at.m.modules.append(made)
    at.m.made_order.append(made)
    return made


@bind("keras.Model.__init__", "keras.Sequential.__init__", "keras.layers.Layer.__init__")
def init(at: At, self: Any, *args: Any, **kwargs: Any) -> None:
    if isinstance(self, Instance):
        at.m.journal.write(self.attributes, "__super_done__", True)


def call_model(m: Machine, holder: Container, args: list[Any], kwargs: dict[str, Any], span: Span) -> Any:
    """Use a model as a layer."""
    from footgun.source.modules import as_network, run_items

    value = args[0] if args else next(iter(kwargs.values()), Unknown("no input"))
    if holder.kind == "keras-sequential":
        holder.owned = holder.owned or bool(m.running)
        return as_network(m, holder, [value], {}, span, lambda: run_items(m, holder, value, span))
    outputs = holder.state["outputs"]
    made = [Value(v.shape, v.dtype, span=span) for v in outputs]
    return made[0] if len(made) == 1 else List(made)


def finish_models(m: Machine) -> None:
    """Trace every model that was built, then link what was compiled and fitted."""
    for holder in [x for x in m.modules if isinstance(x, Container)]:
        if holder.kind == "keras-sequential" and holder.network is None and not holder.owned and holder.items:
            trace_sequential(m, holder)
        elif holder.kind == "keras-functional" and holder.network is None:
            trace_functional(m, holder)
        if holder.network is not None and holder.named:
            holder.network.unused = not (holder.used or holder.owned or "__compiled__" in holder.attributes)
    link_compile(m)


def trace_sequential(m: Machine, holder: Container) -> None:
    """Run the layers on the input that the model states."""
    from footgun.source.modules import call_container

    first = next(iter(holder.items.values()))
    value = holder.state.get("input")
    if value is None:
        shape = first.attributes.get("__input_shape__") if isinstance(first, LayerObject) else None
        origin = "" if shape is None else "Input"
        value = Value(shape, "float32" if shape is not None else None, span=holder.made, origin=origin)
    kept = holder.items
    if isinstance(first, LayerObject) and first.attributes.get("__input_layer__"):
        holder.items = Dict(list(kept.items())[1:])
    m.line_stack.append(holder.made)
    call_container(m, holder, [value], {}, holder.made)
    m.line_stack.pop()
    holder.items = kept


def trace_functional(m: Machine, holder: Container) -> None:
    """The nodes between the inputs and the outputs."""
    network = Network(holder.label, "keras", holder.made)
    network.inputs, network.outputs = list(holder.state["inputs"]), list(holder.state["outputs"])
    wanted: set[int] = set()
    stack = list(network.outputs)
    stop = {id(v) for v in network.inputs}
    while stack:
        value = stack.pop()
        node = value.made_by
        if id(value) in stop or node is None or id(node) in wanted:
            continue
        wanted.add(id(node))
        stack.extend(node.inputs)
    network.nodes = [n for n in m.program.nodes if id(n) in wanted]
    for node in network.nodes:
        node.network = node.network or network
    if network.nodes:
        holder.network = network
        m.program.networks.append(network)


@bind("keras.Model.compile", "keras.Sequential.compile")
def compile_(at: At, self: Any, optimizer: Any = "rmsprop", loss: Any = None, loss_weights: Any = None, metrics: Any = None,
             weighted_metrics: Any = None, run_eagerly: Any = False, steps_per_execution: Any = 1, jit_compile: Any = "auto",
             auto_scale_loss: Any = True, **kwargs: Any) -> None:  # fmt: skip
    if is_module(self):
        record_compile(at, self, optimizer, loss, metrics)


@bind(*(f"keras.Model.{n}" for n in ("fit", "evaluate", "predict", "fit_generator", "train_on_batch", "evaluate_generator",
      "predict_generator", "predict_on_batch", "test_on_batch")))  # fmt: skip
def fit(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    if is_module(self):
        use = FitUse(at.label, at.span, None, bool(self.attributes.get("__compiled__")))
        use.arguments = {**dict(zip(("x", "y"), args)), **kwargs}
        at.m.pending.append((use, self))
        if at.label.startswith(("fit", "train")):
            at.m.program.trains = True
            at.m.train_events += 1
    return Unknown(f"the result of `{at.label}`")


@bind(*(f"keras.Model.{n}" for n in ("summary", "save", "save_weights", "load_weights", "build", "get_config", "to_json",
      "count_params", "export")))  # fmt: skip
def other(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    return Unknown(f"the result of `{at.label}`")


__all__ = ["Node"]
