"""Element types by torch-like name (`float32`, `int64`, `bool`) and what mixing two of them gives."""

from __future__ import annotations

DType = str

_SIGNED = ("int8", "int16", "int32", "int64")
_FLOATING = ("float16", "bfloat16", "float32", "float64")
_COMPLEX = ("complex64", "complex128")
_PROMOTED = ("bool", "uint8", *_SIGNED, *_FLOATING, *_COMPLEX)

INTEGER = frozenset((*_SIGNED, "uint8", "uint16", "uint32", "uint64"))
FLOATING = frozenset((*_FLOATING, "float8_e4m3fn", "float8_e5m2"))
COMPLEX = frozenset((*_COMPLEX, "complex32"))
_KNOWN = INTEGER | FLOATING | COMPLEX | {"bool"}


def is_floating(dtype: DType | None) -> bool | None:
    """Whether it is a real floating-point type (complex types are not); None when not known."""
    return dtype in FLOATING if dtype in _KNOWN else None


def is_integer(dtype: DType | None) -> bool | None:
    """Whether it is an integer type (`bool` is not); None when not known."""
    return dtype in INTEGER if dtype in _KNOWN else None


def promote(a: DType | None, b: DType | None) -> DType | None:
    """The type of a tensor of type `a` mixed with one of type `b`; None when either is not known."""
    if a not in _PROMOTED or b not in _PROMOTED:
        return None
    if a == b:
        return a
    low, high = sorted((a, b), key=_PROMOTED.index)
    if high in _COMPLEX:
        return "complex128" if low == "float64" else high
    if high == "bfloat16" and low == "float16":
        return "float32"  # neither holds the other's values
    if low == "uint8" and high == "int8":
        return "int16"
    return high
