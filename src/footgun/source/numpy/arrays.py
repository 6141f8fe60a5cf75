"""numpy: arrays of known shape, as data code makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from footgun.network import Value
from footgun.ops.elementwise import Cast
from footgun.source.bindings import bind
from footgun.source.torch.create import keep_range, nested
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


DTYPES = {
    "float": "float64",
    "int": "int64",
    "double": "float64",
    "single": "float32",
    "bool_": "bool",
    "uint": "uint64",
}
PLAIN = frozenset(("float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "bool"))


def dtype_of(value: Any) -> str | None:
    """`np.float32`, `"float32"`, `float`; None where it is not known."""
    name = value if isinstance(value, str) else getattr(value, "name", "")
    name = str(name).rsplit(".", 1)[-1]
    name = DTYPES.get(name, name)
    return name if name in PLAIN else None


@bind("numpy.zeros", "numpy.ones", "numpy.empty", "numpy.random.random", "numpy.random.random_sample")
def filled(at: At, shape: Any = (), dtype: Any = None, **more: Any) -> Any:
    return made(at, shape_of(at, more.get("size", shape)), "float64" if dtype is None else dtype_of(dtype))


@bind("numpy.random.rand", "numpy.random.randn")
def random(at: At, *shape: Any) -> Any:
    return made(at, shape_of(at, shape), "float64")


@bind("numpy.random.normal", "numpy.random.uniform", "numpy.random.randint")
def sampled(at: At, *args: Any, size: Any = None, **more: Any) -> Any:
    given = size if size is not None else args[2] if len(args) > 2 else None
    kind = "int64" if at.label == "randint" else "float64"
    value = made(at, shape_of(at, given), dtype_of(more["dtype"]) if "dtype" in more else kind)
    if at.label == "randint":
        ends = [a for a in (*args[:2], *(more[k] for k in ("low", "high") if k in more)) if a is not None]
        keep_range(value, ends if len(ends) == 2 else [0, *ends])
    return value


@bind("numpy.eye", "numpy.identity")
def eye(at: At, *args: Any, **more: Any) -> Any:
    """Indexed with class numbers, it gives one-hot vectors."""
    rows = args[0] if args else more.get("N")
    columns = args[1] if len(args) > 1 and is_size(args[1]) else rows
    sizes = (at.m.size(rows, "classes"), at.m.size(columns, "classes"))
    value = made(at, sizes, "float64")
    value.facts["identity"] = True
    return value


@bind("numpy.arange", "numpy.random.permutation", "numpy.linspace")
def ranged(at: At, *args: Any, **more: Any) -> Any:
    if at.label == "permutation" and args and isinstance(args[0], Value):
        return args[0]
    count = args[0] if len(args) == 1 and is_size(args[0]) else at.m.names.fresh("len")
    whole = at.label == "permutation" or all(is_size(a) for a in (*args, *more.values()))
    kind = "float64" if at.label == "linspace" or any(isinstance(a, float) for a in args) else None
    return made(
        at, (count,), dtype_of(more["dtype"]) if "dtype" in more else "int64" if whole and not kind else kind
    )


@bind("numpy.array", "numpy.asarray")
def array(at: At, object: Any = None, dtype: Any = None, **more: Any) -> Any:
    if isinstance(object, Value):
        return object if dtype is None else at.apply(Cast(dtype_of(dtype)), object)
    shape, kind = nested(object)
    kind = {"float32": "float64"}.get(kind or "", kind) if dtype is None else dtype_of(dtype)
    return Unknown("an array") if shape is None else made(at, shape, kind)
