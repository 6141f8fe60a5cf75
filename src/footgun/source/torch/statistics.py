"""torch: order statistics, running extremes, pairs of mean and spread, histograms, covariances."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce
from footgun.source.bindings import bind
from footgun.source.torch._common import axes_of, axis_of
from footgun.source.torch.shapes import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def places(*names: str) -> tuple[str, ...]:
    """Each as a function and a method."""
    return tuple(f"{place}{name}" for name in names for place in ("torch.", "torch.Tensor."))


@bind(*places("kthvalue"))
def kthvalue(at: At, input: Any, k: Any, dim: Any = -1, keepdim: Any = False, *, out: Any = None) -> Any:
    return extremes(at, input, dim, keepdim)


def extremes(at: At, input: Any, dim: Any, keepdim: Any) -> Any:
    """Values along an axis and where they are."""
    if axis_of(dim) is None:
        return (lost(at, input), lost(at, input))
    keep = at.flag(keepdim, False)
    return at.apply(Reduce("median", (dim,), keep), input), at.apply(ArgReduce("argmax", dim, keep), input)


@bind(*places("nanmedian"))
def nanmedian(at: At, input: Any, dim: Any = None, keepdim: Any = False, *, out: Any = None) -> Any:
    return at.apply(Reduce("nanmedian", None), input) if dim is None else extremes(at, input, dim, keepdim)


@bind(*places("cummax", "cummin"))
def running_extremes(at: At, input: Any, dim: Any, *, out: Any = None) -> Any:
    if axis_of(dim) is None:
        return (lost(at, input), lost(at, input))
    return at.apply(Cumulate(at.label, dim), input), at.apply(Cumulate(at.label, dim), input, dtype="int64")


@bind(*places("aminmax"))
def aminmax(at: At, input: Any, *, dim: Any = None, keepdim: Any = False, out: Any = None) -> Any:
    if dim is not None and axis_of(dim) is None:
        return (lost(at, input), lost(at, input))
    axes, keep = axes_of(dim), at.flag(keepdim, False)
    return at.apply(Reduce("amin", axes, keep), input), at.apply(Reduce("amax", axes, keep), input)


@bind("torch.std_mean", "torch.var_mean")
def spread_and_mean(
    at: At,
    input: Any,
    dim: Any = None,
    unbiased: Any = None,
    keepdim: Any = False,
    *,
    correction: Any = None,
    out: Any = None,
) -> Any:
    if isinstance(dim, bool):
        dim = None
    if dim is not None and axes_of(dim) is None:
        return (lost(at, input), lost(at, input))
    axes, keep = axes_of(dim), at.flag(keepdim, False)
    name = at.label.partition("_")[0]
    return at.apply(Reduce(name, axes, keep), input), at.apply(Reduce("mean", axes, keep), input)


@bind(*places("quantile", "nanquantile"))
def quantile(
    at: At,
    input: Any,
    q: Any,
    dim: Any = None,
    keepdim: Any = False,
    *,
    interpolation: Any = "linear",
    out: Any = None,
) -> Any:
    if dim is not None and axis_of(dim) is None:
        return lost(at, input)
    made = at.apply(Reduce("amax", axes_of(dim), at.flag(keepdim, False)), input)
    shape = q.shape if isinstance(q, Value) else () if isinstance(q, (int, float)) else None
    if shape == () or not isinstance(made, Value):
        return made
    known = shape is not None and made.shape is not None
    return Value((*(shape or ()), *(made.shape or ())) if known else None, made.dtype, span=at.span)


@bind(*places("msort"))
def same(at: At, input: Any, *, out: Any = None) -> Any:
    return at.apply(Unary("sort"), input)


@bind(*places("histc"))
def histc(at: At, input: Any, bins: Any = 100, min: Any = 0, max: Any = 0, *, out: Any = None) -> Any:
    return Value((at.size(bins, "bins"),), at.m.tensor(input).dtype, span=at.span)


@bind(*places("cov"))
def cov(at: At, input: Any, *, correction: Any = 1, fweights: Any = None, aweights: Any = None) -> Any:
    return covariance(at, input)


@bind(*places("corrcoef"))
def corrcoef(at: At, input: Any) -> Any:
    return covariance(at, input)


def covariance(at: At, input: Any) -> Any:
    """A square of the rows; one number for one row."""
    tensor = at.m.tensor(input)
    if tensor.shape is None or len(tensor.shape) > 2:
        return lost(at, input)
    shape = (tensor.shape[0],) * 2 if len(tensor.shape) == 2 else ()
    return Value(shape, tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind(*places("dist"))
def dist(at: At, input: Any, other: Any, p: Any = 2) -> Any:
    return at.value((), at.m.tensor(input).dtype, "")


@bind("torch.isin")
def isin(
    at: At,
    elements: Any = None,
    test_elements: Any = None,
    *,
    element: Any = None,
    test_element: Any = None,
    assume_unique: Any = False,
    invert: Any = False,
    out: Any = None,
) -> Any:
    return at.apply(Unary("isnan"), element if elements is None else elements)
