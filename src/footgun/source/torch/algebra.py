"""torch and torch.linalg: inverses, powers, decompositions and norms of matrices."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary, Unary
from footgun.ops.linear import MatMul
from footgun.ops.reshape import Transpose, Unsqueeze
from footgun.sizes import Size
from footgun.source.bindings import bind
from footgun.source.torch.shapes import lost
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

SQUARE = ("inverse", "pinverse", "matrix_exp", "cholesky", "cholesky_inverse")
OF_LINALG = ("inv", "pinv", "matrix_exp", "cholesky")


@bind(
    *(f"{p}{n}" for n in SQUARE for p in ("torch.", "torch.Tensor.")),
    *(f"torch.linalg.{n}" for n in OF_LINALG),
)
def square(at: At, input: Any, *args: Any, **more: Any) -> Any:
    turned = at.label in ("pinverse", "pinv")
    return at.apply(Transpose(-2, -1) if turned else Unary("matrix"), input)


@bind("torch.matrix_power", "torch.Tensor.matrix_power", "torch.linalg.matrix_power")
def matrix_power(at: At, input: Any, n: Any, *, out: Any = None) -> Any:
    return at.apply(Unary("matrix"), input)


@bind("torch.linalg.det", "torch.linalg.matrix_rank", "torch.linalg.cond")
def of_matrix(at: At, A: Any, *args: Any, **more: Any) -> Any:
    tensor = at.m.tensor(A)
    if tensor.shape is None or len(tensor.shape) < 2:
        return lost(at, A)
    dtype = "int64" if at.label == "matrix_rank" else tensor.dtype
    return Value(tensor.shape[:-2], dtype, span=at.span, assumed=tensor.assumed)


@bind("torch.slogdet", "torch.Tensor.slogdet", "torch.linalg.slogdet")
def slogdet(at: At, input: Any, *, out: Any = None) -> Any:
    tensor = at.m.tensor(input)
    if tensor.shape is None or len(tensor.shape) < 2:
        return (lost(at, input), lost(at, input))
    return tuple(Value(tensor.shape[:-2], tensor.dtype, span=at.span) for _ in "sl")


def matrix_of(value: Value) -> tuple[tuple[Size, ...], Size, Size] | None:
    """(batch, rows, columns) of a matrix or a batch of them."""
    if value.shape is None or len(value.shape) < 2:
        return None
    return value.shape[:-2], value.shape[-2], value.shape[-1]


@bind("torch.qr", "torch.Tensor.qr")
def old_qr(at: At, input: Any, some: Any = True, *, out: Any = None) -> Any:
    return qr(at, input, "reduced" if some is True else "complete")


@bind("torch.linalg.qr")
def qr(at: At, A: Any, mode: Any = "reduced", *, out: Any = None) -> Any:
    tensor = at.m.tensor(A)
    parts = matrix_of(tensor)
    if parts is None or mode != "reduced":
        return (lost(at, A), lost(at, A))
    batch, rows, columns = parts
    if not isinstance(rows, int) or not isinstance(columns, int):
        return (lost(at, A), lost(at, A))
    least = min(rows, columns)
    return pair(at, tensor, (*batch, rows, least), (*batch, least, columns))


def pair(at: At, tensor: Value, *shapes: tuple[Size, ...]) -> tuple[Value, ...]:
    """Tensors of one type."""
    return tuple(Value(shape, tensor.dtype, span=at.span, assumed=tensor.assumed) for shape in shapes)


@bind("torch.linalg.svd")
def svd(at: At, A: Any, full_matrices: Any = True, *, driver: Any = None, out: Any = None) -> Any:
    return decomposed(at, A, at.flag(full_matrices, True), True)


@bind("torch.svd", "torch.Tensor.svd")
def old_svd(at: At, input: Any, some: Any = True, compute_uv: Any = True, *, out: Any = None) -> Any:
    return decomposed(at, input, not at.flag(some, True), False)


def decomposed(at: At, input: Any, full: bool, turned: bool) -> Any:
    """U, S and V (or its transpose)."""
    tensor = at.m.tensor(input)
    parts = matrix_of(tensor)
    if parts is None or not isinstance(parts[1], int) or not isinstance(parts[2], int):
        return tuple(lost(at, input) for _ in "usv")
    batch, rows, columns = parts[0], parts[1], parts[2]
    least = min(rows, columns)
    right = (columns if full else least, columns)
    return pair(
        at,
        tensor,
        (*batch, rows, rows if full else least),
        (*batch, least),
        (*batch, *(right if turned else reversed(right))),
    )


@bind("torch.linalg.eigh", "torch.linalg.eig")
def eigh(at: At, A: Any, *args: Any, **more: Any) -> Any:
    tensor = at.m.tensor(A)
    parts = matrix_of(tensor)
    if parts is None:
        return (lost(at, A), lost(at, A))
    made = pair(at, tensor, (*parts[0], parts[1]), (*parts[0], parts[1], parts[2]))
    if at.label == "eig":
        for value in made:
            value.dtype = {"float32": "complex64", "float64": "complex128"}.get(
                value.dtype or "", value.dtype
            )
    return made


@bind("torch.linalg.eigvalsh", "torch.linalg.svdvals")
def values(at: At, A: Any, *args: Any, **more: Any) -> Any:
    tensor = at.m.tensor(A)
    parts = matrix_of(tensor)
    if parts is None or (at.label == "svdvals" and not all(isinstance(n, int) for n in parts[1:])):
        return lost(at, A)
    count = parts[1] if at.label == "eigvalsh" else min(parts[1:])  # type: ignore[type-var]
    return Value((*parts[0], count), tensor.dtype, span=at.span)


@bind("torch.linalg.solve")
def solve(at: At, A: Any, B: Any, *, left: Any = True, out: Any = None) -> Any:
    matrix, right = at.m.tensor(A), at.m.tensor(B)
    if matrix.rank is None or right.rank is None or matrix.rank != right.rank or left is not True:
        return lost(at, B)
    return at.apply(MatMul(), A, B)


@bind("torch.addmv", "torch.Tensor.addmv")
def addmv(at: At, input: Any, mat: Any, vec: Any, *, beta: Any = 1, alpha: Any = 1, out: Any = None) -> Any:
    return at.apply(Binary("add"), input, at.apply(MatMul(), mat, vec))


@bind("torch.addr", "torch.Tensor.addr")
def addr(at: At, input: Any, vec1: Any, vec2: Any, *, beta: Any = 1, alpha: Any = 1, out: Any = None) -> Any:
    product = at.apply(Binary("mul"), at.apply(Unsqueeze(1), vec1), vec2)
    return at.apply(Binary("add"), input, product)


@bind("torch.linalg.multi_dot", "torch.chain_matmul")
def multi_dot(at: At, tensors: Any, *rest: Any, out: Any = None) -> Any:
    from footgun.source.torch.shapes import tensors_in

    found = tensors_in(at, (tensors, *rest) if rest else tensors)
    if found is None:
        return at.value(None, None, "")
    made: Any = found[0]
    for other in found[1:]:
        made = at.apply(MatMul(), made, other)
    return made


@bind("torch.linalg.lstsq")
def lstsq(at: At, A: Any, B: Any, rcond: Any = None, *, driver: Any = None) -> Any:
    matrix, right = at.m.tensor(A), at.m.tensor(B)
    solution: Any = lost(at, B)
    if matrix.shape is not None and right.shape is not None and len(matrix.shape) == len(right.shape) >= 2:
        solution = Value((*right.shape[:-2], matrix.shape[-1], right.shape[-1]), right.dtype, span=at.span)
    return Thing("torch.return_types", at.name, at.span, solution=solution, residuals=Unknown("residuals"))
