"""torch: how alike or how far apart vectors are; products of vectors."""

from __future__ import annotations

from footgun.ops.distance import Distance, Products
from footgun.ops.einsum import Contraction, Distances, Einsum
from footgun.ops.elementwise import Binary
from footgun.ops.linear import BatchMatMul, Weights
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
    if isinstance(p, (int, float)) and p < 0:
        at.fault(f"`cdist`: `p` is {p}", argument="p")
    return at.apply(Distances("...pm,...rm->...pr"), x1, x2)


@bind("torch.outer", "torch.Tensor.outer", "torch.ger", "torch.Tensor.ger")
def outer(at: At, input: Any, vec2: Any) -> Any:
    return at.apply(Einsum("i,j->ij"), input, vec2)


@bind("torch.dot", "torch.Tensor.dot", "torch.vdot", "torch.Tensor.vdot")
def dot(at: At, input: Any, tensor: Any = None, *, other: Any = None) -> Any:
    return at.apply(Contraction("i,i->"), input, other if tensor is None else tensor)


@bind("torch.inner", "torch.Tensor.inner")
def inner(at: At, input: Any, other: Any) -> Any:
    ranks = at.m.tensor(input).rank, at.m.tensor(other).rank
    if 0 in ranks:
        return at.apply(Binary("mul"), input, other)
    if ranks[1] != 1:
        return tensordot(at, input, other, ((-1,), (-1,)))
    return at.apply(Contraction("...i,i->..."), input, other)


@bind("torch.addbmm", "torch.Tensor.addbmm")
def addbmm(at: At, input: Any, batch1: Any, batch2: Any, *, beta: Any = 1, alpha: Any = 1) -> Any:
    product = at.apply(BatchMatMul(), batch1, batch2)
    return at.apply(Binary("add"), at.apply(Reduce("sum", (0,), False), product), input)


@bind("torch.tensordot")
def tensordot(at: At, a: Any, b: Any, dims: Any = 2, out: Any = None) -> Any:
    first, second = at.m.tensor(a).rank, at.m.tensor(b).rank
    if first is None or second is None or first + second > len(LETTERS):
        return at.value(None, at.m.tensor(a).dtype, "")
    pairs = paired(at, dims, first, second)
    if pairs is None:
        return at.value(None, at.m.tensor(a).dtype, "")
    x, y = list(LETTERS[:first]), list(LETTERS[first : first + second])
    for i, j in pairs:
        y[j] = x[i]
    shared = set(x) & set(y)
    result = "".join(letter for letter in (*x, *y) if letter not in shared)
    return at.apply(Contraction(f"{''.join(x)},{''.join(y)}->{result}"), a, b)


def paired(at: At, dims: Any, first: int, second: int) -> list[tuple[int, int]] | None:
    """The axes that meet; None where they are not known, or there are no such axes."""
    if isinstance(dims, int):
        if 0 <= dims <= min(first, second):
            return list(zip(range(first - dims, first), range(dims), strict=True))
        at.fault(f"`tensordot`: {dims} axes of tensors of {first} and {second} dimensions", argument="dims")
        return None
    if not isinstance(dims, (tuple, List)) or getattr(dims, "open", False) or len(dims) != 2:
        return None
    left, right = axes_of(dims[0]), axes_of(dims[1])
    if left is None or right is None:
        return None
    problem = None
    if len(left) != len(right):
        problem = f"{len(left)} axes of the first, {len(right)} of the second"
    for axes, rank in ((left, first), (right, second)):
        wrong = next((axis for axis in axes if not -rank <= axis < rank), None)
        if wrong is not None:
            problem = f"axis {wrong} is out of range for a tensor of {rank} dimension{'s' * (rank != 1)}"
    if problem is None:
        return list(zip(left, right, strict=True))
    at.fault(f"`tensordot`: {problem}", argument="dims")
    return None


@bind("torch.linalg.norm", "torch.linalg.vector_norm", "torch.linalg.matrix_norm")
def norm(at: At, A: Any, ord: Any = None, dim: Any = None, keepdim: Any = False, **more: Any) -> Any:
    axes = axes_of(dim)
    if dim is not None and axes is None:
        return lost(at, A)
    if dim is None and at.label == "matrix_norm":
        axes = (-2, -1)
    if dim is None and at.label == "norm" and isinstance(ord, (int, float)):
        A = at.apply(Weights((1, 2)), A)
    return at.apply(Reduce("norm", axes, at.flag(keepdim, False)), A)


@bind("torch.linalg.vecdot")
def vecdot(at: At, x: Any, y: Any, *, dim: Any = -1, out: Any = None) -> Any:
    axis = axis_of(dim)
    return lost(at, x) if axis is None else at.apply(Products("vecdot", axis), x, y)
