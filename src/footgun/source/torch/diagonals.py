"""torch: diagonals taken, written and made, and what is laid out along them."""

from __future__ import annotations

from footgun.ops.matrix import BlockDiagonal, Cross, Diagonal, DiagonalEmbed, DiagonalScatter
from footgun.source.bindings import bind
from footgun.source.torch._common import axis_of
from footgun.source.torch.shapes import lost, tensors_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.diag", "torch.Tensor.diag")
def diag(at: At, input: Any, diagonal: Any = 0, *, out: Any = None) -> Any:
    """A vector on the diagonal of a square, or the diagonal of a matrix."""
    return lost(at, input) if axis_of(diagonal) is None else at.apply(Diagonal(diagonal, diag=True), input)


@bind("torch.diagonal", "torch.Tensor.diagonal", "torch.diagonal_copy")
def taken(at: At, input: Any, offset: Any = 0, dim1: Any = 0, dim2: Any = 1, **out: Any) -> Any:
    return on_axes(at, Diagonal, (offset, dim1, dim2), input)


@bind("torch.linalg.diagonal")
def of_matrices(at: At, A: Any, *, offset: Any = 0, dim1: Any = -2, dim2: Any = -1) -> Any:
    return on_axes(at, Diagonal, (offset, dim1, dim2), A)


@bind("torch.diag_embed", "torch.Tensor.diag_embed")
def diag_embed(at: At, input: Any, offset: Any = 0, dim1: Any = -2, dim2: Any = -1) -> Any:
    return on_axes(at, DiagonalEmbed, (offset, dim1, dim2), input)


@bind("torch.diagonal_scatter", "torch.Tensor.diagonal_scatter")
def written(at: At, input: Any, src: Any, offset: Any = 0, dim1: Any = 0, dim2: Any = 1) -> Any:
    return on_axes(at, DiagonalScatter, (offset, dim1, dim2), input, src)


def on_axes(at: At, kind: Any, places: tuple[Any, ...], *tensors: Any) -> Any:
    """An op of a diagonal, where its offset and axes are known."""
    if any(axis_of(place) is None for place in places):
        return lost(at, tensors[0])
    return at.apply(kind(*places), *tensors)


@bind("torch.block_diag")
def block_diag(at: At, *tensors: Any) -> Any:
    found = tensors_in(at, tensors)
    return at.value(None, None, "") if found is None else at.apply(BlockDiagonal(), *found)


@bind("torch.cross", "torch.Tensor.cross")
def cross(at: At, input: Any, other: Any, dim: Any = None, *, out: Any = None) -> Any:
    return crossed(at, input, other, dim)


@bind("torch.linalg.cross")
def cross_of_last(at: At, input: Any, other: Any, *, dim: Any = -1, out: Any = None) -> Any:
    return lost(at, input) if dim is None else crossed(at, input, other, dim)


def crossed(at: At, input: Any, other: Any, dim: Any) -> Any:
    """Along a known axis, or the first that can be."""
    if dim is not None and axis_of(dim) is None:
        return lost(at, input)
    return at.apply(Cross("cross", axis=dim), input, other)
