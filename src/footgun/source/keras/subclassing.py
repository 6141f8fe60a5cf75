"""keras.Layer and keras.Model as base classes: weights of one's own, and what `super()` gives."""

from __future__ import annotations

from footgun.network import Initializer, Parameter, Value
from footgun.source.bindings import bind
from footgun.source.keras._common import initializer
from footgun.source.keras._input import is_shape
from footgun.source.values import Container, Instance, LayerObject, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("keras.layers.Layer.add_weight", "keras.layers.Layer.add_variable")
def add_weight(
    at: At,
    self: Any,
    *args: Any,
    shape: Any = None,
    initializer: Any = None,
    dtype: Any = None,
    trainable: Any = True,
    autocast: Any = True,
    regularizer: Any = None,
    constraint: Any = None,
    aggregation: Any = "none",
    overwrite_with_gradient: Any = False,
    name: Any = None,
    **old: Any,
) -> Any:
    """A weight as a tensor that knows its Parameter; Keras 2 took the name first."""
    given = list(args)
    if given and isinstance(given[0], str):
        name = given.pop(0)
    for value in given:
        if shape is None and (is_shape(value) or is_size(value)):
            shape = value
        elif initializer is None and not is_shape(value):
            initializer = value
    known = is_shape(shape) or shape == ()
    sizes = tuple(v if is_size(v) else at.m.names.fresh("s") for v in shape) if known else None
    value = at.value(
        (sizes or ()) if shape is None else sizes, dtype if isinstance(dtype, str) else "float32"
    )
    parameter = Parameter(
        name if isinstance(name, str) else "weight",
        sizes if sizes is not None else (at.m.names.fresh("p"),),
        start(at, initializer),
    )
    parameter.requires_grad = trainable if isinstance(trainable, bool) else None
    if trainable is not False:
        value.facts["parameter"] = parameter
    return value


def start(at: At, value: Any) -> Initializer | None:
    """The initialiser of a weight, if one is given."""
    return None if value is None else initializer(at, "initializer", value)


@bind("keras.layers.Layer.build")
def build(at: At, self: Any, input_shape: Any = None, *args: Any, **kwargs: Any) -> None:
    return None


@bind("keras.layers.Layer.call", "keras.layers.Layer.__call__")
def call(at: At, self: Any, *args: Any, **kwargs: Any) -> Any:
    """`super().call(x)`: what the class underneath does."""
    from footgun.source.interpret.calls import call_module

    if isinstance(self, (Container, LayerObject)):
        return call_module(at.m, self, list(args), kwargs, at.span, at.node, at.frame)
    inner = None
    if isinstance(self, Instance):
        if at.label == "__call__" and not at.m.running:
            return call_module(at.m, self, list(args), kwargs, at.span, at.node, at.frame)
        inner = self.attributes.get("__layer__") or self.attributes.get("__container__")
    if inner is None:
        return Unknown("a call that is not followed")
    return call_module(at.m, inner, list(args), kwargs, at.span, at.node, at.frame)


@bind("tensorflow.Variable", "keras.Variable", "keras.backend.variable")
def variable(at: At, initial_value: Any = None, *args: Any, trainable: Any = True, **kwargs: Any) -> Any:
    value = initial_value if initial_value is not None else kwargs.get("initializer")
    tensor = at.m.tensor(value)
    made = at.value(tensor.shape, tensor.dtype or "float32")
    if trainable is not False and isinstance(value, Value):
        made.facts["parameter"] = Parameter("variable", made.shape or (at.m.names.fresh("p"),))
    return made
