"""torch: functions and tensor methods that move numbers: view, permute, cat, split, indexing by function."""

from __future__ import annotations

from itertools import pairwise

from footgun.network import Value
from footgun.ops.elementwise import Unary
from footgun.ops.indexing import Index
from footgun.ops.join import Chunk, Concat, Split, Stack
from footgun.ops.matrix import MatrixTranspose
from footgun.ops.reshape import Expand, Permute, Repeat, Reshape, Squeeze, Transpose, Unsqueeze
from footgun.source.bindings import bind
from footgun.source.interpret.iteration import items_of
from footgun.source.interpret.loose import same_rank
from footgun.source.torch._common import MOST_AXES, axes_of, axis_of, shape_args
from footgun.source.values import List, Unknown, is_size

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def along(dim: Any, kind: tuple[Any, ...]) -> Index | None:
    """An index into one axis, counted from the front or from the end; None where that is not known."""
    if not isinstance(dim, int) or not -MOST_AXES <= dim < MOST_AXES:
        return None
    whole = (("slice", None, None, 1),)
    return Index((("ellipsis",), kind, *whole * (-1 - dim)) if dim < 0 else (*whole * dim, kind))


def lost(at: At, value: Any) -> Value:
    """A tensor whose shape is not followed here."""
    tensor = at.m.tensor(value)
    return Value(None, tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind("torch.Tensor.view", "torch.Tensor.reshape", "torch.reshape")
def view(at: At, input: Any, *shape: Any, **named: Any) -> Any:
    from footgun.source.torch.create import dtype_of

    kind = dtype_of(named.get("dtype", shape[0] if len(shape) == 1 else None))
    if kind is not None:  # the same bits as other numbers; the last axis changes with their width
        return Value(None, kind, span=at.span)
    sizes = shape_args(at, shape or tuple(named.values()))
    if sizes is None or (
        shape and not isinstance(shape[0], (tuple, List)) and not is_size(shape[0]) and len(shape) == 1
    ):
        return lost(at, input)
    return at.apply(Reshape(sizes), input)


@bind("torch.Tensor.view_as", "torch.Tensor.reshape_as", "torch.Tensor.expand_as")
def view_as(at: At, input: Any, other: Any) -> Any:
    like = at.m.tensor(other)
    shape = like.shape
    if shape is None:
        return lost(at, input)
    return same_rank(like, at.apply(Expand(shape) if at.label == "expand_as" else Reshape(shape), input))


@bind("torch.permute", "torch.Tensor.permute")
def permute(at: At, input: Any, *dims: Any, **named: Any) -> Any:
    axes = axes_of(
        dims[0] if len(dims) == 1 and isinstance(dims[0], (tuple, List)) else tuple(dims or named.values())
    )
    return lost(at, input) if axes is None else at.apply(Permute(axes), input)


@bind(
    "torch.transpose",
    "torch.Tensor.transpose",
    "torch.swapaxes",
    "torch.Tensor.swapaxes",
    "torch.Tensor.transpose_",
    "torch.swapdims",
    "torch.Tensor.swapdims",
)
def transpose(
    at: At, input: Any, dim0: Any = None, dim1: Any = None, *, axis0: Any = None, axis1: Any = None
) -> Any:
    dim0, dim1 = (axis0 if dim0 is None else dim0), (axis1 if dim1 is None else dim1)
    if axis_of(dim0) is None or axis_of(dim1) is None:
        return lost(at, input)
    return at.apply(Transpose(dim0, dim1), input)


@bind("torch.t", "torch.Tensor.t")
def t(at: At, input: Any) -> Any:
    rank = at.m.tensor(input).rank
    if rank is not None and rank < 2:
        return at.apply(Unary("clone"), input)
    return lost(at, input) if rank is None else at.apply(MatrixTranspose(-2, -1), input)


@bind("torch.squeeze", "torch.Tensor.squeeze", "torch.Tensor.squeeze_")
def squeeze(at: At, input: Any, dim: Any = None) -> Any:
    axes = axes_of(dim)
    if dim is not None and axes is None:
        return lost(at, input)
    return at.apply(Squeeze(axes if axes is None or len(axes) > 1 else axes[0]), input)


@bind("torch.unsqueeze", "torch.Tensor.unsqueeze", "torch.Tensor.unsqueeze_")
def unsqueeze(at: At, input: Any, dim: Any) -> Any:
    return lost(at, input) if axis_of(dim) is None else at.apply(Unsqueeze(dim), input)


@bind("torch.Tensor.expand", "torch.broadcast_to", "torch.Tensor.broadcast_to")
def expand(at: At, input: Any, *parts: Any, size: Any = None, implicit: Any = False) -> Any:
    sizes = shape_args(at, parts if size is None else (size,))
    return lost(at, input) if sizes is None else at.apply(Expand(sizes), input)


@bind("torch.Tensor.repeat", "torch.tile", "torch.Tensor.tile")
def repeat(at: At, input: Any, *times: Any, repeats: Any = None, dims: Any = None) -> Any:
    named = repeats if dims is None else dims
    sizes = shape_args(at, times if named is None else (named,))
    return lost(at, input) if sizes is None else at.apply(Repeat(sizes, at.label == "tile"), input)


def tensors_in(at: At, value: Any) -> list[Value] | None:
    """A known list of tensors."""
    items = items_of(at.m, value)
    if items is None or not items or not all(isinstance(i, (Value, Unknown)) for i in items):
        return None
    return [at.m.tensor(i) for i in items]


@bind("torch.cat", "torch.concat", "torch.concatenate")
def cat(at: At, tensors: Any, dim: Any = 0, *, out: Any = None, axis: Any = None) -> Any:
    found = tensors_in(at, tensors)
    place = dim if axis is None else axis
    if found is None or axis_of(place) is None:
        return of_many(at, tensors, axis_of(place), new=False)
    return at.apply(Concat(place), *found)


@bind("torch.stack")
def stack(at: At, tensors: Any, dim: Any = 0, *, out: Any = None) -> Any:
    found = tensors_in(at, tensors)
    if found is None or axis_of(dim) is None:
        return of_many(at, tensors, axis_of(dim), new=True)
    return at.apply(Stack(dim), *found)


def of_many(at: At, tensors: Any, axis: int | None, new: bool) -> Value:
    """Joined from so many as nobody knows, all like the one that is known: along a `new` axis or its own."""
    item = tensors[-1] if isinstance(tensors, List) and tensors.open and tensors else None
    if not isinstance(item, Value) or item.shape is None or axis is None:
        return Value(None, getattr(item, "dtype", None), span=at.span)
    rank = len(item.shape) + new
    if not -rank <= axis < rank:
        return Value(None, item.dtype, span=at.span)
    place = axis % rank
    sizes = (*item.shape[:place], at.m.names.fresh("n"), *item.shape[place + (not new) :])
    made = Value(sizes, item.dtype, span=at.span, assumed=item.assumed)
    made.facts.update({k: v for k, v in item.facts.items() if k == "range"})
    return same_rank(item, made)


@bind("torch.split", "torch.Tensor.split")
def split(
    at: At,
    tensor: Any,
    split_size_or_sections: Any = None,
    dim: Any = 0,
    *,
    split_size: Any = None,
    split_sizes: Any = None,
) -> Any:
    sizes: Any = next((s for s in (split_size_or_sections, split_size, split_sizes) if s is not None), None)
    if isinstance(sizes, (tuple, List)):
        sizes = shape_args(at, (sizes,))
    elif sizes is not None:
        sizes = sizes if is_size(sizes) else Unknown("a size")
    if axis_of(dim) is None or sizes is None or isinstance(sizes, Unknown):
        return Unknown("`split` into unknown parts")
    made = at.apply(Split(sizes, dim), tensor)
    return made if isinstance(made, tuple) else Unknown("`split` into an unknown number of parts")


@bind("torch.split_with_sizes", "torch.Tensor.split_with_sizes")
def split_with_sizes(at: At, input: Any, split_sizes: Any, dim: Any = 0) -> Any:
    return split(at, input, split_sizes, dim)


@bind("torch.chunk", "torch.Tensor.chunk")
def chunk(at: At, input: Any, chunks: Any, dim: Any = 0) -> Any:
    return pieces(at, input, chunks, dim)


@bind("torch.tensor_split", "torch.Tensor.tensor_split")
def tensor_split(
    at: At,
    input: Any,
    indices_or_sections: Any = None,
    dim: Any = 0,
    *,
    indices: Any = None,
    sections: Any = None,
) -> Any:
    """Into equal parts, or cut before each of the given places."""
    where = indices if indices is not None else indices_or_sections
    if isinstance(where, (tuple, List)) and not getattr(where, "open", False):
        ends = (None, *where, None)
        if all(is_size(end) for end in where):
            ops = [along(dim, ("slice", *pair, 1)) for pair in pairwise(ends)]
            if None not in ops:
                return tuple(at.apply(op, input) for op in ops if op is not None)
    return pieces(at, input, where if sections is None else sections, dim)


def pieces(at: At, input: Any, chunks: Any, dim: Any) -> Any:
    """So many parts along an axis, where both are known."""
    if axis_of(dim) is None or not isinstance(chunks, int):
        return Unknown(f"`{at.label}` into unknown parts")
    made = at.apply(Chunk(chunks, dim, even=at.label == "tensor_split"), input)
    return made if isinstance(made, tuple) else (made,) if isinstance(made, Value) else Unknown("parts")


@bind("torch.unbind", "torch.Tensor.unbind")
def unbind(at: At, input: Any, dim: Any = 0) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is None or not isinstance(dim, int) or not -len(tensor.shape) <= dim < len(tensor.shape):
        return Unknown("`unbind` of unknown parts")
    place = dim % len(tensor.shape)
    count = tensor.shape[place]
    if not isinstance(count, int) or count > 64:
        return Unknown("`unbind` into an unknown number of parts")
    kinds = (*((("slice", None, None, 1),) * place), ("int", 0))
    return tuple(at.apply(Index(kinds), tensor) for _ in range(count))


@bind("torch.narrow", "torch.Tensor.narrow")
def narrow(at: At, input: Any, dim: Any, start: Any, length: Any) -> Any:
    if not is_size(start) or not is_size(length):
        return lost(at, input)
    op = along(dim, ("slice", start, start + length, 1))
    return lost(at, input) if op is None else at.apply(op, input)


@bind("torch.Tensor.select", "torch.select")
def select(at: At, input: Any, dim: Any, index: Any) -> Any:
    op = along(dim, ("int", index if isinstance(index, int) else 0))
    return lost(at, input) if op is None else at.apply(op, input)
