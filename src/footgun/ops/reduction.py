"""Fewer numbers than before: sums, means, extremes and where they are; and running sums that keep all."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import normal_axes, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.sizes import DType, Shape, Size, at_least, is_floating, product

Axes = tuple[int, ...]
_ADDING = frozenset(("sum", "prod", "nansum", "cumsum", "cumprod"))
_FRACTIONS = frozenset(("mean", "var", "std", "norm", "nanmean"))
_TO_BOOL = frozenset(("any", "all"))
# No value stands for nothing at all.
_NEED_ONE = frozenset(("max", "min", "amax", "amin"))
_NEED_ONE_ALONG = _NEED_ONE | {"median", "nanmedian", "mode"}


class Reduce(Op):
    """Folds the axes (None: all) into one number each. `casts` (Keras, NumPy): integers have means too."""

    name: str
    axis: Axes | None = None
    keepdims: bool = False
    casts: bool = False

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """Sums and means are."""
        return self.name in ("sum", "mean")

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Reduced axes go, or become 1."""
        x = inputs[0]
        if x is None:
            return () if self.axis is None and not self.keepdims else None
        # torch reads an empty tuple of axes as all.
        axes = normal_axes(check, self.axis, len(x)) if self.axis else list(range(len(x)))
        if axes is None:
            return None
        if self.name == "norm" and self.axis and len(axes) > 2:
            check.fail(
                "argument",
                argument="dim",
                detail=f"a norm is of a vector or matrix, not over {len(axes)} axes",
            )
        if self.name in (_NEED_ONE_ALONG if self.axis else _NEED_ONE):
            for axis in axes if x else ():
                if at_least(x[axis], 1) is False:
                    check.fail(
                        "argument", argument="dim", got=x[axis], axis=axis, detail=f"{self.name} of nothing"
                    )
        return folded(x, axes, self.keepdims)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number of the input."""
        return 0 if inputs[0] is None else product(inputs[0])

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """In torch, integers have no mean."""
        if self.name in _FRACTIONS and not self.casts and _is_whole(dtypes[0]):
            check.fail("dtype", expected="float32", got=dtypes[0])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Sums of integers are int64 in torch."""
        x = inputs[0]
        if self.name == "count_nonzero":
            return "int64"
        if self.name in _TO_BOOL:
            return "uint8" if x == "uint8" and not self.casts else "bool"
        if x is None or not _is_whole(x):
            return x
        if self.name in _ADDING:
            return _keras_sum(x) if self.casts else "int64"
        return "float32" if self.name in _FRACTIONS or self.name == "logsumexp" else x


def _is_whole(dtype: DType | None) -> bool:
    return dtype is not None and is_floating(dtype) is False and not dtype.startswith("complex")


def _keras_sum(dtype: DType) -> DType | None:
    # Wider and unsigned types depend on Keras' backend.
    return "int32" if dtype in ("bool", "int8", "int16", "int32") else None


def folded(x: Shape, axes: list[int], keepdims: bool) -> Shape:
    """The shape with these axes gone, or of size 1."""
    gone = set(axes)
    if keepdims:
        return tuple(1 if axis in gone else size for axis, size in enumerate(x))
    return tuple(size for axis, size in enumerate(x) if axis not in gone)


class ArgReduce(Op):
    """Where along an axis (of all numbers with None) the largest or smallest is."""

    name: str
    axis: int | None = None
    keepdims: bool = False
    result: DType = "int64"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The axis goes, or becomes 1."""
        x = inputs[0]
        if x is None:
            return () if self.axis is None and not self.keepdims else None
        axes = list(range(len(x))) if self.axis is None else normal_axes(check, (self.axis,), len(x))
        if axes is None:
            return None
        for axis in axes if x else ():
            if at_least(x[axis], 1) is False:
                check.fail(
                    "argument", argument="dim", got=x[axis], axis=axis, detail=f"{self.name} of nothing"
                )
        return folded(x, axes, self.keepdims)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Positions."""
        return self.result


class TopK(Op):
    """The k largest along an axis and where they are: two outputs of one shape."""

    places = True

    k: Size
    axis: int = -1

    def infer(self, check: Check, *inputs: Shape | None) -> tuple[Shape | None, Shape | None]:
        """The axis gets size k."""
        x = inputs[0]
        axis = None if x is None else normal_axis(check, self.axis, len(x))
        if x is None or axis is None:
            return None, None
        size = x[axis] if x else 1
        if at_least(size, self.k) is False or at_least(self.k, 0) is False:
            check.fail("index", expected=size, got=self.k, axis=axis, detail="k is out of range")
        out = replaced(x, axis, self.k) if x else x
        return out, out


class Cumulate(Op):
    """Running sums and the like: the shape stays."""

    name: str
    axis: int

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """Running sums are."""
        return self.name == "cumsum"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Any axis that exists."""
        x = inputs[0]
        if x is not None:
            normal_axis(check, self.axis, len(x))
        return x

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number."""
        return 0 if output is None else product(output)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Sums of integers are int64."""
        return "int64" if self.name in _ADDING and _is_whole(inputs[0]) else inputs[0]
