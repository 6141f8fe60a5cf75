"""When the script has run: each Keras model becomes a network, on the input it states or is fitted on."""

from __future__ import annotations

from functools import partial, reduce

from footgun.network import FitUse, Value
from footgun.ops.embedding import Embedding
from footgun.source.interpret.iteration import one_item
from footgun.source.interpret.join import join
from footgun.source.keras._graph import trace_functional
from footgun.source.values import (
    Abstract,
    Container,
    Instance,
    Iterator,
    LayerObject,
    List,
    Stream,
    Thing,
    Unknown,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.interpret.machine import Machine

FEW = 8  # batches of a generator that are compared


def finish_models(m: Machine) -> None:
    """Trace every model that was built, then link what was compiled and fitted."""
    from footgun.source.keras.training import link

    for holder in [x for x in m.modules if isinstance(x, Container)]:
        if holder.kind == "keras-sequential" and holder.items and not traced(holder) and alone(m, holder):
            trace_sequential(m, holder)
        elif holder.kind == "keras-functional" and holder.network is None:
            trace_functional(m, holder)
        if holder.network is not None and holder.named:
            holder.network.unused = not (holder.used or holder.owned or "__compiled__" in holder.attributes)
    for instance in m.modules:
        inner = instance.attributes.get("__container__") if isinstance(instance, Instance) else None
        if isinstance(inner, Container) and inner.network is not None and instance.network is None:
            instance.network = inner.network
    link(m)


def alone(m: Machine, holder: Container) -> bool:
    """Whether nothing else shows what a model does: no other has it, or an object that never calls it."""
    if not holder.owned:
        return True
    if holder.called or stated_input(m, holder) is None:
        return False
    objects = (x for x in m.modules if isinstance(x, Instance))
    return any(value is holder for x in objects for value in x.attributes.values())


def traced(holder: Container) -> bool:
    """Whether it has a network whose input is known as well as the model itself can tell."""
    return holder.network is not None and (
        holder.state.get("input") is None or bool(holder.network.inputs and holder.network.inputs[0].shape)
    )


def trace_sequential(m: Machine, holder: Container, early: bool = False) -> None:
    """Run the layers on the input that the model states; `early`: before the script has come to its end."""
    from footgun.source.modules import call_container

    value = known_input(m, holder)
    if value is None:
        value = symbolic(m, None, holder.made, "", None)
    m.line_stack.append(holder.made)
    holder.state["early"] = early
    try:
        call_container(m, holder, [value], {}, holder.made)
    finally:
        m.line_stack.pop()
    if holder.network is not None and holder.state.get("gaps"):
        holder.network.complete = False


def known_input(m: Machine, module: Any) -> Abstract | None:
    """The input of a model: what it states itself, else the data it is fitted on."""
    stated = stated_input(m, module)
    return stated if stated is not None else fitted_input(m, module)


def stated_input(m: Machine, module: Any) -> Abstract | None:
    """What a Sequential model or its first layer says."""
    holder = module
    if isinstance(module, Instance):
        if "__input__" in module.attributes:
            return module.attributes["__input__"]
        holder = module.attributes.get("__container__") or module.attributes.get("__layer__")
    if isinstance(holder, LayerObject):
        branches = holder.attributes.get("__branches__")
        if branches:
            return List([stated_input(m, b) or Value(None, span=holder.layer.made) for b in branches])
        shape = holder.attributes.get("__input_shape__")
        if shape is None and isinstance(holder.layer.op, Embedding):
            return symbolic(m, (m.names.fresh("n"), m.names.fresh("t")), holder.layer.made, "")
        return None if shape is None else symbolic(m, shape, holder.layer.made, "Input")
    if not isinstance(holder, Container):
        return None
    if holder.kind == "keras-functional":
        given = [symbolic(m, v.shape, holder.made, v.origin, v.dtype) for v in holder.state["inputs"]]
        return given[0] if len(given) == 1 else List(given) or None
    if holder.kind != "keras-sequential":
        return None
    if holder.state.get("input") is not None:
        return holder.state["input"]
    return stated_input(m, next(iter(holder.items.values()), None))


def symbolic(m: Machine, shape: Any, made: Any, origin: str, dtype: str | None = "float32") -> Value:
    """A tensor that stands for an input to come."""
    value = Value(shape, dtype, span=made, origin=origin)
    value.facts["symbolic"] = True
    return value


def fitted_input(m: Machine, module: Any) -> Value | None:
    """A batch of what `fit` is given, if the model is fitted on arrays or a stream of known shape."""
    for entry in m.pending:
        use, holder = entry[0], entry[1]
        if isinstance(use, FitUse) and holder is module and "x" in use.arguments:
            data = batch_of(m, use.arguments["x"])
            if isinstance(data, Value) and data.shape:
                made = Value(
                    (m.names.fresh("n"), *data.shape[1:]), "float32", span=use.span, origin="dataset"
                )
                made.facts.update({k: v for k, v in data.facts.items() if k in ("range", "scale")})
                return made
    return None


def batch_of(m: Machine, data: Abstract, place: int = 0) -> Abstract:
    """The inputs (0) or the labels (1) of one batch."""
    if isinstance(data, (Thing, Stream, Instance, Iterator)):
        item = one_batch(m, data) if isinstance(data, (Instance, Iterator)) else one_item(m, data)
        if isinstance(item, (tuple, List)) and len(item) > place:
            return item[place]
        return item if place == 0 else None
    return data


def one_batch(m: Machine, data: Instance | Iterator) -> Abstract:
    """What the first batches of a generator share, or what a data set of one's own gives, asked for once."""
    if isinstance(data, Iterator):
        return reduce(partial(join, m), data.items[:FEW]) if data.items else Unknown("a batch")
    from footgun.source.interpret.attributes import find_method
    from footgun.source.interpret.calls import call_value

    if "__batch__" not in data.attributes:
        method = find_method(m, data, "__getitem__")
        made: Abstract = Unknown("a batch")
        if method is not None and data.base is None:
            made = call_value(m, method, [m.names.fresh("i", 0)], {}, m.here)
        data.attributes["__batch__"] = made
    return data.attributes["__batch__"]
