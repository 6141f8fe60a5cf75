"""numpy: arrays of known shape, as data code makes them."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Cast, Unary
from footgun.source.bindings import bind
from footgun.source.given import Stored
from footgun.source.images._picture import array_of, is_image
from footgun.source.numpy.extents import drawn, noted, of_numbers, of_parts
from footgun.source.torch.create import keep_range, nested, steps
from footgun.source.torch.numbers import numbers_of
from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

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
    shape = shape_of(at, more.get("size", shape))
    value = made(at, shape, "float64" if dtype is None else dtype_of(dtype))
    if at.label == "empty":
        return value
    if at.label.startswith("random"):
        return drawn(value, "uniform", 0, 1)
    end = 0 if at.label == "zeros" else 1
    return noted(value, end, end, True)


@bind("numpy.random.rand", "numpy.random.randn")
def random(at: At, *shape: Any) -> Any:
    value = made(at, shape_of(at, shape), "float64")
    return drawn(value, "uniform" if at.label == "rand" else "normal", 0, 1)


@bind("numpy.random.normal", "numpy.random.uniform", "numpy.random.randint")
def sampled(at: At, *args: Any, size: Any = None, **more: Any) -> Any:
    given = size if size is not None else args[2] if len(args) > 2 else None
    if given is None:
        ends = [*args[:2], *(more[k] for k in ("low", "high") if more.get(k) is not None)]
        return whole_number(at, ends) if at.label == "randint" else Unknown("a drawn number")
    kind = "int64" if at.label == "randint" else "float64"
    value = made(at, shape_of(at, given), dtype_of(more["dtype"]) if "dtype" in more else kind)
    if at.label == "randint":
        ends = [a for a in (*args[:2], *(more[k] for k in ("low", "high") if k in more)) if a is not None]
        keep_range(value, ends if len(ends) == 2 else [0, *ends])
        value.facts["drawn"] = True
        if "range" in value.facts:
            low, high = value.facts["range"]
            noted(value, low, high, True)
        value.facts["random"] = True
        return value
    names = ("low", "high") if at.label == "uniform" else ("loc", "scale")
    ends = [*args[:2], *(0, 1)[len(args[:2]) :]]
    return drawn(value, at.label, more.get(names[0], ends[0]), more.get(names[1], ends[1]))


def whole_number(at: At, ends: list[Any]) -> Any:
    """A drawn integer from the first end up to, but without, the last."""
    low, high = ([0, *ends] if len(ends) == 1 else ends)[:2] if ends else (0, None)
    if isinstance(low, int) and isinstance(high, int) and low < high:
        return at.m.names.fresh("i", low, high - 1)
    return at.m.names.fresh("i", None)


@bind("numpy.eye", "numpy.identity")
def eye(at: At, *args: Any, **more: Any) -> Any:
    """Indexed with class numbers, it gives one-hot vectors."""
    rows = args[0] if args else more.get("N")
    columns = args[1] if len(args) > 1 and is_size(args[1]) else rows
    sizes = (at.m.size(rows, "classes"), at.m.size(columns, "classes"))
    value = made(at, sizes, "float64")
    value.facts["identity"] = True
    return value


@bind("numpy.arange")
def ranged(at: At, *args: Any, **more: Any) -> Any:
    count = args[0] if len(args) == 1 and is_size(args[0]) else at.m.names.fresh("len")
    known = at.label == "arange" and args and all(isinstance(a, (int, float)) for a in args)
    if known and (length := steps(*args)) is not None:
        count = length
    whole = all(is_size(a) for a in (*args, *more.values()))
    kind = "float64" if any(isinstance(a, float) for a in args) else None
    value = made(
        at, (count,), dtype_of(more["dtype"]) if "dtype" in more else "int64" if whole and not kind else kind
    )
    if known:
        value.facts["stated"] = "arange", args
        start, step = (0, 1) if len(args) == 1 else (args[0], args[2] if len(args) > 2 else 1)
        last = start + step * (count - 1) if isinstance(count, int) and count else start
        return noted(value, min(start, last), max(start, last), whole=not kind)
    return value


@bind("numpy.linspace")
def linspace(at: At, start: Any, stop: Any, num: Any = 50, endpoint: Any = True, **more: Any) -> Any:
    value = made(at, (at.m.size(num, "len"),), dtype_of(more["dtype"]) if "dtype" in more else "float64")
    if endpoint is True and "dtype" not in more:
        value.facts["stated"] = "linspace", (start, stop, num)
    known = isinstance(start, (int, float)) and isinstance(stop, (int, float))
    return noted(value, min(start, stop), max(start, stop)) if known else value


@bind("numpy.load", "numpy.loadtxt", "numpy.genfromtxt")
def stored(at: At, *args: Any, **more: Any) -> Any:
    return Stored(f"`numpy.{at.label}`")


@bind("numpy.unique")
def unique(
    at: At,
    ar: Any,
    return_index: Any = False,
    return_inverse: Any = False,
    return_counts: Any = False,
    axis: Any = None,
    **more: Any,
) -> Any:
    value = ar if isinstance(ar, Value) else array(at, ar)
    found = numbers_of(value) if isinstance(value, Value) else None
    asked = [return_index, return_inverse, return_counts]
    if axis is not None or any(a not in (False, True) for a in asked) or return_index or return_inverse:
        return Unknown("what `unique` gives")
    if found is None:
        count = at.m.names.fresh("k", 0)
        parts = [made(at, (count,), kind) for kind in (getattr(value, "dtype", None), "int64")]
    else:
        parts = [array(at, List(sorted(set(found)))), array(at, List(map(found.count, sorted(set(found)))))]
    return tuple(parts) if return_counts else parts[0]


@bind("numpy.array", "numpy.asarray")
def array(at: At, object: Any = None, dtype: Any = None, **more: Any) -> Any:
    if is_image(object):
        object = array_of(at, object)
    if isinstance(object, Value):
        if dtype is None and "array" in object.facts and "pandas" not in object.facts:
            return object
        taken = at.apply(Unary("detach") if dtype is None else Cast(dtype_of(dtype)), object)
        taken.facts["array"] = True
        return taken
    shape, kind = nested(object)
    if shape is None:
        shape, kind = stacked(at, object)
    if shape is None:
        shape, kind = alike(at, object)
    kind = {"float32": "float64"}.get(kind or "", kind) if dtype is None else dtype_of(dtype)
    if shape is None:
        return Unknown("an array")
    value = made(at, shape, kind)
    if isinstance(object, (List, tuple)) and object and isinstance(object[0], Value):
        value.facts["of"] = object[0]
    if len(shape) < 2:
        value.facts["stated"] = "tensor", (object,)
    return of_parts(of_numbers(value, object), object)


def stacked(at: At, items: Any) -> tuple[tuple[Any, ...] | None, str | None]:
    """The shape and type of a list of arrays of one shape, also of one whose length is not known."""
    if not isinstance(items, (List, tuple)) or not items or not all(isinstance(v, Value) for v in items):
        return None, None
    shapes, kinds = {v.shape for v in items}, {v.dtype for v in items}
    shape = shapes.pop() if len(shapes) == 1 else None
    count = at.m.names.fresh("len") if getattr(items, "open", False) else len(items)
    return (None if shape is None else (count, *shape)), (kinds.pop() if len(kinds) == 1 else None)


def alike(at: At, items: Any) -> tuple[tuple[Any, ...] | None, str | None]:
    """The shape and type of so many rows as nobody knows, each like those known: others would be refused."""
    if not isinstance(items, List) or not items.open or not items:
        return None, None
    rows = [known if (known := nested(item))[0] is not None else stacked(at, item) for item in items]
    shapes, kinds = {shape for shape, _ in rows}, {kind for _, kind in rows}
    shape = shapes.pop() if len(shapes) == 1 else None
    return (None if shape is None else (at.m.names.fresh("len"), *shape)), (
        kinds.pop() if len(kinds) == 1 else None
    )
