"""Methods of numpy arrays and the functions of the same names."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Cast, Unary
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce
from footgun.ops.reshape import Flatten, Permute, Reshape, Squeeze, Unsqueeze
from footgun.source.bindings import bind
from footgun.source.numpy.arrays import dtype_of
from footgun.source.torch._common import axes_of, axis_of, shape_args
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

SAME = (
    "copy",
    "clip",
    "round",
    "abs",
    "exp",
    "log",
    "sqrt",
    "sort",
    "square",
    "sin",
    "cos",
    "tanh",
    "sign",
    "fliplr",
)


def lost(at: At, value: Any) -> Any:
    """An array whose shape is not followed here."""
    made = Value(None, getattr(value, "dtype", None), span=at.span)
    made.facts["array"] = True
    return made


@bind("numpy.ndarray.reshape", "numpy.reshape", "numpy.ndarray.resize")
def reshape(at: At, a: Any, *shape: Any, **more: Any) -> Any:
    sizes = shape_args(at, shape or tuple(v for k, v in more.items() if k in ("newshape", "shape")))
    if sizes is None or not isinstance(a, (Value, Unknown)):
        return lost(at, a)
    # NumPy takes any negative size for -1.
    sizes = tuple(-1 if isinstance(size, int) and size < 0 else size for size in sizes)
    made = at.apply(Reshape(sizes), a)
    made.facts["array"] = True
    return made


@bind("numpy.ndarray.transpose", "numpy.transpose", "numpy.moveaxis", "numpy.swapaxes", "numpy.rollaxis")
def transpose(at: At, a: Any, *axes: Any, **more: Any) -> Any:
    if at.label != "transpose" or not isinstance(a, Value) or a.shape is None:
        return lost(at, a)
    given = axes or tuple(v for k, v in more.items() if k == "axes")
    places = (
        axes_of(given[0] if len(given) == 1 else given) if given else tuple(reversed(range(len(a.shape))))
    )
    return lost(at, a) if places is None else at.apply(Permute(places), a)


@bind("numpy.ndarray.flatten", "numpy.ndarray.ravel", "numpy.ravel")
def flatten(at: At, a: Any, order: Any = "C") -> Any:
    return at.apply(Flatten(0, -1), a) if isinstance(a, Value) else lost(at, a)


@bind("numpy.ndarray.astype")
def astype(at: At, a: Any, dtype: Any, *rest: Any, **more: Any) -> Any:
    return at.apply(Cast(dtype_of(dtype)), a)


@bind(*(f"numpy.ndarray.{n}" for n in SAME), *(f"numpy.{n}" for n in SAME if n not in ("log", "sqrt")))
def same(at: At, a: Any, *rest: Any, **more: Any) -> Any:
    return (
        at.apply(Unary("clone" if at.label == "copy" else at.label), a)
        if isinstance(a, Value)
        else Unknown("a number")
    )


@bind(*(f"{place}.{name}" for place in ("numpy", "numpy.ndarray") for name in ("cumsum", "cumprod")))
def running(at: At, a: Any, axis: Any = None, dtype: Any = None, out: Any = None) -> Any:
    """Without an axis over all numbers in a row."""
    if not isinstance(a, Value) or (axis is not None and axis_of(axis) is None):
        return lost(at, a)
    return at.apply(Cumulate(at.label, axis or 0), at.apply(Flatten(0, -1), a) if axis is None else a)


@bind(
    *(f"numpy.ndarray.{n}" for n in ("sum", "mean", "std", "var", "max", "min", "prod", "any", "all")),
    "numpy.mean",
    "numpy.std",
)
def reduce(at: At, a: Any, axis: Any = None, *rest: Any, keepdims: Any = False, **more: Any) -> Any:
    if not isinstance(a, Value) or (axis is not None and axes_of(axis) is None):
        return lost(at, a)
    return at.apply(Reduce(at.label, axes_of(axis), at.flag(keepdims, False), casts=True), a)


@bind("numpy.ndarray.argmax", "numpy.argmax", "numpy.ndarray.argmin", "numpy.argmin")
def arg(at: At, a: Any, axis: Any = None, out: Any = None, *, keepdims: Any = False) -> Any:
    if not isinstance(a, Value) or (axis is not None and axis_of(axis) is None):
        return lost(at, a)
    return at.apply(ArgReduce(at.label, axis, at.flag(keepdims, False)), a)


@bind("numpy.expand_dims", "numpy.squeeze", "numpy.ndarray.squeeze")
def axes(at: At, a: Any, axis: Any = None) -> Any:
    if not isinstance(a, Value) or (axis is not None and axis_of(axis) is None):
        return lost(at, a)
    return at.apply(Unsqueeze(axis) if at.label == "expand_dims" and axis is not None else Squeeze(axis), a)


@bind("numpy.shape")
def shape(at: At, a: Any) -> Any:
    known = a.shape if isinstance(a, Value) else None
    return Unknown("the shape of an array") if known is None else known


__all__ = ["List"]
