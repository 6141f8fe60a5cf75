"""torch.special, and functions of numbers that few networks use."""

from __future__ import annotations

from footgun.network import Value
from footgun.ops.elementwise import Alike, Binary, Fractional
from footgun.source.bindings import bind
from footgun.source.tensors import scalar
from footgun.source.values import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At

ONE = (
    "airy_ai", "bessel_j0", "bessel_j1", "bessel_y0", "bessel_y1", "digamma", "entr", "erf", "erfc", "erfcx",
    "erfinv", "exp2", "expm1", "gammaln", "i0", "i0e", "i1", "i1e", "log1p", "log_ndtr", "logit",
    "modified_bessel_i0", "modified_bessel_i1", "modified_bessel_k0", "modified_bessel_k1", "ndtr", "ndtri",
    "psi", "scaled_modified_bessel_k0", "scaled_modified_bessel_k1", "sinc", "spherical_bessel_j0",
)  # fmt: skip
TWO = ("xlogy", "xlog1py", "zeta", "gammainc", "gammaincc")
POLYNOMIALS = (
    *(f"{shifted}chebyshev_polynomial_{kind}" for shifted in ("", "shifted_") for kind in "tuvw"),
    "hermite_polynomial_h", "hermite_polynomial_he", "laguerre_polynomial_l", "legendre_polynomial_p",
)  # fmt: skip


@bind(*(f"torch.special.{name}" for name in ONE))
def of_one(at: At, input: Any, *args: Any, **more: Any) -> Any:
    return at.apply(Fractional(at.label), input)


@bind(*(f"torch.special.{name}" for name in TWO),
      *(f"{place}{name}{end}" for name in ("igamma", "igammac") for place, end in (
          ("torch.", ""), ("torch.Tensor.", ""), ("torch.Tensor.", "_"))))  # fmt: skip
def of_two(at: At, input: Any, other: Any, *, out: Any = None) -> Any:
    if "gamma" in at.label:
        tensors_only(at, input=input, other=other)
    # As `xlogy`, all of them give fractions of integers.
    if isinstance(input, Value) and isinstance(other, (int, float)):
        return scalar(at.m, "xlogy", input, other)
    if isinstance(other, Value) and isinstance(input, (int, float)):
        return scalar(at.m, "xlogy", other, input, swapped=True)
    return at.apply(Binary("xlogy"), input, other)


@bind(*(f"torch.special.{name}" for name in POLYNOMIALS))
def polynomial(at: At, x: Any, n: Any, *, out: Any = None) -> Any:
    return of_two(at, x, n)


def tensors_only(at: At, **given: Any) -> None:
    """Numbers where only tensors are taken."""
    for name, value in given.items():
        if isinstance(value, (int, float)):
            at.refuse(f"`{at.label}`: `{name}` must be a tensor, not {value}", argument=name)


@bind("torch.heaviside", "torch.Tensor.heaviside", "torch.Tensor.heaviside_")
def heaviside(at: At, input: Any, values: Any, *, out: Any = None) -> Any:
    tensors_only(at, input=input, values=values)
    return at.apply(Alike("heaviside"), input, values)


@bind("torch.polygamma", "torch.special.polygamma")
def polygamma(at: At, n: Any, input: Any, *, out: Any = None) -> Any:
    if isinstance(n, Value) and not isinstance(input, Value):
        at.refuse(f"`{at.label}`: `n` must be an int, not a tensor", argument="n")
        n, input = input, n
    return of_order(at, input, n)


@bind("torch.Tensor.polygamma", "torch.Tensor.polygamma_")
def polygamma_of(at: At, input: Any, n: Any) -> Any:
    return of_order(at, input, n)


def of_order(at: At, input: Any, n: Any) -> Any:
    """The derivative of some order."""
    if isinstance(n, int) and n < 0:
        at.fault(f"`{at.label}`: `n` is {n}", argument="n")
    return at.apply(Fractional("polygamma"), input)


@bind("torch.mvlgamma", "torch.Tensor.mvlgamma", "torch.special.multigammaln")
def mvlgamma(at: At, input: Any, p: Any, *, out: Any = None) -> Any:
    if isinstance(p, int) and p < 1:
        at.fault(f"`{at.label}`: `p` is {p}", argument="p")
    return Unknown("numbers") if isinstance(input, (int, float)) else at.apply(Fractional("mvlgamma"), input)
