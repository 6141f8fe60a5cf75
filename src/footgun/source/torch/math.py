"""torch: arithmetic, comparison, reduction, as functions and tensor methods."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Several, Unary
from footgun.ops.linear import BatchMatMul, MatMul, MatrixMultiply
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce, TopK
from footgun.source.bindings import bind
from footgun.source.devices import moved
from footgun.source.tensors import scalar
from footgun.source.torch._common import axes_of, axis_of
from footgun.source.torch.shapes import lost
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

UNARY = (
    "abs",
    "exp",
    "log",
    "log2",
    "log10",
    "log1p",
    "expm1",
    "sqrt",
    "rsqrt",
    "square",
    "neg",
    "sin",
    "cos",
    "tan",
    "asin",
    "acos",
    "atan",
    "sinh",
    "cosh",
    "erf",
    "erfc",
    "floor",
    "ceil",
    "round",
    "trunc",
    "frac",
    "sign",
    "reciprocal",
    "nan_to_num",
    "isnan",
    "isinf",
    "isfinite",
    "logical_not",
    "bitwise_not",
    "logit",
    "sgn",
    "absolute",
    "negative",
    "positive",
    "exp2",
    "lgamma",
    "digamma",
    "deg2rad",
    "rad2deg",
    "i0",
    "arccos",
    "arcsin",
    "arctan",
    "arccosh",
    "arcsinh",
    "arctanh",
    "acosh",
    "asinh",
    "atanh",
    "erfinv",
    "fix",
    "sinc",
    "signbit",
    "isneginf",
    "isposinf",
    "isreal",
    "angle",
    "cumsum_",
    "dropout_",
)
BINARY = (
    "add",
    "sub",
    "mul",
    "div",
    "true_divide",
    "divide",
    "multiply",
    "subtract",
    "floor_divide",
    "remainder",
    "fmod",
    "pow",
    "maximum",
    "minimum",
    "max_",
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "atan2",
    "logical_and",
    "logical_or",
    "logical_xor",
    "bitwise_and",
    "bitwise_or",
    "bitwise_xor",
    "greater",
    "less",
    "not_equal",
    "greater_equal",
    "less_equal",
    "hypot",
    "logaddexp",
    "logaddexp2",
    "xlogy",
    "copysign",
    "isclose",
    "arctan2",
    "float_power",
    "nextafter",
    "gcd",
    "lcm",
    "bitwise_left_shift",
    "bitwise_right_shift",
    "rsub",
    "fmin",
    "fmax",
    "ldexp",
)
# Refuse a Python number in place of a tensor.
OF_TENSORS = frozenset(
    (
        "maximum",
        "minimum",
        "atan2",
        "arctan2",
        "logical_and",
        "logical_or",
        "logical_xor",
        "hypot",
        "logaddexp",
        "logaddexp2",
        "isclose",
        "nextafter",
        "gcd",
        "lcm",
        "ldexp",
        "fmin",
        "fmax",
    )
)
# These refuse it as the first of two.
TENSOR_FIRST = frozenset(("fmod", "eq", "ne", "lt", "le", "gt", "ge", "copysign", "rsub"))
SAME = {
    "divide": "div",
    "multiply": "mul",
    "subtract": "sub",
    "true_divide": "div",
    "greater": "gt",
    "less": "lt",
    "not_equal": "ne",
    "greater_equal": "ge",
    "less_equal": "le",
}


def both(names: tuple[str, ...]) -> tuple[str, ...]:
    """Each as a function, a method and an in-place method."""
    return tuple(
        f"{place}{n}{end}" for n in names for place in ("torch.", "torch.Tensor.") for end in ("", "_")
    )


@bind(*both(UNARY))
def unary(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    return at.apply(Unary(at.label.rstrip("_")), input)


@bind(*both(("clamp", "clip", "clamp_min", "clamp_max")))
def clamp(at: At, input: Any, min: Any = None, max: Any = None) -> Any:
    """Bounds that are tensors stretch with the input."""
    bounds = [bound for bound in (min, max) if isinstance(bound, Value)]
    name = at.label.rstrip("_")
    if not bounds:
        return at.apply(Unary(name), input)
    return at.apply(Several(name, at.label.endswith("_")), input, *bounds)


@bind(*both(BINARY))
def binary(at: At, input: Any, other: Any = None, *args: Any, **kwargs: Any) -> Any:
    name = at.label.rstrip("_")
    name = SAME.get(name, name)
    refused = (input, other) if name in OF_TENSORS else (input,) if name in TENSOR_FIRST else ()
    numbers = [n for n in refused if isinstance(n, (int, float))]
    if numbers:
        bound = {"maximum": ".clamp(min={})", "minimum": ".clamp(max={})"}.get(name, "").format(*numbers)
        at.refuse(
            f"`{at.label}` takes {'two tensors' if name in OF_TENSORS else 'a tensor first'}, but gets the "
            f"number {numbers[0]}",
            help=f"`x{bound}` takes a number" if bound else f"give it `torch.tensor({numbers[0]})`",
        )
    if isinstance(input, Value) and isinstance(other, (int, float)):
        return scalar(at.m, name, input, other)
    if isinstance(other, Value) and isinstance(input, (int, float)):
        return scalar(at.m, name, other, input, swapped=True)
    return at.apply(Binary(name), input, other)


@bind(
    "torch.Tensor.copy_",
    "torch.fliplr",
    "torch.flipud",
    "torch.Tensor.contiguous",
    "torch.Tensor.clone",
    "torch.clone",
    "torch.Tensor.detach",
    "torch.Tensor.detach_",
    "torch.detach",
    "torch.Tensor.cpu",
    "torch.Tensor.cuda",
    "torch.Tensor.pin_memory",
    "torch.Tensor.requires_grad",
    "torch.Tensor.bernoulli",
    "torch.bernoulli",
    "torch.Tensor.share_memory_",
    "torch.Tensor.retain_grad",
    "torch.autograd.Variable",
    "torch.Tensor.data_ptr",
    "torch.Tensor.random_",
    "torch.Tensor.exponential_",
    "torch.Tensor.erfinv_",
    "torch.Tensor.renorm_",
    "torch.Tensor.bernoulli_",
    "torch.Tensor.cauchy_",
    "torch.Tensor.geometric_",
    "torch.Tensor.log_normal_",
    "torch.Tensor.index_put_",
    "torch.Tensor.fill_diagonal_",
    "torch.Tensor.fliplr",
    "torch.Tensor.flipud",
)
def keeps_shape(at: At, input: Any, *args: Any, **kwargs: Any) -> Any:
    if at.label == "copy_" and args and isinstance(input, Value) and isinstance(args[0], Value):
        from footgun.source.tensors import require_fit

        require_fit(at.m, input, (), args[0], at.label)
    made = at.apply(Unary(SHORT.get(at.label, at.label.rstrip("_"))), input)
    return moved(at, made, args) if at.label in ("cuda", "cpu") else made


# Names that ops.elementwise knows as leaving the numbers as they are.
SHORT = {
    "Variable": "clone",
    "cuda": "to",
    "cpu": "to",
    "pin_memory": "to",
    "requires_grad_": "clone",
}


@bind("torch.Tensor.numpy")
def numpy(at: At, self: Any, *, force: Any = False) -> Any:
    """An array over the same numbers: its methods are numpy's."""
    made = at.apply(Unary("detach"), self)
    made.facts["array"] = True
    return made


REDUCE = (
    "sum",
    "mean",
    "prod",
    "std",
    "var",
    "norm",
    "any",
    "all",
    "logsumexp",
    "amax",
    "amin",
    "nansum",
    "nanmean",
    "count_nonzero",
)


@bind(*(f"torch.{n}" for n in REDUCE), *(f"torch.Tensor.{n}" for n in REDUCE))
def reduce(
    at: At, input: Any, *args: Any, dim: Any = None, keepdim: Any = False, axis: Any = None, **more: Any
) -> Any:
    rest = list(args)
    if at.label == "norm" and rest:
        rest.pop(0)
    if rest:
        dim = rest[0]
        keepdim = rest[1] if len(rest) > 1 and isinstance(rest[1], bool) else keepdim
    place = dim if axis is None else axis
    axes = axes_of(place)
    if getattr(place, "open", False) or (
        place is not None and axes is None and not (isinstance(place, (tuple, List)) and not place)
    ):
        made = lost(at, input)
        made.dtype = Reduce(at.label, None).dtype(made.dtype)
        return made
    casts = more.get("dtype") is not None
    made = at.apply(Reduce(at.label, axes, at.flag(keepdim, False), casts), input)
    if more.get("dtype") is not None and isinstance(made, Value):
        made.dtype = None
    return made


@bind(*(f"{p}{n}" for p in ("torch.", "torch.Tensor.") for n in ("max", "min", "median", "mode")))
def max_min(
    at: At,
    input: Any,
    dim: Any = None,
    keepdim: Any = False,
    *,
    axis: Any = None,
    other: Any = None,
    keepdims: Any = False,
    out: Any = None,
) -> Any:
    dim = next((given for given in (axis, other) if given is not None), dim)
    keepdim = keepdims or keepdim
    if isinstance(dim, Value):
        return at.apply(Binary("maximum" if at.label == "max" else "minimum"), input, dim)
    if dim is None:
        return at.apply(Reduce(at.label, None, False), input)
    if axis_of(dim) is None:
        return (lost(at, input), lost(at, input))
    values = at.apply(Reduce(at.label, (dim,), at.flag(keepdim, False)), input)
    return (values, at.apply(ArgReduce("arg" + at.label, dim, at.flag(keepdim, False)), input))


@bind(*(f"{p}{n}" for p in ("torch.", "torch.Tensor.") for n in ("argmax", "argmin")))
def arg_reduce(at: At, input: Any, dim: Any = None, keepdim: Any = False, *, axis: Any = None) -> Any:
    place = dim if axis is None else axis
    if place is not None and axis_of(place) is None:
        return lost(at, input)
    return at.apply(ArgReduce(at.label, place, at.flag(keepdim, False)), input)


@bind("torch.topk", "torch.Tensor.topk", "torch.sort", "torch.Tensor.sort")
def topk(at: At, input: Any, k: Any = None, dim: Any = -1, *args: Any, **kwargs: Any) -> Any:
    if at.label == "sort":
        return (at.apply(Unary("sort"), input), at.apply(Unary("sort"), input, dtype="int64"))
    if axis_of(dim) is None:
        return (lost(at, input), lost(at, input))
    return at.apply(TopK(at.size(k, "k"), dim), input)


@bind(
    "torch.cumsum",
    "torch.Tensor.cumsum",
    "torch.cumprod",
    "torch.Tensor.cumprod",
    "torch.logcumsumexp",
    "torch.Tensor.logcumsumexp",
)
def cumulate(at: At, input: Any, dim: Any, *args: Any, **kwargs: Any) -> Any:
    return lost(at, input) if axis_of(dim) is None else at.apply(Cumulate(at.label, dim), input)


@bind("torch.matmul", "torch.Tensor.matmul", "torch.Tensor.__matmul__")
def matmul(at: At, input: Any, other: Any) -> Any:
    return at.apply(MatMul(), input, other)


@bind("torch.mm", "torch.Tensor.mm")
def mm(at: At, input: Any, mat2: Any, out_dtype: Any = None) -> Any:
    return at.apply(MatrixMultiply(), input, mat2)


@bind("torch.bmm", "torch.Tensor.bmm")
def bmm(at: At, input: Any, mat2: Any, out_dtype: Any = None) -> Any:
    return at.apply(BatchMatMul(), input, mat2)
