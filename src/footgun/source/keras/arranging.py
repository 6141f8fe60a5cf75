"""keras.ops, keras.backend and tensorflow: entries picked, sorted, mirrored and repeated; axes moved."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.einsum import Einsum
from footgun.ops.elementwise import Unary
from footgun.ops.gathering import Gather
from footgun.ops.join import Concat
from footgun.ops.reduction import TopK
from footgun.ops.reshape import Expand, Permute, Transpose
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.keras._legacy import renamed
from footgun.source.keras.backend import OLD, dtype_of, everywhere, is_tensor, lost
from footgun.source.keras.shaping import sizes_of
from footgun.source.values import Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

SAME = ("flip", "fliplr", "flipud", "roll", "sort", "tril", "triu", "normalize", "l2_normalize", "reverse")


@bind(*everywhere(*SAME), "tensorflow.linalg.l2_normalize", "tensorflow.nn.l2_normalize")
@renamed(OLD)
def same(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    """Other numbers, or the same in another order, in as many places."""
    return at.apply(Unary(at.label), x) if is_tensor(x) else Unknown(f"`{at.label}` of numbers")


@bind(*everywhere("argsort"))
@renamed(OLD)
def argsort(at: At, x: Any = None, *rest: Any, **more: Any) -> Any:
    made = at.apply(Unary("argsort"), x) if is_tensor(x) else lost(at, x)
    made.dtype = "int32"
    return made


@bind(*everywhere("top_k"), "tensorflow.nn.top_k")
@renamed(OLD)
def top_k(at: At, x: Any = None, k: Any = 1, *rest: Any, **more: Any) -> Any:
    return at.apply(TopK(at.size(k, "k")), x) if is_tensor(x) else Unknown("the largest numbers")


@bind(*everywhere("swapaxes"))
def swapaxes(at: At, x: Any = None, axis1: Any = None, axis2: Any = None) -> Any:
    known = isinstance(axis1, int) and isinstance(axis2, int)
    return at.apply(Transpose(axis1, axis2), x) if known and is_tensor(x) else lost(at, x)


@bind(*everywhere("moveaxis"))
def moveaxis(at: At, x: Any = None, source: Any = None, destination: Any = None) -> Any:
    shape = at.m.tensor(x).shape
    if shape is None or not isinstance(source, int) or not isinstance(destination, int):
        return lost(at, x)
    rank = len(shape)
    if not (-rank <= source < rank and -rank <= destination < rank):
        return lost(at, x)
    order = [i for i in range(rank) if i != source % rank]
    order.insert(destination % rank, source % rank)
    return at.apply(Permute(tuple(order)), x)


@bind(*everywhere("broadcast_to"))
@renamed(OLD)
def broadcast_to(at: At, x: Any = None, shape: Any = None, *rest: Any, **more: Any) -> Any:
    sizes = sizes_of(at, shape)
    return at.apply(Expand(sizes), x) if sizes is not None and is_tensor(x) else lost(at, x)


@bind(*everywhere("einsum"), "tensorflow.linalg.einsum")
def einsum(at: At, subscripts: Any = None, *operands: Any, **more: Any) -> Any:
    given = [v for v in operands if isinstance(v, Value)]
    if not isinstance(subscripts, str) or len(given) != len(operands):
        return lost(at, *given)
    return at.apply(Einsum(subscripts), *given)


@bind(*everywhere("take", "gather"))
@renamed({**OLD, "reference": "x", "params": "x"})
def take(at: At, x: Any = None, indices: Any = None, axis: Any = None, *rest: Any, **more: Any) -> Any:
    """Rows by their numbers: those of `take` are of the flat tensor, unless an axis is said."""
    place = axis if axis is not None else None if at.label == "take" else 0
    tensor, chosen = at.m.tensor(x), at.m.tensor(indices)
    rank = len(tensor.shape) if tensor.shape is not None else 0
    if place is None or not isinstance(place, int) or not -rank <= place < rank or chosen.shape is None:
        return lost(at, x)
    place %= rank
    shape = (*tensor.shape[:place], *chosen.shape, *tensor.shape[place + 1 :])  # type: ignore[index]
    made = Value(shape, tensor.dtype, span=at.span)
    at.m.place(Unary("take"), (tensor, chosen), made, at.label, at.span)
    return made


@bind(*everywhere("take_along_axis"))
def take_along_axis(at: At, x: Any = None, indices: Any = None, axis: Any = None) -> Any:
    known = isinstance(axis, int) and isinstance(indices, Value)
    return at.apply(Gather(axis), x, indices) if known and is_tensor(x) else lost(at, x)


@bind(*everywhere("hstack", "vstack"))
def stacked(at: At, xs: Any = None) -> Any:
    """Along the first or the second axis of tensors with two at least."""
    found = items_of(at.m, xs) if not isinstance(xs, Value) else None
    shapes = [v.shape for v in found or () if isinstance(v, Value)]
    if not found or len(shapes) != len(found) or any(s is None or len(s) < 2 for s in shapes):
        return lost(at, *(found or ()))
    return at.apply(Concat(1 if at.label == "hstack" else 0), *found)


@bind(*everywhere("full", "fill"))
@renamed({"dims": "shape", "value": "fill_value"})
def full(at: At, shape: Any = None, fill_value: Any = None, dtype: Any = None) -> Any:
    sizes = (shape,) if is_size(shape) else sizes_of(at, shape)
    return at.value(sizes, dtype_of(dtype) or "float32")


@bind(*everywhere("full_like"))
def full_like(at: At, x: Any = None, fill_value: Any = None, dtype: Any = None) -> Any:
    tensor = at.m.tensor(x)
    return at.value(tensor.shape, dtype_of(dtype) or tensor.dtype)


@bind(*everywhere("eye"))
@renamed({"num_rows": "N", "num_columns": "M", "size": "N"})
def eye(at: At, N: Any = None, M: Any = None, *rest: Any, **more: Any) -> Any:
    rows = at.m.size(N)
    given = more.get("dtype", rest[1] if len(rest) > 1 else None)
    dtype = "float32" if given is None else dtype_of(given)
    return at.value((rows, rows if M is None else at.m.size(M)), dtype)


@bind(*everywhere("linspace"))
def linspace(at: At, start: Any = None, stop: Any = None, num: Any = 50, *rest: Any, **more: Any) -> Any:
    plain = not is_tensor(start, stop) and not rest and not more
    return at.value((at.m.size(num, "t"),), "float32") if plain else lost(at, start, stop)


@bind(*everywhere("outer"))
def outer(at: At, x1: Any = None, x2: Any = None) -> Any:
    shapes = [v.shape for v in (x1, x2) if isinstance(v, Value)]
    if len(shapes) < 2 or any(s is None or len(s) != 1 for s in shapes):
        return lost(at, x1, x2)
    made = Value((shapes[0][0], shapes[1][0]), "float32", span=at.span)  # type: ignore[index]
    at.m.place(Unary("outer"), (x1, x2), made, at.label, at.span)
    return made


@bind(*everywhere("is_tensor", "is_keras_tensor"))
def tensors(at: At, x: Any = None) -> Any:
    return True if isinstance(x, Value) else Unknown("whether it is a tensor")
