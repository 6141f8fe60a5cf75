"""What torch wants of the numbers that meet weights: floating point, and the very type of the weights."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check
from footgun.sizes import DType, is_integer

# Half-precision inputs may be meant for a context that casts, such as autocast.
_WIDTHS = ("float32", "float64")


def require_floating(check: Check, dtypes: Sequence[DType | None]) -> None:
    """Record a `dtype` fault for the first input of whole numbers or booleans."""
    for dtype in dtypes:
        if dtype == "bool" or is_integer(dtype):
            check.fail("dtype", expected="float32", got=dtype)
            return


def require_alike(check: Check, dtypes: Sequence[DType | None]) -> None:
    """Record a `dtype` fault for the first input of another type than the first."""
    first = dtypes[0] if dtypes else None
    for dtype in dtypes[1:]:
        if first is not None and dtype is not None and first != dtype and _meet(first, dtype):
            check.fail("dtype", expected=first, got=dtype, detail="alike")
            return


def require_weights_type(check: Check, weights: DType | None, dtypes: Sequence[DType | None]) -> bool:
    """Whether floating inputs have the width of the weights; records a `dtype` fault if not."""
    if weights in _WIDTHS and not any(fault.kind == "dtype" for fault in check.faults):
        for dtype in dtypes:
            if dtype in _WIDTHS and dtype != weights:
                check.fail("dtype", expected=weights, got=dtype, detail="weights")
                return False
    return True


def _meet(a: DType, b: DType) -> bool:
    """Whether the conflict of two types is certain, whatever context they are in."""
    return all(dtype in _WIDTHS or dtype == "bool" or is_integer(dtype) for dtype in (a, b))


def weighted(dtype: DType | None) -> DType | None:
    """The type after a layer with floating weights: what came in, or had to."""
    return "float32" if dtype == "bool" or is_integer(dtype) else dtype
