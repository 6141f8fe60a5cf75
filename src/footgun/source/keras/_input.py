"""The input shapes that Keras code states: `Input`, `input_shape`, `batch_input_shape`, `input_dim`."""

from __future__ import annotations

from footgun.sizes import Size, at_least
from footgun.source.values import List, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

HINTS = {1: ("f",), 2: ("t", "f"), 3: ("h", "w", "c"), 4: ("d", "h", "w", "c")}


def stated_shape(at: At, extra: dict[str, Any], natural: str) -> tuple[Size, ...] | None:
    """What a layer's own keywords say of its input, a batch size in front; None if they say nothing.

    `natural` tells what older releases made of bare numbers: "features", "sequence" or "indices".
    """
    for key in ("batch_input_shape", "batch_shape"):
        if is_shape(extra.get(key)):
            return shape_from(at, extra[key], batch=False)
    if "input_shape" in extra:
        return shape_argument(at, extra["input_shape"], "input_shape")
    length, width = extra.get("input_length"), extra.get("input_dim")
    if natural == "indices" and is_size(length):
        return (at.m.names.fresh("n"), at.m.size(length))
    if not is_size(width):
        return None
    batch, features = at.m.names.fresh("n"), at.m.size(width)
    if natural == "sequence":
        return (batch, at.m.size(length if is_size(length) else None, "t"), features)
    return (batch, features)


def shape_argument(at: At, value: Any, argument: str, batch: Any = None) -> tuple[Size, ...] | None:
    """A shape without its batch; a bare number is refused by every release that has `Input`."""
    if is_size(value):
        from footgun.changes import Wrap

        at.fault(
            f"`{at.label}`: `{argument}` must be a tuple, not an int",
            argument=argument,
            help=f"a tuple of one needs a comma: `({value},)`",
            mend=Wrap(at.argument_span(argument), "(", ",)"),
        )
        return (at.m.names.fresh("n"), value)
    if not is_shape(value):
        return None
    shape = shape_from(at, value)
    return (batch, *shape[1:]) if is_size(batch) else shape


def is_shape(value: Any) -> bool:
    """Whether a value is a shape of known rank."""
    return isinstance(value, (tuple, List)) and not getattr(value, "open", False)


def shape_from(at: At, value: Any, batch: bool = True) -> tuple[Size, ...]:
    """A Keras shape, None being a size that is not known; `batch` puts a batch size in front."""
    places = [*value] if batch else [*value][1:]
    hints = HINTS.get(len(places), ())
    sizes = [size_at(at, v, hints[i] if hints else "s") for i, v in enumerate(places)]
    if batch:
        return (at.m.names.fresh("n"), *sizes)
    return (size_at(at, value[0], "n"), *sizes) if value else ()


def size_at(at: At, value: Any, hint: str) -> Size:
    """One size of a shape."""
    if is_size(value) and at_least(value, 0) is False:
        at.fault(f"`{at.label}`: a size of a shape is not negative, got {value}")
        return at.m.names.fresh(hint)
    return at.m.size(value if is_size(value) else None, hint)
