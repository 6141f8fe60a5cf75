"""torch: order statistics, running extremes, pairs of mean and spread, histograms, covariances."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce
from footgun.ops.statistics import Combinations, Counts, Covariance, Drawn, Far, Grid, Renorm, Trapezoid
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.torch._common import axes_of, axis_of
from footgun.source.torch.shapes import lost, tensors_in
from footgun.source.values import Unknown

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
    return Value((some(at, bins, "bins"),), at.m.tensor(input).dtype, span=at.span)


def some(at: At, count: Any, argument: str) -> Size:
    """A size of at least 1."""
    if isinstance(count, int) and count < 1:
        at.fault(f"`{at.label}`: `{argument}` is {count}", argument=argument)
    return at.size(count, argument)


@bind(*places("histogram"))
def histogram(
    at: At,
    input: Any,
    bins: Any,
    *,
    range: Any = None,
    weight: Any = None,
    density: Any = False,
    out: Any = None,
) -> Any:
    """How many fall between edges, and the edges."""
    dtype = at.m.tensor(input).dtype
    if isinstance(bins, Unknown):
        return at.value(None, dtype, ""), at.value(None, dtype, "")
    if isinstance(bins, Value):
        edges = bins.shape[0] if bins.shape is not None and len(bins.shape) == 1 else None
        count = at.m.names.fresh("bins", 0) if edges is None else edges - 1
    else:
        count = some(at, bins, "bins")
    return at.value((count,), dtype, ""), at.value((count + 1,), dtype, "")


@bind(*places("cov"))
def cov(at: At, input: Any, *, correction: Any = 1, fweights: Any = None, aweights: Any = None) -> Any:
    return at.apply(Covariance(at.label), input, *(w for w in (fweights, aweights) if w is not None))


@bind(*places("corrcoef"))
def corrcoef(at: At, input: Any) -> Any:
    return at.apply(Covariance(at.label), input)


@bind(*places("dist"))
def dist(at: At, input: Any, other: Any, p: Any = 2) -> Any:
    return at.apply(Far(at.label), input, other)


@bind("torch.trapezoid", "torch.trapz", "torch.cumulative_trapezoid")
def trapezoid(at: At, y: Any, x: Any = None, *, dx: Any = None, dim: Any = -1) -> Any:
    if axis_of(dim) is None:
        return lost(at, y)
    op = Trapezoid(at.label, dim, at.label == "cumulative_trapezoid")
    return at.apply(op, y, *(() if x is None else (x,)))


@bind(*places("renorm"))
def renorm(at: At, input: Any, p: Any, dim: Any, maxnorm: Any) -> Any:
    for name, number, low in (("p", p, 1e-300), ("maxnorm", maxnorm, 0)):
        if isinstance(number, (int, float)) and number < low:
            at.fault(f"`renorm`: `{name}` is {number}", argument=name)
    return lost(at, input) if axis_of(dim) is None else at.apply(Renorm(dim), input)


@bind("torch.combinations")
def combinations(at: At, input: Any, r: Any = 2, with_replacement: Any = False) -> Any:
    again = with_replacement if isinstance(with_replacement, bool) else None
    return at.apply(Combinations(at.size(r, "r"), again), input)


@bind("torch.cartesian_prod")
def cartesian_prod(at: At, *tensors: Any) -> Any:
    found = tensors_in(at, tensors)
    return at.value(None, None, "") if found is None else at.apply(Grid(), *found)


@bind("torch.vander")
def vander(at: At, x: Any, N: Any = None, increasing: Any = False) -> Any:
    tensor = at.m.tensor(x)
    if tensor.shape is None or len(tensor.shape) != 1:
        return lost(at, x)
    sizes = (tensor.shape[0], tensor.shape[0] if N is None else at.m.size(N, "n"))
    return Value(sizes, tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind(*places("bincount"))
def bincount(at: At, input: Any, weights: Any = None, minlength: Any = 0) -> Any:
    return at.apply(Counts(at.size(minlength, "k")), input, *(() if weights is None else (weights,)))


@bind(*places("multinomial"))
def multinomial(
    at: At, input: Any, num_samples: Any, replacement: Any = False, *, generator: Any = None, out: Any = None
) -> Any:
    known = replacement if isinstance(replacement, bool) else None
    return at.apply(Drawn(at.size(num_samples, "k"), known), input)


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
