"""keras.layers: several tensors into one, as layers and as functions, and Keras 1's `merge`."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.base import Op
from footgun.ops.dot import BatchDot
from footgun.ops.elementwise import Merge
from footgun.ops.join import Concat
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._common import axes_of, call_keras, call_lost, keras_layer, tensors_of
from footgun.source.keras._legacy import renamed
from footgun.source.values import LayerObject, List, is_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

MERGES = ("add", "subtract", "multiply", "average", "maximum", "minimum")
MODES = {"sum": "add", "mul": "multiply", "ave": "average", "max": "maximum"}


def single(value: Any, default: int = -1) -> int:
    """One axis."""
    found = axes_of(value, default)
    return found if isinstance(found, int) else default


def dot_op(axes: Any) -> Op:
    """`axes=1` or `axes=(1, 2)`."""
    found = axes_of(axes)
    return BatchDot(found if isinstance(found, tuple) and len(found) == 2 else (single(axes),) * 2)


@bind(*(f"keras.layers.{name.capitalize()}" for name in MERGES))
def merge_layer(at: At, **kwargs: Any) -> Any:
    return keras_layer(at, Merge(at.label.lower()), locals(), call_merge)


@bind("keras.layers.Concatenate")
@renamed({"concat_axis": "axis"})
def concatenate_layer(at: At, axis: Any = -1, **kwargs: Any) -> Any:
    return keras_layer(at, Concat(single(axis)), locals(), call_merge)


@bind("keras.layers.Dot")
def dot_layer(at: At, axes: Any, normalize: Any = False, **kwargs: Any) -> Any:
    return keras_layer(at, dot_op(axes), locals(), call_merge)


def call_merge(at: At, holder: LayerObject, *inputs: Any, **kwargs: Any) -> Any:
    """A list of tensors; one of unknown length gives an unknown shape."""
    value = inputs[0] if inputs else next(iter(kwargs.values()), None)
    found = items_of(at.m, value) if not isinstance(value, Value) else None
    if found is None:
        return call_lost(at, holder, value) if not isinstance(value, Value) else call_keras(at, holder, value)
    return call_keras(at, holder, List(found))


@bind(*(f"keras.layers.{name}" for name in MERGES))
def merge_function(at: At, inputs: Any, **kwargs: Any) -> Any:
    return joined(at, Merge(at.label), inputs, locals())


@bind("keras.layers.concatenate")
def concatenate(at: At, inputs: Any, axis: Any = -1, **kwargs: Any) -> Any:
    return joined(at, Concat(single(axis)), inputs, locals())


@bind("keras.layers.dot")
def dot(at: At, inputs: Any, axes: Any = -1, **kwargs: Any) -> Any:
    return joined(at, dot_op(axes), inputs, locals())


def joined(at: At, op: Op, inputs: Any, given: dict[str, Any]) -> Any:
    """The function forms make the layer and apply it at once."""
    return call_merge(at, keras_layer(at, op, {"kwargs": given["kwargs"]}, call_merge), inputs)


def mode_op(mode: Any, concat_axis: Any, dot_axes: Any) -> Op | None:
    """What Keras 1 named by a mode; None for a function of one's own."""
    if mode == "concat":
        return Concat(single(concat_axis))
    if mode in ("dot", "cos"):
        return dot_op(dot_axes)
    return Merge(MODES[mode]) if isinstance(mode, str) and mode in MODES else None


@bind("keras.layers.merge")
def merge(
    at: At,
    inputs: Any,
    mode: Any = "sum",
    concat_axis: Any = -1,
    dot_axes: Any = -1,
    *more: Any,
    **kwargs: Any,
) -> Any:
    op = mode_op(mode, concat_axis, dot_axes)
    if op is None:
        return call_lost(at, keras_layer(at, Merge("add"), {}), *tensors_of((inputs,), {}))
    return joined(at, op, inputs, {"kwargs": {}})


@bind("keras.layers.Merge")
def merge_branches(
    at: At,
    layers: Any = None,
    mode: Any = "sum",
    concat_axis: Any = -1,
    dot_axes: Any = -1,
    *more: Any,
    **kwargs: Any,
) -> Any:
    """Keras 1: the first layer of a Sequential model that joins several models."""
    op = mode_op(mode, concat_axis, dot_axes)
    branches = [b for b in items_of(at.m, layers) or () if is_module(b)]
    holder = keras_layer(at, op or Merge("add"), {}, call_branches if op else call_lost)
    for branch in branches:
        at.m.owned(branch)
    holder.attributes["__branches__"] = List(branches)
    return holder


def call_branches(at: At, holder: LayerObject, inputs: Any = None, *rest: Any, **kwargs: Any) -> Any:
    """Each branch on its own input."""
    from footgun.source.interpret.calls import call_module

    branches = holder.attributes["__branches__"]
    given = items_of(at.m, inputs) if not isinstance(inputs, Value) else None
    if given is None or len(given) != len(branches):
        return call_merge(at, holder, inputs)
    made = [call_module(at.m, b, [x], {}, at.span) for b, x in zip(branches, given, strict=True)]
    return call_keras(at, holder, List(made))
