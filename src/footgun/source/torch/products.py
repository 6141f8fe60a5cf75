"""torch: products of tensors that are more than one op: added products, sums of products by letters."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.einsum import Einsum
from footgun.ops.elementwise import Alike
from footgun.ops.linear import BatchMatMul, MatrixMultiply
from footgun.ops.reshape import Expand
from footgun.source.bindings import bind
from footgun.source.values import List

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.addmm", "torch.Tensor.addmm", "torch.Tensor.addmm_")
def addmm(
    at: At, input: Any, mat1: Any, mat2: Any, out_dtype: Any = None, *, beta: Any = 1, alpha: Any = 1
) -> Any:
    return added(at, input, at.apply(MatrixMultiply(), mat1, mat2))


@bind("torch.baddbmm", "torch.Tensor.baddbmm", "torch.Tensor.baddbmm_")
def baddbmm(
    at: At, input: Any, batch1: Any, batch2: Any, out_dtype: Any = None, *, beta: Any = 1, alpha: Any = 1
) -> Any:
    return added(at, input, at.apply(BatchMatMul(), batch1, batch2))


def added(at: At, input: Any, product: Value) -> Any:
    """A product with a tensor that is stretched to its shape, and never the other way round."""
    tensor = at.m.tensor(input)
    if tensor.shape is None or product.shape is None or product.assumed is not None:
        return product
    return at.apply(Alike("add"), product, at.apply(Expand(product.shape), tensor))


@bind("torch.einsum")
def einsum(at: At, equation: Any, *operands: Any) -> Any:
    if isinstance(equation, (tuple, List)):
        at.refuse("`einsum`: `equation` must be a str, not a list of tensors", argument="equation")
    if len(operands) == 1 and isinstance(operands[0], (tuple, List)):
        if getattr(operands[0], "open", False):
            return at.value(None, None, "")
        operands = tuple(operands[0])
    plain = isinstance(equation, str) and all(c.isalpha() or c in " ,.->" for c in equation)
    if not plain or not operands:
        return at.value(None, None, "")
    return at.apply(Einsum(equation), *operands)
