"""torch and torch.linalg: inverses, powers, decompositions and norms of matrices."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.complex import PARTS, WHOLES
from footgun.ops.linear import MatMul
from footgun.ops.matrix import LowRank, Matrix, Triangle
from footgun.sizes import is_integer
from footgun.source.bindings import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


def both(*names: str) -> tuple[str, ...]:
    """Each as a function and a method."""
    return tuple(f"{place}{name}" for name in names for place in ("torch.", "torch.Tensor."))


# These give back what holds no numbers, whatever its shape and type.
HASTY = frozenset((
    "torch.cholesky", "torch.Tensor.cholesky",
    *(f"torch.linalg.{n}" for n in ("eigh", "eigvalsh", "matrix_rank", "pinv")),
))  # fmt: skip


def matrices(
    at: At, input: Any, gives: str, square: bool = False, kinds: str = "", *, floating: bool = True
) -> Any:
    """Apply a function of matrices; `kinds` says the types of the results, by default that of the input."""
    hasty = at.name in HASTY
    op = Matrix(at.label, tuple(gives.split(",")), square, floating=floating, hasty=hasty)
    made = at.apply(op, input)
    for value, kind in zip(made if isinstance(made, tuple) else (made,), kinds.split(","), strict=False):
        known = value.dtype or ""
        if kind in ("real", "complex"):
            known = (PARTS if kind == "real" else WHOLES).get(known, known)
        value.dtype = (kind if kind.startswith("int") else known) or None
    return made


@bind(*both("inverse", "matrix_exp", "cholesky_inverse", "cholesky"),
      *(f"torch.linalg.{n}" for n in ("inv", "matrix_exp", "cholesky")))  # fmt: skip
def square(at: At, input: Any, *args: Any, **more: Any) -> Any:
    return matrices(at, input, "mn", True)


@bind("torch.pinverse", "torch.Tensor.pinverse")
def pinverse(at: At, input: Any, rcond: Any = 1e-15) -> Any:
    return matrices(at, input, "nm")


@bind("torch.linalg.pinv")
def pinv(
    at: At, A: Any, rtol: Any = None, *, atol: Any = None, hermitian: Any = False, out: Any = None, **old: Any
) -> Any:
    if isinstance(rtol, Value) or isinstance(atol, Value):
        return at.value(None, at.m.tensor(A).dtype, "")
    return matrices(at, A, "nm", hermitian is True)


@bind(*both("matrix_power"), "torch.linalg.matrix_power")
def matrix_power(at: At, input: Any, n: Any, *, out: Any = None) -> Any:
    return matrices(at, input, "mn", True, floating=isinstance(n, int) and n < 0)


@bind(*both("det", "logdet"))
def determinant(at: At, input: Any, *, out: Any = None) -> Any:
    return matrices(at, input, "", True)


@bind("torch.linalg.det")
def linalg_determinant(at: At, A: Any, *, out: Any = None) -> Any:
    return determinant(at, A)


@bind(*both("slogdet"))
def slogdet(at: At, input: Any, *, out: Any = None) -> Any:
    return matrices(at, input, ",", True, ",real")


@bind("torch.linalg.slogdet")
def linalg_slogdet(at: At, A: Any, *, out: Any = None) -> Any:
    return slogdet(at, A)


@bind(*both("trace"))
def trace(at: At, input: Any) -> Any:
    kind = at.m.tensor(input).dtype
    op = Matrix("trace", ("",), batched=False, floating=False)
    return at.apply(op, input, dtype="int64" if is_integer(kind) else kind)


@bind("torch.linalg.matrix_rank")
def matrix_rank(
    at: At,
    A: Any,
    tol: Any = None,
    hermitian: Any = False,
    *,
    atol: Any = None,
    rtol: Any = None,
    out: Any = None,
) -> Any:
    if any(isinstance(given, Value) for given in (tol, hermitian, atol, rtol)):
        return at.value(None, "int64", "")
    return matrices(at, A, "", hermitian is True, "int64")


@bind("torch.linalg.cond")
def cond(at: At, A: Any, p: Any = None, *, out: Any = None) -> Any:
    return matrices(at, A, "", p in ("fro", "nuc", 1, -1), "real")


@bind("torch.qr", "torch.Tensor.qr")
def old_qr(at: At, input: Any, some: Any = True, *, out: Any = None) -> Any:
    return qr(at, input, "reduced" if some is True else "complete")


@bind("torch.linalg.qr")
def qr(at: At, A: Any, mode: Any = "reduced", *, out: Any = None) -> Any:
    if mode == "r":
        tensor = at.m.tensor(A)
        return at.value((0,), tensor.dtype, ""), matrices(at, A, "kn")
    if mode not in ("reduced", "complete"):
        if isinstance(mode, str):
            at.fault(f"`qr`: `mode` is 'reduced', 'complete' or 'r', not {mode!r}", argument="mode")
        return at.value(None, at.m.tensor(A).dtype, ""), at.value(None, at.m.tensor(A).dtype, "")
    return matrices(at, A, "mk,kn" if mode == "reduced" else "mm,mn")


@bind("torch.linalg.svd")
def svd(at: At, A: Any, full_matrices: Any = True, *, driver: Any = None, out: Any = None) -> Any:
    return matrices(at, A, "mm,k,nn" if at.flag(full_matrices, True) else "mk,k,kn", kinds=",real,")


@bind("torch.svd", "torch.Tensor.svd")
def old_svd(at: At, input: Any, some: Any = True, compute_uv: Any = True, *, out: Any = None) -> Any:
    full = some is False or compute_uv is False
    return matrices(at, input, "mm,k,nn" if full else "mk,k,nk", kinds=",real,")


@bind("torch.svd_lowrank")
def svd_lowrank(at: At, A: Any, q: Any = 6, niter: Any = 2, M: Any = None) -> Any:
    return at.apply(LowRank(at.label, 6 if q is None else at.size(q, "q")), A)


@bind("torch.pca_lowrank")
def pca_lowrank(at: At, A: Any, q: Any = None, center: Any = True, niter: Any = 2) -> Any:
    return at.apply(LowRank(at.label, 6 if q is None else at.size(q, "q"), q is not None), A)


@bind("torch.linalg.eig", "torch.linalg.eigh")
def eigh(at: At, A: Any, *args: Any, **more: Any) -> Any:
    return matrices(at, A, "n,nn", True, "complex,complex" if at.label == "eig" else "real,")


@bind("torch.linalg.eigvals", "torch.linalg.eigvalsh", "torch.linalg.svdvals")
def values(at: At, A: Any, *args: Any, **more: Any) -> Any:
    if at.label == "svdvals":
        return matrices(at, A, "k", kinds="real")
    return matrices(at, A, "n", True, "complex" if at.label == "eigvals" else "real")


@bind("torch.linalg.inv_ex", "torch.linalg.cholesky_ex")
def with_info(at: At, A: Any, *args: Any, **more: Any) -> Any:
    return matrices(at, A, "mn,", True, ",int32")


@bind("torch.linalg.lu")
def lu(at: At, A: Any, *, pivot: Any = True, out: Any = None) -> Any:
    if pivot is not True:
        return tuple(at.value(None, at.m.tensor(A).dtype, "") for _ in "plu")
    return matrices(at, A, "mm,mk,kn")


@bind("torch.linalg.lu_factor", "torch.linalg.lu_factor_ex", "torch.geqrf", "torch.Tensor.geqrf",
      "torch.lu", "torch.Tensor.lu")  # fmt: skip
def factors(at: At, A: Any, *args: Any, **more: Any) -> Any:
    get_infos = more.get("get_infos", args[1] if len(args) > 1 else False)
    if at.label == "geqrf":
        return matrices(at, A, "mn,k")
    if at.label == "lu_factor_ex" or (at.label == "lu" and get_infos is True):
        return matrices(at, A, "mn,k,", kinds=",int32,int32")
    return matrices(at, A, "mn,k", kinds=",int32")


@bind("torch.linalg.ldl_factor", "torch.linalg.ldl_factor_ex")
def ldl_factor(at: At, A: Any, *, hermitian: Any = False, out: Any = None, **more: Any) -> Any:
    if at.label == "ldl_factor_ex":
        return matrices(at, A, "mn,n,", True, ",int32,int32")
    return matrices(at, A, "mn,n", True, ",int32")


@bind("torch.linalg.vander")
def vander(at: At, x: Any, *, N: Any = None) -> Any:
    tensor = at.m.tensor(x)
    if not tensor.shape:
        return at.value(None, tensor.dtype, "")
    columns = tensor.shape[-1] if N is None else at.size(N, "n")
    return Value((*tensor.shape, columns), tensor.dtype, span=at.span, assumed=tensor.assumed)


@bind(*(f"{place}{n}{end}" for n in ("tril", "triu") for place, end in (
    ("torch.", ""), ("torch.Tensor.", ""), ("torch.Tensor.", "_"))))  # fmt: skip
def triangle(at: At, input: Any, diagonal: Any = 0, *, out: Any = None) -> Any:
    return at.apply(Triangle(at.label.rstrip("_")), input)


@bind("torch.linalg.multi_dot", "torch.chain_matmul")
def multi_dot(at: At, tensors: Any, *rest: Any, out: Any = None) -> Any:
    from footgun.ops.linear import Weights
    from footgun.source.torch.shapes import tensors_in

    listed = at.label == "multi_dot"
    found = tensors_in(at, tensors if listed else (tensors, *rest))
    if found is None:
        return at.value(None, None, "")
    ends = (1, 2) if listed else (2,)
    for place, tensor in enumerate(found):
        ranks = ends if place in (0, len(found) - 1) else (2,)
        if tensor.rank is not None and tensor.rank not in ranks:
            return at.apply(Weights(ranks), tensor)
    made: Any = found[0]
    for other in found[1:]:
        made = at.apply(MatMul(), made, other)
    return made
