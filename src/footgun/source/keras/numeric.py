"""keras.ops: functions that NumPy has too, beside arithmetic; and matrices and signals."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Unary, Where
from footgun.ops.join import Concat
from footgun.ops.reduction import Reduce
from footgun.ops.reshape import Flatten
from footgun.source.bindings import bind, bind_texts, call_handler
from footgun.source.callsite import At
from footgun.source.interpret.iteration import items_of
from footgun.source.keras.backend import axes as places
from footgun.source.keras.backend import dtype_of, is_tensor, lost
from footgun.source.keras.operators import placed, shape_of
from footgun.source.keras.shaping import sizes_of
from footgun.source.registry import handler_of
from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.sizes import Shape
    from footgun.source.bindings import Handler

# What torch does as well: its name there, the parameters here, and what they are called there.
TORCH = {
    "cdist": ("cdist", "x y", "x1 x2"),
    "cholesky": ("linalg.cholesky", "x upper=", "input upper"),
    "cholesky_inverse": ("cholesky_inverse", "x upper=", "input upper"),
    "corrcoef": ("corrcoef", "x", "input"),
    "det": ("linalg.det", "x", "A"),
    "diag": ("diag", "x k=", "input diagonal"),
    "diagflat": ("diagflat", "x k=", "input offset"),
    "diagonal": ("diagonal", "x offset= axis1= axis2=", "input offset dim1 dim2"),
    "diff": ("diff", "a n= axis=", "input n dim"),
    "digitize": ("bucketize", "x bins", "input boundaries"),
    "dsplit": ("dsplit", "x indices_or_sections", "input indices_or_sections"),
    "dstack": ("dstack", "xs", "tensors"),
    "eig": ("linalg.eig", "x", "A"),
    "eigh": ("linalg.eigh", "x", "A"),
    "hsplit": ("hsplit", "x indices_or_sections", "input indices_or_sections"),
    "inner": ("inner", "x1 x2", "input other"),
    "inv": ("linalg.inv", "x", "input"),
    "logdet": ("logdet", "x", "input"),
    "matrix_rank": ("linalg.matrix_rank", "x tol=", "A"),
    "nonzero": ("nonzero", "x", "input"),
    "rot90": ("rot90", "array k= axes=", "input k dims"),
    "slogdet": ("linalg.slogdet", "x", "A"),
    "solve": ("linalg.solve", "a b", "A B"),
    "vander": ("vander", "x N= increasing=", "x N increasing"),
    "view_as_complex": ("view_as_complex", "x", "input"),
    "view_as_real": ("view_as_real", "x", "input"),
    "vsplit": ("vsplit", "x indices_or_sections", "input indices_or_sections"),
}


def as_torch(name: str) -> Handler:
    """The handler of a function that torch's binding tells the shape of."""
    theirs, ours, words = TORCH[name]
    order = [part.split("=")[0] for part in ours.split()]
    names = dict(zip(order, words.split(), strict=False))

    def handler(at: At, *args: Any, **kwargs: Any) -> Any:
        all_given = {**dict(zip(order, args, strict=False)), **kwargs}
        given = {names[key]: value for key, value in all_given.items() if key in names}
        inner = At(at.m, f"torch.{theirs}", at.span, at.node, at.frame)
        inner.open_arguments = at.open_arguments
        return call_handler(inner, handler_of("torch", inner.name), [], given)

    return handler


for _name in TORCH:
    bind_texts({_name: TORCH[_name][1]}, as_torch, "keras.ops")


# --- one shape from another ---


@bind("keras.ops.allclose", "keras.ops.vdot")
def scalar(at: At, x1: Any, x2: Any, *rest: Any, **more: Any) -> Any:
    return placed(at, (), x1, x2, dtype="bool" if at.label == "allclose" else None)


@bind("keras.ops.append")
def append(at: At, x1: Any, x2: Any, axis: Any = None) -> Any:
    if axis is None:
        x1, x2, axis = at.apply(Flatten(0, -1), x1), at.apply(Flatten(0, -1), x2), 0
    return at.apply(Concat(axis), x1, x2) if isinstance(axis, int) else lost(at, x1, x2)


@bind("keras.ops.argpartition")
def argpartition(at: At, x: Any, kth: Any, axis: Any = -1) -> Any:
    return placed(at, at.m.tensor(x).shape, x, dtype="int32")


@bind("keras.ops.array_split")
def array_split(at: At, x: Any, indices_or_sections: Any, axis: Any = 0) -> Any:
    """As even as can be: the first parts are one longer."""
    shape, count = shape_of(at, x), indices_or_sections
    known = shape is not None and isinstance(count, int) and count > 0 and isinstance(axis, int)
    if not known or shape is None or not -len(shape) <= axis < len(shape) or not isinstance(shape[axis], int):
        return Unknown("parts of a tensor")
    axis %= len(shape)
    size, kind = shape[axis], at.m.tensor(x).dtype
    parts = [size // count + (place < size % count) for place in range(min(count, 1000))]
    return List(placed(at, (*shape[:axis], part, *shape[axis + 1 :]), x, dtype=kind) for part in parts)


@bind("keras.ops.bincount")
def bincount(at: At, x: Any, weights: Any = None, minlength: Any = 0, sparse: Any = False) -> Any:
    shape = shape_of(at, x)
    return placed(at, None if shape is None else (*shape[:-1], at.m.names.fresh("k")), x)


@bind("keras.ops.cross")
def cross(
    at: At, x1: Any, x2: Any, axisa: Any = -1, axisb: Any = -1, axisc: Any = -1, axis: Any = None
) -> Any:
    a, b = shape_of(at, x1), shape_of(at, x2)
    known = a is not None and a == b and a[-1] == 3 and (axisc, axis) == (-1, None)
    return placed(at, a if known else None, x1, x2)


@bind("keras.ops.histogram")
def histogram(at: At, x: Any, bins: Any = 10, range: Any = None) -> Any:
    count = at.size(bins, "k")
    return (placed(at, (count,), x), placed(at, (count + 1,), x))


@bind("keras.ops.isin")
def isin(at: At, x1: Any, x2: Any, assume_unique: Any = False, invert: Any = False) -> Any:
    return placed(at, at.m.tensor(x1).shape, x1, x2, dtype="bool")


@bind("keras.ops.searchsorted")
def searchsorted(at: At, sorted_sequence: Any, values: Any, side: Any = "left") -> Any:
    return placed(at, at.m.tensor(values).shape, sorted_sequence, values, dtype="int32")


@bind("keras.ops.meshgrid")
def meshgrid(at: At, *x: Any, indexing: Any = "xy") -> Any:
    shapes = [shape_of(at, value) for value in x]
    if not all(shape is not None and len(shape) == 1 for shape in shapes):
        return Unknown("a grid of places")
    sizes = [shape[0] for shape in shapes if shape]
    if indexing == "xy":
        sizes[:2] = sizes[1::-1]
    return List(placed(at, tuple(sizes), value, dtype=at.m.tensor(value).dtype) for value in x)


@bind("keras.ops.norm")
def norm(at: At, x: Any, ord: Any = None, axis: Any = None, keepdims: Any = False) -> Any:
    known = axis is None or places(axis) is not None
    return at.apply(Reduce("norm", places(axis), at.flag(keepdims, False), True), x) if known else lost(at, x)


@bind(*(f"keras.ops.{name}" for name in ("quantile", "percentile", "nanquantile", "nanpercentile")))
def quantile(at: At, x: Any, q: Any, axis: Any = None, method: Any = "linear", keepdims: Any = False) -> Any:
    """One for each number of `q`, which come first."""
    several = (len(q),) if isinstance(q, (List, tuple)) else q.shape if isinstance(q, Value) else ()
    if several is None or isinstance(q, Unknown) or (axis is not None and places(axis) is None):
        return lost(at, x)
    made = at.apply(Reduce("median", places(axis), at.flag(keepdims, False), True), x)
    return made if not several or made.shape is None else placed(at, (*several, *made.shape), made)


@bind("keras.ops.select")
def select(at: At, condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    conditions, choices = (items_of(at.m, items) for items in (condlist, choicelist))
    if not conditions or not choices or len(conditions) != len(choices):
        return lost(at)
    made = default
    for condition, choice in zip(reversed(conditions), reversed(choices), strict=True):
        made = at.apply(Where(casts=True), condition, choice, made)
    return made


@bind("keras.ops.tensordot")
def tensordot(at: At, x1: Any, x2: Any, axes: Any = 2) -> Any:
    """The last axes of the first with the first of the second, or those that are named."""
    a, b = at.m.tensor(x1).shape, at.m.tensor(x2).shape
    if a is None or b is None:
        return lost(at, x1, x2)
    pair = (tuple(range(len(a) - axes, len(a))), tuple(range(axes))) if isinstance(axes, int) else axes
    sides = [places(side) for side in pair] if isinstance(pair, (List, tuple)) and len(pair) == 2 else [None]
    rest = [left(shape, side) for shape, side in zip((a, b), sides, strict=False)]
    if len(rest) < 2 or rest[0] is None or rest[1] is None:
        return lost(at, x1, x2)
    return placed(at, (*rest[0], *rest[1]), x1, x2)


def left(shape: Shape, gone: tuple[int, ...] | None) -> Shape | None:
    """A shape without some of its axes; None where they are not known."""
    rank = len(shape)
    if gone is None or any(not -rank <= axis < rank for axis in gone):
        return None
    places = {axis % rank for axis in gone}
    return tuple(size for axis, size in enumerate(shape) if axis not in places)


@bind("keras.ops.trace")
def trace(at: At, x: Any, offset: Any = 0, axis1: Any = 0, axis2: Any = 1) -> Any:
    known = isinstance(axis1, int) and isinstance(axis2, int)
    return at.apply(Reduce("sum", (axis1, axis2), False, True), x) if known else lost(at, x)


@bind("keras.ops.trapezoid")
def trapezoid(at: At, y: Any, x: Any = None, dx: Any = 1.0, axis: Any = -1) -> Any:
    return at.apply(Reduce("sum", (axis,), False, True), y) if isinstance(axis, int) else lost(at, y)


@bind("keras.ops.unique")
def unique(at: At, x: Any, *args: Any, **more: Any) -> Any:
    return Unknown("the values that differ")


# --- parts of a tensor ---


@bind("keras.ops.slice")
def cut(at: At, inputs: Any, start_indices: Any, shape: Any) -> Any:
    return placed(at, sizes_of(at, shape), inputs, dtype=at.m.tensor(inputs).dtype)


@bind("keras.ops.slice_update", "keras.ops.scatter_update")
def updated(at: At, inputs: Any, *args: Any, **more: Any) -> Any:
    return at.apply(Unary("scatter"), inputs)


@bind("keras.ops.scatter")
def scatter(at: At, indices: Any, values: Any, shape: Any) -> Any:
    return placed(at, sizes_of(at, shape), indices, values, dtype=at.m.tensor(values).dtype)


@bind(*(f"keras.ops.segment_{name}" for name in ("sum", "max", "min", "prod")))
def segments(at: At, data: Any, segment_ids: Any, num_segments: Any = None, sorted: Any = False) -> Any:
    """One for each number of a segment."""
    shape = shape_of(at, data)
    count = at.m.names.fresh("k") if num_segments is None else at.size(num_segments, "k")
    return placed(at, None if shape is None else (count, *shape[1:]), data, segment_ids)


@bind("keras.ops.size")
def size(at: At, x: Any) -> Any:
    shape = at.m.tensor(x).shape
    total: Any = 1
    for part in shape or ():
        total = total * part
    return Unknown("how many numbers a tensor has") if shape is None else total


@bind("keras.ops.dtype")
def dtype(at: At, x: Any) -> Any:
    return at.m.tensor(x).dtype or Unknown("the type of a tensor")


# --- made of numbers ---


@bind("keras.ops.array")
def array(at: At, x: Any, dtype: Any = None) -> Any:
    from footgun.source.keras.shaping import convert

    return convert(at, x, dtype)


@bind("keras.ops.empty")
def empty(at: At, shape: Any, dtype: Any = None) -> Any:
    return at.value((shape,) if is_size(shape) else sizes_of(at, shape), dtype_of(dtype) or "float32")


@bind("keras.ops.empty_like")
def empty_like(at: At, x: Any, dtype: Any = None) -> Any:
    tensor = at.m.tensor(x)
    return at.value(tensor.shape, dtype_of(dtype) or tensor.dtype)


@bind(*(f"keras.ops.{name}" for name in ("bartlett", "blackman", "hamming", "hanning")))
def window(at: At, x: Any) -> Any:
    return at.value((at.size(x, "t"),), "float32")


@bind("keras.ops.kaiser")
def kaiser(at: At, x: Any, beta: Any) -> Any:
    return at.value((at.size(x, "t"),), "float32")


@bind("keras.ops.geomspace", "keras.ops.logspace")
def spaced(at: At, start: Any, stop: Any, num: Any = 50, *args: Any, **more: Any) -> Any:
    plain = not is_tensor(start, stop) and not more.get("axis")
    return at.value((at.size(num, "t"),), "float32") if plain else lost(at, start, stop)


@bind("keras.ops.tri")
def tri(at: At, N: Any, M: Any = None, k: Any = 0, dtype: Any = None) -> Any:
    rows = at.size(N, "n")
    return at.value((rows, rows if M is None else at.size(M, "n")), dtype_of(dtype) or "float32")
