"""torch: how alike or how far apart vectors are; products of vectors."""

from __future__ import annotations

from footgun.ops.distance import Distance
from footgun.ops.einsum import Einsum
from footgun.ops.elementwise import Binary
from footgun.ops.linear import BatchMatMul, MatMul
from footgun.ops.reduction import Reduce
from footgun.source.bindings import bind
from footgun.source.torch._common import axes_of, axis_of, given
from footgun.source.torch.linear import two_inputs
from footgun.source.torch.shapes import lost
from footgun.source.values import List, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

LETTERS = "abcdefghijklmnopqrstuvwxyz"


@bind("torch.nn.functional.cosine_similarity", "torch.cosine_similarity")
def functional_cosine(at: At, x1: Any, x2: Any, dim: Any = 1, eps: Any = 1e-08) -> Any:
    axis = axis_of(dim)
    return lost(at, x1) if axis is None else at.apply(Distance("cosine", axis), x1, x2)


@bind("torch.nn.CosineSimilarity")
def cosine(at: At, dim: Any = 1, eps: Any = 1e-08) -> Any:
    axis = axis_of(dim)
    if axis is None:
        return Unknown("a similarity along an unknown axis")
    return at.layer(Distance("cosine", axis), given(locals()), two_inputs)


@bind("torch.nn.functional.pairwise_distance", "torch.pairwise_distance")
def functional_distance(
    at: At, x1: Any, x2: Any, p: Any = 2.0, eps: Any = 1e-06, keepdim: Any = False
) -> Any:
    return at.apply(Distance("norm", -1, at.flag(keepdim, False)), x1, x2)


@bind("torch.nn.PairwiseDistance")
def pairwise(at: At, p: Any = 2.0, eps: Any = 1e-06, keepdim: Any = False) -> Any:
    return at.layer(Distance("norm", -1, at.flag(keepdim, False)), given(locals()), two_inputs)


@bind("torch.cdist")
def cdist(at: At, x1: Any, x2: Any, p: Any = 2.0, compute_mode: Any = None) -> Any:
    return at.apply(Einsum("...pm,...rm->...pr"), x1, x2)


@bind("torch.outer", "torch.Tensor.outer", "torch.ger", "torch.Tensor.ger")
def outer(at: At, input: Any, vec2: Any) -> Any:
    return at.apply(Einsum("i,j->ij"), input, vec2)


@bind("torch.dot", "torch.Tensor.dot", "torch.vdot", "torch.Tensor.vdot")
def dot(at: At, input: Any, tensor: Any = None, *, other: Any = None) -> Any:
    return at.apply(Einsum("i,i->"), input, other if tensor is None else tensor)


@bind("torch.mv", "torch.Tensor.mv")
def mv(at: At, input: Any, vec: Any) -> Any:
    return at.apply(MatMul(), input, vec)


@bind("torch.inner", "torch.Tensor.inner")
def inner(at: At, input: Any, other: Any) -> Any:
    if at.m.tensor(other).rank != 1:
        return tensordot(at, input, other, ((-1,), (-1,)))
    return at.apply(Einsum("...i,...i->..."), input, other)


@bind("torch.addbmm", "torch.Tensor.addbmm")
def addbmm(at: At, input: Any, batch1: Any, batch2: Any, *, beta: Any = 1, alpha: Any = 1) -> Any:
    product = at.apply(BatchMatMul(), batch1, batch2)
    return at.apply(Binary("add"), at.apply(Reduce("sum", (0,), False), product), input)


@bind("torch.tensordot")
def tensordot(at: At, a: Any, b: Any, dims: Any = 2, out: Any = None) -> Any:
    first, second = at.m.tensor(a).rank, at.m.tensor(b).rank
    if first is None or second is None or first + second > len(LETTERS):
        return at.value(None, at.m.tensor(a).dtype, "")
    if isinstance(dims, int):
        pairs = list(zip(range(first - dims, first), range(dims), strict=True))
    elif isinstance(dims, (tuple, List)) and len(dims) == 2:
        left, right = axes_of(dims[0]), axes_of(dims[1])
        pairs = list(zip(left or (), right or (), strict=False))
    else:
        pairs = []
    fits = all(-first <= i < first and -second <= j < second for i, j in pairs)
    if not pairs or not fits:
        return at.value(None, at.m.tensor(a).dtype, "")
    x, y = list(LETTERS[:first]), list(LETTERS[first : first + second])
    for i, j in pairs:
        y[j] = x[i]
    shared = set(x) & set(y)
    result = "".join(letter for letter in (*x, *y) if letter not in shared)
    return at.apply(Einsum(f"{''.join(x)},{''.join(y)}->{result}"), a, b)


@bind("torch.linalg.norm", "torch.linalg.vector_norm", "torch.linalg.matrix_norm")
def norm(at: At, A: Any, ord: Any = None, dim: Any = None, keepdim: Any = False, **more: Any) -> Any:
    axes = axes_of(dim)
    if dim is not None and axes is None:
        return lost(at, A)
    if dim is None and at.label == "matrix_norm":
        axes = (-2, -1)
    return at.apply(Reduce("norm", axes, at.flag(keepdim, False)), A)
