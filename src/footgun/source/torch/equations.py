"""torch and torch.linalg: equations with matrices, and products of matrices with vectors."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Binary
from footgun.ops.linear import MatrixVector
from footgun.ops.matrix import Kron, Solve
from footgun.ops.reshape import Expand
from footgun.source.bindings import bind
from footgun.source.torch.distances import outer
from footgun.source.torch.products import added
from footgun.source.torch.shapes import lost
from footgun.source.values import Thing, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.linalg.solve")
def solve(at: At, A: Any, B: Any, *, left: Any = True, out: Any = None) -> Any:
    return solved(at, A, B, left, vector=True)


@bind("torch.linalg.solve_ex")
def solve_ex(at: At, A: Any, B: Any, *, left: Any = True, check_errors: Any = False, out: Any = None) -> Any:
    made, lead = solved(at, A, B, left, vector=True), at.m.tensor(A).shape
    return made, at.value(None if lead is None else lead[:-2], "int32", "")


@bind("torch.linalg.solve_triangular")
def solve_triangular(
    at: At,
    A: Any,
    B: Any,
    *,
    upper: Any,
    left: Any = True,
    unitriangular: Any = False,
    out: Any = None,
) -> Any:
    return solved(at, A, B, left, converts=True)


@bind("torch.cholesky_solve", "torch.Tensor.cholesky_solve")
def cholesky_solve(at: At, input: Any, input2: Any, upper: Any = False, *, out: Any = None) -> Any:
    return solved(at, input2, input)


@bind("torch.triangular_solve", "torch.Tensor.triangular_solve")
def triangular_solve(
    at: At,
    input: Any,
    A: Any,
    upper: Any = True,
    transpose: Any = False,
    unitriangular: Any = False,
    *,
    out: Any = None,
) -> Any:
    made, matrix = solved(at, A, input), at.m.tensor(A)
    known = matrix.shape is not None and made.shape is not None
    shape = (*made.shape[:-2], *(matrix.shape or ())[-2:]) if known else None
    return made, Value(shape, matrix.dtype, span=at.span, assumed=matrix.assumed)


@bind("torch.lu_solve", "torch.Tensor.lu_solve")
def old_lu_solve(at: At, input: Any, LU_data: Any, LU_pivots: Any, *, out: Any = None) -> Any:
    return solved(at, LU_data, input)


@bind("torch.linalg.lu_solve")
def lu_solve(
    at: At, LU: Any, pivots: Any, B: Any, *, left: Any = True, adjoint: Any = False, out: Any = None
) -> Any:
    return solved(at, LU, B, left)


def solved(at: At, A: Any, B: Any, left: Any = True, vector: bool = False, converts: bool = False) -> Any:
    """The solution, where it is known on which side the matrix stands."""
    if not isinstance(left, bool):
        return lost(at, B)
    return at.apply(Solve(at.label, left, vector, converts=converts), A, B)


@bind("torch.linalg.lstsq")
def lstsq(at: At, A: Any, B: Any, rcond: Any = None, *, driver: Any = None) -> Any:
    solution = at.apply(Solve(at.label, vector=True, least=True), A, B)
    return Thing("torch.return_types", at.name, at.span, solution=solution, residuals=Unknown("residuals"))


@bind("torch.mv", "torch.Tensor.mv")
def mv(at: At, input: Any, vec: Any) -> Any:
    return at.apply(MatrixVector(), input, vec)


@bind("torch.addmv", "torch.Tensor.addmv", "torch.Tensor.addmv_")
def addmv(at: At, input: Any, mat: Any, vec: Any, *, beta: Any = 1, alpha: Any = 1, out: Any = None) -> Any:
    return added(at, input, at.apply(MatrixVector(), mat, vec))


@bind("torch.addr", "torch.Tensor.addr", "torch.Tensor.addr_")
def addr(at: At, input: Any, vec1: Any, vec2: Any, *, beta: Any = 1, alpha: Any = 1, out: Any = None) -> Any:
    product, tensor = outer(at, vec1, vec2), at.m.tensor(input)
    if product.shape is not None and tensor.shape is not None and product.assumed is None:
        tensor = at.apply(Expand(product.shape), tensor)
    return at.apply(Binary("add"), tensor, product)


@bind("torch.kron", "torch.Tensor.kron")
def kron(at: At, input: Any, other: Any, *, out: Any = None) -> Any:
    return at.apply(Kron("kron"), input, other)


@bind("torch.Tensor.__rmatmul__")
def reversed_product(at: At, input: Any, other: Any) -> Any:
    from footgun.source.torch.math import matmul

    return matmul(at, other, input)
