"""numpy: arrays of known shape, as data code makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.source.bindings import bind
from footgun.source.values import List, Unknown, is_size

if TYPE_CHECKING:
    from footgun.source.callsite import At


def shape_of(at: At, value: Any) -> tuple[Any, ...] | None:
    """A shape given as an int or a tuple."""
    if isinstance(value, (tuple, List)) and not getattr(value, "open", False):
        return tuple(v if is_size(v) else at.m.names.fresh("s") for v in value)
    return (value,) if is_size(value) else None


def made(at: At, shape: Any, dtype: str | None) -> Value:
    """A new array."""
    value = at.value(shape, dtype, "call")
    value.facts["array"] = True
    return value


@bind("numpy.zeros", "numpy.ones", "numpy.empty", "numpy.random.random", "numpy.random.random_sample")
def filled(at: At, shape: Any = (), dtype: Any = None, **more: Any) -> Any:
    return made(at, shape_of(at, more.get("size", shape)), "float64" if dtype is None else None)


@bind("numpy.random.rand", "numpy.random.randn")
def random(at: At, *shape: Any) -> Any:
    return made(at, shape_of(at, shape), "float64")


@bind("numpy.random.normal", "numpy.random.uniform", "numpy.random.randint")
def sampled(at: At, *args: Any, size: Any = None, **more: Any) -> Any:
    given = size if size is not None else args[2] if len(args) > 2 else None
    return made(at, shape_of(at, given), "int64" if at.label == "randint" else "float64")


@bind("numpy.arange", "numpy.random.permutation", "numpy.linspace")
def ranged(at: At, *args: Any, **more: Any) -> Any:
    if at.label == "permutation" and args and isinstance(args[0], Value):
        return args[0]
    count = args[0] if len(args) == 1 and is_size(args[0]) else at.m.names.fresh("len")
    return made(at, (count,), "int64" if at.label != "linspace" else "float64")


@bind("numpy.array", "numpy.asarray")
def array(at: At, object: Any = None, dtype: Any = None, **more: Any) -> Any:
    from footgun.source.torch.create import nested

    if isinstance(object, Value):
        return object
    shape, kind = nested(object)
    return (
        Unknown("an array")
        if shape is None
        else made(at, shape, {"float32": "float64"}.get(kind or "", kind))
    )
