"""torch: elements taken by places, repeated, rearranged; tensors of another number of elements."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.gathering import (
    Gather,
    IntoRows,
    Picked,
    RepeatBy,
    RepeatEach,
    Scatter,
    TakeAlong,
    Turned,
    is_places,
)
from footgun.ops.indexing import Index
from footgun.ops.join import Concat
from footgun.ops.reshape import Flatten, Permute, Transpose, Unsqueeze
from footgun.source.bindings import bind
from footgun.source.torch._common import axes_of, axis_of
from footgun.source.torch.math import both
from footgun.source.torch.numbers import numbers_of
from footgun.source.torch.shapes import lost, tensors_in
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.sizes import Shape
    from footgun.source.callsite import At


@bind("torch.gather", "torch.Tensor.gather")
def gather(at: At, input: Any, dim: Any, index: Any, *, sparse_grad: Any = False, out: Any = None) -> Any:
    if axis_of(dim) is None:
        return lost(at, input)
    return at.apply(Gather(dim), input, index, dtype=at.m.tensor(input).dtype)


@bind("torch.index_select", "torch.Tensor.index_select")
def index_select(at: At, input: Any, dim: Any, index: Any, *, out: Any = None) -> Any:
    rank, places = at.m.tensor(input).rank, at.m.tensor(index)
    if axis_of(dim) is not None and ((places.rank or 0) > 1 or not is_places(places.dtype)):
        return at.apply(IntoRows(dim), input, index)  # which says what is wrong with them
    if rank is None or axis_of(dim) is None or not -rank <= dim < rank or places.rank != 1:
        return lost(at, input)
    kinds = (*((("slice", None, None, 1),) * (dim % rank)), ("tensor", places.shape))
    return at.apply(Index(kinds), input, places, dtype=at.m.tensor(input).dtype)


@bind("torch.take_along_dim", "torch.Tensor.take_along_dim")
def take_along_dim(at: At, input: Any, indices: Any, dim: Any = None, *, out: Any = None) -> Any:
    if dim is not None and axis_of(dim) is None:
        return lost(at, input)
    return at.apply(TakeAlong(dim), input, indices, dtype=at.m.tensor(input).dtype)


SCATTERS = ("scatter", "scatter_add", "scatter_reduce")


@bind(*both(SCATTERS))
def scatter(
    at: At, input: Any, dim: Any, index: Any, src: Any = None, *rest: Any, value: Any = None, **more: Any
) -> Any:
    if axis_of(dim) is None:
        return at.apply(Unary("scatter"), input)
    values = (src,) if isinstance(src, Value) else ()
    return at.apply(Scatter(dim), input, index, *values, dtype=at.m.tensor(input).dtype)


@bind(*both(("index_add", "index_copy", "index_fill")))
def into_rows(at: At, input: Any, dim: Any, index: Any, source: Any = None, *rest: Any, **more: Any) -> Any:
    if axis_of(dim) is None:
        return at.apply(Unary("index_fill"), input)
    values = (source,) if isinstance(source, Value) and "fill" not in at.label else ()
    return at.apply(IntoRows(dim), input, index, *values, dtype=at.m.tensor(input).dtype)


@bind("torch.flip", "torch.Tensor.flip", "torch.roll", "torch.Tensor.roll")
def turned(at: At, input: Any, *given: Any, dims: Any = None, shifts: Any = None) -> Any:
    """`flip(x, dims)`, also as `x.flip(0, 1)`; `roll(x, shifts, dims)`."""
    if dims is None and at.label == "flip":
        dims = given[0] if len(given) == 1 else given
    elif dims is None and len(given) > 1:
        dims = given[1]
    return at.apply(Turned(at.label, axes_of(dims) or ()), input)


@bind("torch.repeat_interleave", "torch.Tensor.repeat_interleave")
def repeat_interleave(
    at: At, input: Any, repeats: Any = None, dim: Any = None, *, output_size: Any = None
) -> Any:
    if isinstance(repeats, Value) and axis_of(dim) is not None:
        return at.apply(RepeatBy(dim), input, repeats, dtype=at.m.tensor(input).dtype)
    if repeats is None or isinstance(repeats, (Value, Unknown)) or (dim is not None and axis_of(dim) is None):
        return lost(at, input)
    return at.apply(RepeatEach(at.size(repeats, "r"), dim), input)


@bind("torch.hstack", "torch.vstack", "torch.dstack", "torch.column_stack", "torch.row_stack")
def stacked(at: At, tensors: Any, *, out: Any = None) -> Any:
    found = tensors_in(at, tensors)
    if found is None or any(t.rank is None for t in found):
        return at.value(None, None, "")
    found = [at.apply(Unsqueeze(0), t) if t.rank == 0 else t for t in found]
    if at.label in ("vstack", "row_stack"):
        return at.apply(Concat(0), *(at.apply(Unsqueeze(0), t) if t.rank == 1 else t for t in found))
    if at.label == "hstack":
        return at.apply(Concat(0 if found[0].rank == 1 else 1), *found)
    if at.label == "column_stack":
        return at.apply(Concat(1), *(at.apply(Unsqueeze(1), t) if t.rank == 1 else t for t in found))
    return at.apply(Concat(2), *(deep(at, t) for t in found))


def deep(at: At, tensor: Value) -> Value:
    """A row or a matrix with a third axis."""
    if tensor.rank == 1:
        tensor = at.apply(Unsqueeze(0), tensor)
    made: Value = at.apply(Unsqueeze(-1), tensor) if tensor.rank == 2 else tensor
    return made


@bind("torch.movedim", "torch.moveaxis", "torch.Tensor.movedim", "torch.Tensor.moveaxis")
def movedim(at: At, input: Any, source: Any, destination: Any) -> Any:
    rank, start, stop = at.m.tensor(input).rank, axes_of(source), axes_of(destination)
    if rank is None or start is None or stop is None or len(start) != len(stop):
        return lost(at, input)
    if not all(-rank <= axis < rank for axis in (*start, *stop)):
        return lost(at, input)
    places = dict(zip((a % rank for a in stop), (a % rank for a in start), strict=True))
    rest = iter(a for a in range(rank) if a not in places.values())
    return at.apply(Permute(tuple(places[a] if a in places else next(rest) for a in range(rank))), input)


@bind("torch.ravel", "torch.Tensor.ravel")
def ravel(at: At, input: Any) -> Any:
    return at.apply(Flatten(0, -1), input)


@bind("torch.rot90", "torch.Tensor.rot90")
def rot90(at: At, input: Any, k: Any = 1, dims: Any = (0, 1)) -> Any:
    axes = axes_of(dims)
    if not isinstance(k, int) or axes is None or len(axes) != 2:
        return lost(at, input)
    return at.apply(Transpose(*axes) if k % 2 else Turned("flip", axes), input)


@bind("torch.meshgrid")
def meshgrid(at: At, *tensors: Any, indexing: Any = None) -> Any:
    alone = len(tensors) == 1 and not isinstance(tensors[0], Value)
    found = tensors_in(at, tensors[0] if alone else tensors)
    if found is None or any(t.shape is None or len(t.shape) > 1 for t in found):
        return Unknown("the grids of `meshgrid`")
    sizes = [t.shape[0] if t.shape else 1 for t in found]
    if indexing == "xy" and len(sizes) > 1:
        sizes[:2] = sizes[1], sizes[0]
    return tuple(at.value(tuple(sizes), t.dtype) for t in found)


@bind("torch.take", "torch.Tensor.take")
def take(at: At, input: Any, index: Any) -> Any:
    return Value(at.m.tensor(index).shape, at.m.tensor(input).dtype, span=at.span)


@bind("torch.masked_select", "torch.Tensor.masked_select")
def masked_select(at: At, input: Any, mask: Any) -> Any:
    return at.apply(Picked(), input, mask)


@bind("torch.unique", "torch.Tensor.unique", "torch.unique_consecutive", "torch.Tensor.unique_consecutive")
def unique(at: At, input: Any, *args: Any, dim: Any = None, **more: Any) -> Any:
    wanted = [more.get(f"return_{name}", False) for name in ("inverse", "counts")]
    if args or dim is not None or not all(isinstance(flag, bool) for flag in wanted):
        return Unknown("what `unique` gives")
    tensor = at.m.tensor(input)
    found = numbers_of(tensor) if "consecutive" not in at.label else None
    values = sorted(set(found or ()))
    size = at.m.names.fresh("k", 0) if found is None else len(values)
    made = [stated(at, (size,), tensor.dtype, None if found is None else values)]
    if wanted[0]:
        places = None if found is None else [values.index(x) for x in found]
        made.append(stated(at, tensor.shape, "int64", places))
    if wanted[1]:
        made.append(stated(at, (size,), "int64", None if found is None else [found.count(x) for x in values]))
    return made[0] if len(made) == 1 else tuple(made)


def stated(at: At, shape: Shape | None, dtype: str | None, numbers: list[Any] | None) -> Value:
    """A tensor made here, with its numbers where they are known."""
    made = at.value(shape, dtype)
    if numbers is not None:
        made.facts["stated"] = "tensor", (List(numbers),)
    return made


@bind("torch.bucketize", "torch.searchsorted", "torch.Tensor.bucketize")
def bucketize(at: At, input: Any, boundaries: Any, *rest: Any, **more: Any) -> Any:
    values = boundaries if at.label == "searchsorted" else input
    narrow = more.get("out_int32", False)
    return at.apply(Unary("sort"), values, dtype={False: "int64", True: "int32"}.get(narrow))


@bind("torch.broadcast_tensors")
def broadcast_tensors(at: At, *tensors: Any) -> Any:
    found = tensors_in(at, tensors)
    if found is None or len(found) != 2:
        return Unknown("broadcast tensors")
    joint = at.apply(Binary("add"), *found)
    return tuple(Value(joint.shape, t.dtype, span=at.span, assumed=t.assumed) for t in found)
