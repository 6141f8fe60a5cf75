"""torch: complex numbers and their parts."""

from __future__ import annotations

from footgun.ops.complex import WHOLES, Pairs, Part
from footgun.ops.elementwise import Binary, Unary
from footgun.source.bindings import bind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.real", "torch.imag")
def part(at: At, input: Any) -> Any:
    return at.apply(Part(at.label), input)


@bind("torch.conj", "torch.Tensor.conj", "torch.resolve_conj", "torch.Tensor.resolve_conj",
      "torch.Tensor.conj_physical", "torch.conj_physical", "torch.Tensor.resolve_neg")  # fmt: skip
def conj(at: At, input: Any) -> Any:
    return at.apply(Unary("conj"), input)


@bind("torch.complex")
def of_parts(at: At, real: Any, imag: Any, *, out: Any = None) -> Any:
    return combined(at, real, imag)


@bind("torch.polar")
def polar(at: At, abs: Any, angle: Any, *, out: Any = None) -> Any:
    return combined(at, abs, angle)


def combined(at: At, first: Any, second: Any) -> Any:
    """Complex numbers of two parts."""
    return at.apply(Binary("add"), first, second, dtype=WHOLES.get(at.m.tensor(first).dtype or ""))


@bind("torch.view_as_real", "torch.view_as_complex")
def view(at: At, input: Any) -> Any:
    return at.apply(Pairs(at.label == "view_as_real"), input)
