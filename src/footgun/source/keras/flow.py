"""keras.ops: branches and loops as functions; a body runs once, on one abstract item."""

from __future__ import annotations

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.interpret.calls import call_value
from footgun.source.interpret.control import both
from footgun.source.interpret.frame import Frame
from footgun.source.interpret.iteration import items_of
from footgun.source.interpret.operators import truth
from footgun.source.interpret.subscript import get_item as item_of
from footgun.source.keras.operators import placed, shape_of
from footgun.source.values import Dict, List, Native, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from footgun.sizes import Size
    from footgun.source.callsite import At


def run(at: At, function: Any, *args: Any) -> Any:
    """Call a function that was given."""
    return call_value(at.m, function, list(args), {}, at.span, at.node, at.frame)


@bind("tensorflow.cond")
def old_cond(at: At, pred: Any, true_fn: Any = None, false_fn: Any = None, name: Any = None) -> Any:
    return cond(at, pred, true_fn, false_fn)


@bind("keras.ops.cond")
def cond(at: At, pred: Any, true_fn: Any, false_fn: Any) -> Any:
    answer = truth(pred)
    if answer is not None:
        return run(at, true_fn if answer else false_fn)
    holder: dict[str, Any] = {}

    def take(function: Any) -> Callable[[], None]:
        return lambda: at.m.journal.write(holder, "value", run(at, function))

    both(at.m, at.frame or Frame(at.m.globals), take(true_fn), take(false_fn))
    return holder.get("value", Unknown("an unknown condition"))


def first(at: At, values: Any) -> tuple[Any, Size | None]:
    """One entry along the first axis of tensors in any nest of them, and how many there are."""
    if isinstance(values, (tuple, List)):
        parts = [first(at, part) for part in values]
        made = [part for part, _ in parts]
        count = next((count for _, count in parts if count is not None), None)
        return (tuple(made) if isinstance(values, tuple) else List(made)), count
    shape = shape_of(at, values)
    if shape is None:
        return at.value(None), None
    return placed(at, shape[1:], values, dtype=at.m.tensor(values).dtype), shape[0]


def rows(at: At, values: Any, count: Size | None) -> Any:
    """As many of what the body gives, along a new first axis."""
    if isinstance(values, (tuple, List)):
        made = [rows(at, part, count) for part in values]
        return tuple(made) if isinstance(values, tuple) else List(made)
    if isinstance(values, Dict):
        return Dict({key: rows(at, part, count) for key, part in values.items()})
    if not isinstance(values, Value):
        return values if values is None else Unknown("what a body gives")
    size = at.m.names.fresh("t") if count is None else count
    return placed(at, None if values.shape is None else (size, *values.shape), values, dtype=values.dtype)


@bind("keras.ops.map")
def map_(at: At, f: Any, xs: Any) -> Any:
    item, count = first(at, xs)
    return rows(at, run(at, f, item), count)


@bind("keras.ops.vectorized_map")
def vectorized_map(at: At, function: Any, elements: Any) -> Any:
    return map_(at, function, elements)


@bind("keras.ops.scan")
def scan(
    at: At, f: Any, init: Any, xs: Any = None, length: Any = None, reverse: Any = False, unroll: Any = 1
) -> Any:
    """The state at the end, and what each step gives."""
    item, count = (None, None) if xs is None else first(at, xs)
    made = run(at, f, init, item)
    parts = items_of(at.m, made) if isinstance(made, (tuple, List)) else None
    if parts is None or len(parts) != 2:
        return (Unknown("the last state"), Unknown("what each step gives"))
    steps = count if count is not None else at.size(length, "t") if length is not None else None
    return (parts[0], rows(at, parts[1], steps))


@bind("keras.ops.fori_loop")
def fori_loop(at: At, lower: Any, upper: Any, body_fun: Any, init_val: Any) -> Any:
    return run(at, body_fun, lower, init_val)


@bind("keras.ops.while_loop")
def while_loop(at: At, cond: Any, body: Any, loop_vars: Any, maximum_iterations: Any = None) -> Any:
    """What one pass makes of the variables, which keep their shapes."""
    several = isinstance(loop_vars, (tuple, List))
    parts = list(loop_vars) if several else [loop_vars]
    run(at, cond, *parts)
    made = run(at, body, *parts)
    return tuple(made) if several and isinstance(made, List) else made


@bind("keras.ops.custom_gradient", "tensorflow.custom_gradient")
def custom_gradient(at: At, f: Any) -> Any:
    """A function that gives its value alone; the second that it makes is for the way back."""

    def call(here: At, args: list[Any], kwargs: dict[str, Any]) -> Any:
        made = call_value(here.m, f, args, kwargs, here.span)
        known = isinstance(made, (tuple, List)) and len(made) == 2
        return made[0] if known else Unknown("a value with a gradient of its own")

    return Native("custom_gradient", call)


@bind("keras.ops.rearrange")
def rearrange(at: At, tensor: Any, pattern: Any, **axes_lengths: Any) -> Any:
    from footgun.source.einops.functions import moved

    return moved(at, tensor, pattern, "rearrange", axes_lengths)


@bind("keras.ops.get_item")
def get_item(at: At, x: Any, key: Any) -> Any:
    return item_of(at.m, x, key)
