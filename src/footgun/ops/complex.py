"""Complex numbers: their parts, and pairs of numbers in their stead."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check, Op
from footgun.ops.elementwise import Unary
from footgun.sizes import DType, Shape, same

PARTS = {"complex64": "float32", "complex128": "float64"}
WHOLES = {part: whole for whole, part in PARTS.items()}


def require_complex(check: Check, dtype: DType | None) -> None:
    """Record an `argument` fault for numbers that have no imaginary part."""
    if dtype is not None and not dtype.startswith("complex"):
        check.fail("argument", got=dtype, detail=f"takes complex numbers, but gets {dtype}")


class Part(Unary):
    """The real or the imaginary part. With `any_type` (NumPy), real numbers have both."""

    any_type: bool = False

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """In torch, real numbers have no imaginary part."""
        if self.name == "imag" and not self.any_type:
            require_complex(check, dtypes[0])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Half as wide."""
        return PARTS.get(inputs[0] or "", inputs[0])


class Pairs(Op):
    """Complex numbers as a last axis of two, or with `split` False the other way."""

    moves = True

    split: bool

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """An axis more or less."""
        x = inputs[0]
        if x is None:
            return None
        if self.split:
            return (*x, 2)
        if not check.require(len(x) > 0, "rank", expected=(1,), got=x):
            return None
        text = f"the last axis holds two parts, not {x[-1]}"
        check.require(same(x[-1], 2), "argument", got=x[-1], argument="input", detail=text)
        return x[:-1]

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Only complex numbers have two parts, only real ones are parts."""
        if self.split:
            require_complex(check, dtypes[0])
        elif dtypes[0] in PARTS or dtypes[0] in ("bool", "int64", "int32", "uint8"):
            check.fail(
                "argument", got=dtypes[0], detail=f"takes floating-point numbers, but gets {dtypes[0]}"
            )

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Half or twice as wide."""
        return (PARTS if self.split else WHOLES).get(inputs[0] or "")
