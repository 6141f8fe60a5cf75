"""keras.ops, keras.backend and tensorflow: arithmetic, reduction and activation of tensors."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Cast, Unary, Where
from footgun.ops.linear import MatMul
from footgun.ops.reduction import ArgReduce, Cumulate, Reduce
from footgun.ops.reshape import Flatten
from footgun.source.bindings import bind
from footgun.source.keras._activation import named
from footgun.source.keras._legacy import renamed
from footgun.source.keras._strings import ACTIVATION_NAMES
from footgun.source.tensors import binary_tensors
from footgun.source.values import Library, List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

PLACES = ("keras.ops", "keras.backend", "tensorflow", "tensorflow.math", "tensorflow.keras.backend")
# TensorFlow's and the backend's names for an argument.
OLD = {"input_tensor": "x", "input": "x", "tensor": "x", "logits": "x", "features": "x", "a": "x1", "b": "x2",
       "keep_dims": "keepdims", "reduction_indices": "axis", "y": "x2",
       "num_or_size_splits": "indices_or_sections"}  # fmt: skip
# fmt: off
UNARY = {
    "abs": "abs", "absolute": "abs", "exp": "exp", "log": "log", "log1p": "log1p", "sqrt": "sqrt",
    "rsqrt": "rsqrt", "square": "square", "sign": "sign", "negative": "neg", "sin": "sin", "cos": "cos",
    "tan": "tan", "floor": "floor", "ceil": "ceil", "round": "round", "erf": "erf", "isnan": "isnan",
    "isinf": "isinf", "isfinite": "isfinite", "logical_not": "logical_not", "reciprocal": "reciprocal",
    "stop_gradient": "detach", "identity": "clone", "expm1": "expm1", "sinh": "sinh", "cosh": "cosh",
    "arctan": "atan", "atan": "atan", "arccos": "acos", "arcsin": "asin", "arccosh": "acosh",
    "arcsinh": "asinh", "arctanh": "atanh", "exp2": "exp2", "log2": "log2", "log10": "log10", "erfc": "erfc",
    "erfinv": "erfinv", "cbrt": "cbrt", "fabs": "abs", "trunc": "trunc", "nan_to_num": "nan_to_num",
    "signbit": "signbit", "deg2rad": "deg2rad", "rad2deg": "rad2deg", "copy": "clone", "conj": "conj",
    "sinc": "sinc", "threshold": "threshold", "saturate_cast": "clone", "bitwise_not": "bitwise_not",
    "angle": "angle", "bitwise_invert": "bitwise_not", "conjugate": "conj", "i0": "i0", "imag": "imag",
    "isneginf": "isneginf", "isposinf": "isposinf", "isreal": "isreal", "real": "real",
}
BINARY = {
    "add": "add", "subtract": "sub", "multiply": "mul", "divide": "div", "true_divide": "div",
    "maximum": "maximum", "minimum": "minimum", "power": "pow", "pow": "pow", "equal": "eq",
    "not_equal": "ne", "greater": "gt", "less": "lt", "greater_equal": "ge", "less_equal": "le",
    "logical_and": "logical_and", "logical_or": "logical_or", "floor_divide": "floor_divide",
    "floordiv": "floor_divide", "mod": "remainder", "divide_no_nan": "div", "squared_difference": "sub",
    "arctan2": "atan2", "atan2": "atan2", "fmod": "fmod", "hypot": "hypot", "logaddexp": "logaddexp",
    "logical_xor": "logical_xor", "fmax": "maximum", "fmin": "minimum", "isclose": "eq",
    "bitwise_and": "bitwise_and", "bitwise_or": "bitwise_or", "bitwise_xor": "bitwise_xor",
    "bitwise_left_shift": "bitwise_left_shift", "bitwise_right_shift": "bitwise_right_shift",
    "left_shift": "bitwise_left_shift", "right_shift": "bitwise_right_shift", "gcd": "gcd", "lcm": "lcm",
    "heaviside": "heaviside", "ldexp": "mul", "logaddexp2": "logaddexp", "nextafter": "nextafter",
    "polar": "mul",
}
REDUCE = {
    "sum": "sum", "mean": "mean", "max": "max", "min": "min", "prod": "prod", "std": "std", "var": "var",
    "any": "any", "all": "all", "logsumexp": "logsumexp", "amax": "max", "amin": "min", "median": "median",
    "reduce_sum": "sum", "reduce_mean": "mean", "reduce_max": "max", "reduce_min": "min",
    "reduce_prod": "prod", "reduce_std": "std", "reduce_variance": "var", "reduce_any": "any",
    "reduce_all": "all", "reduce_logsumexp": "logsumexp", "average": "mean", "nanmean": "mean",
    "nansum": "sum", "nanmax": "max", "nanmin": "min", "nanstd": "std", "nanvar": "var",
    "nanmedian": "median", "nanprod": "prod", "count_nonzero": "count_nonzero", "ptp": "max",
}
# fmt: on


def everywhere(*names: str) -> list[str]:
    """A function by its name in every place that has it."""
    return [f"{place}.{name}" for name in names for place in PLACES]


def is_tensor(*values: Any) -> bool:
    """Whether one of them is a tensor: what is done with plain numbers is not followed here."""
    return any(isinstance(v, Value) for v in values)


def axes(value: Any) -> tuple[int, ...] | None:
    """The axes to reduce; None for all of them."""
    if isinstance(value, (List, tuple)) and all(isinstance(v, int) for v in value):
        return tuple(value)
    return (value,) if isinstance(value, int) and not isinstance(value, bool) else None


@bind(*everywhere(*UNARY))
@renamed(OLD)
def unary(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    if isinstance(x, (int, float)):
        return at.value((), "float32", "")  # a tensor of rank 0
    if not is_tensor(x):
        return Unknown(f"`{at.label}` of a number")
    return at.apply(Unary(UNARY[at.label]), x)


@bind(*everywhere(*BINARY))
@renamed({**OLD, "x": "x1"})
def binary(at: At, x1: Any = None, x2: Any = None, *rest: Any, **more: Any) -> Any:
    if not is_tensor(x1, x2):
        return Unknown(f"`{at.label}` of numbers")
    return binary_tensors(at.m, BINARY[at.label], x1, x2)


@bind(*everywhere(*REDUCE))
@renamed(OLD)
def reduce(at: At, x: Any = None, axis: Any = None, keepdims: Any = False, *rest: Any, **more: Any) -> Any:
    if not is_tensor(x):
        return Unknown(f"`{at.label}` of a number")
    if axis is not None and axes(axis) is None:
        return lost(at, x)
    return at.apply(Reduce(REDUCE[at.label], axes(axis), at.flag(keepdims, False), True), x)


def lost(at: At, *values: Any) -> Value:
    """A tensor that some others go into, of unknown shape."""
    made = Value(None, span=at.span)
    tensors = tuple(v for v in values if isinstance(v, Value))
    if tensors:
        at.m.place(Unary("unknown"), tensors, made, at.label, at.span)
    return made


@bind(*everywhere("argmax", "argmin", "nanargmax", "nanargmin"))
@renamed({**OLD, "dimension": "axis"})
def arg_reduce(
    at: At, x: Any = None, axis: Any = None, keepdims: Any = False, *rest: Any, **more: Any
) -> Any:
    default = None if at.name.startswith("keras.ops") else 0 if at.name.startswith("tensorflow") else -1
    place = axis if "axis" in at.given else default
    if place is not None and not isinstance(place, int):
        return lost(at, x)
    return at.apply(ArgReduce(at.label.removeprefix("nan"), place, at.flag(keepdims, False)), x)


@bind(*everywhere("cumsum", "cumprod", "nancumsum", "nancumprod"))
@renamed(OLD)
def cumulate(at: At, x: Any = None, axis: Any = None, dtype: Any = None, *rest: Any, **more: Any) -> Any:
    if axis is None and at.name.startswith("keras.ops"):
        x, axis = at.apply(Flatten(0, -1), x), 0
    return at.apply(Cumulate(at.label.removeprefix("nan"), axis), x) if isinstance(axis, int) else lost(at, x)


@bind(*everywhere("matmul", "dot"), "tensorflow.linalg.matmul")
@renamed({**OLD, "x": "x1"})
def matmul(at: At, x1: Any = None, x2: Any = None, *rest: Any, **more: Any) -> Any:
    more = {**dict(zip(("transpose_a", "transpose_b"), rest, strict=False)), **more}
    if any(more.get(key) not in (None, False) for key in ("transpose_a", "transpose_b")):
        from footgun.ops.reshape import Transpose

        if more.get("transpose_a") is True:
            x1 = at.apply(Transpose(-2, -1), x1, label="transpose")
        if more.get("transpose_b") is True:
            x2 = at.apply(Transpose(-2, -1), x2, label="transpose")
    if at.label == "dot" and any(len(v.shape or ()) > 2 for v in (x1, x2) if isinstance(v, Value)):
        return lost(at, x1, x2)
    return at.apply(MatMul(), x1, x2)


@bind("tensorflow.add_n", "keras.ops.add_n")
def add_n(at: At, inputs: Any = None, *rest: Any, **more: Any) -> Any:
    total = None
    for value in inputs if isinstance(inputs, (List, tuple)) else ():
        total = value if total is None else at.apply(Binary("add"), total, value)
    return total if total is not None else lost(at)


@bind(*everywhere("where", "switch"))
def where(at: At, condition: Any = None, x1: Any = None, x2: Any = None, *rest: Any, **more: Any) -> Any:
    first, second = more.get("x", x1), more.get("y", x2)
    if first is None or second is None:
        return lost(at, condition)
    return at.apply(Where(casts=True), condition, first, second)


@bind(*everywhere("clip", "clip_by_value"))
def clip(at: At, x: Any = None, *bounds: Any, **more: Any) -> Any:
    value = x if x is not None else more.get("t")
    if isinstance(value, Value) and "gradient" in value.facts:
        return value  # clipped, it is still the gradient of the same weight
    return at.apply(Unary("clamp"), value) if is_tensor(value) else Unknown("a clipped number")


@bind(*everywhere("cast", "to_float"))
def cast(at: At, x: Any = None, dtype: Any = None, *rest: Any, **more: Any) -> Any:
    return at.apply(Cast(dtype_of(dtype)), x) if is_tensor(x) else x


def dtype_of(value: Any) -> str | None:
    """`"float32"` or `tf.float32`."""
    if isinstance(value, Library):
        return value.name.rsplit(".", 1)[-1]
    return value if isinstance(value, str) else None


NN = tuple(n for n in ACTIVATION_NAMES if n not in ("linear", "threshold"))


@bind(
    *(
        f"{place}.{name}"
        for name in NN
        for place in (*PLACES, "tensorflow.nn", "keras.activations")
        if name != "exponential" or place == "keras.activations"
    )
)
@renamed({**OLD, "dim": "axis"})
def activation(at: At, x: Any, *more: Any, axis: Any = -1, **settings: Any) -> Any:
    if not is_tensor(x):
        return Unknown(f"`{at.label}` of a number")
    if at.label in ("softmax", "log_softmax", "glu"):
        place = more[0] if more else axis
        return at.apply(named(at.label, place if isinstance(place, int) else -1), x)
    return at.apply(named(ACTIVATION_NAMES[at.label]), x)


@bind("keras.activations.linear")
def linear(at: At, x: Any) -> Any:
    return x


@bind("keras.activations.get")
def get_activation(at: At, identifier: Any) -> Any:
    """The function that a name stands for."""
    if isinstance(identifier, str) and identifier in ACTIVATION_NAMES:
        return Library(f"keras.activations.{identifier}")
    return Library("keras.activations.linear") if identifier is None else identifier
