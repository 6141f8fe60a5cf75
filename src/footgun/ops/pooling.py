"""Pools: windows, adaptive regions or whole maps reduced to one number each, channel by channel."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating
from footgun.ops.window import (
    Pads,
    axis_names,
    batched_shape,
    counted,
    each,
    map_shape,
    pads_of,
    positive,
    repaired,
    square,
    windows,
)
from footgun.sizes import DType, Shape, Size, at_least, same, show


def _checked(check: Check, shape: Shape | None, spatial: int, last: bool, ranks: tuple[int, ...]) -> Shape:
    """The input's shape, or after a rank fault a map as far as it can be read off."""
    if shape is not None and len(shape) in ranks:
        return shape
    space = tuple(check.fresh(hint) for hint in axis_names(spatial))
    lead: Shape = (check.fresh("n"),)
    channels: Size = check.fresh("c")
    if shape is not None:
        check.fail("rank", expected=ranks, got=shape)
        lead = shape[:1] or lead
        if len(shape) > 1:
            channels = shape[-1] if last else shape[1]
    return map_shape(lead, channels, space, last)


class Pool(Op):
    """A pool over sliding windows. Keras (`last`) takes batches only."""

    places = True

    mode: str  # "max" | "avg" | "lp"
    spatial: int
    kernel: tuple[Size, ...]
    stride: tuple[Size, ...]
    padding: Pads
    dilation: tuple[Size, ...]
    ceil: bool = False
    last: bool = False
    count_include_pad: bool = True
    indices: bool = False  # torch's return_indices: the places of the maxima as a second output

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """A mean is a fixed linear map, a maximum is not."""
        return self.mode == "avg"

    @property
    def ranks(self) -> tuple[int, ...]:
        """Ranks that the layer takes."""
        return (self.spatial + 2,) if self.last else (self.spatial + 1, self.spatial + 2)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """Every spatial axis on its own."""
        if not self.last:
            self._settings(check)
        shape = _checked(check, inputs[0] if inputs else None, self.spatial, self.last, self.ranks)
        lead, channels, space = batched_shape(shape, self.spatial, self.last)
        first = len(lead) if self.last else len(lead) + 1
        hints, pads = axis_names(self.spatial), pads_of(self.padding, self.spatial)
        kernel, stride, dilation = (each(v, self.spatial) for v in (self.kernel, self.stride, self.dilation))
        out: Shape = ()
        for i, size in enumerate(space):
            axis = first + i
            if self._too_small(size, kernel[i]):
                check.fail("window", expected=kernel[i], got=size, axis=axis, detail="unpadded")
                extent = repaired(check, size, hints[i], stride[i])
            else:
                extent = windows(
                    check, size, axis, hints[i], kernel[i], stride[i], pads[i], dilation[i], self.ceil
                )
            out = (*out, extent)
        out = square(out, space, kernel, stride, pads, dilation)
        result = map_shape(lead, channels, out, self.last)
        return (result, result) if self.indices else result

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """No mean of booleans; integers depend on the device."""
        if self.mode == "avg" and not self.last and dtypes[0] == "bool":
            require_floating(check, dtypes)

    def _too_small(self, size: Size, kernel: Size) -> bool:
        """Averaging in 3-D, torch counts neither padding nor rounding up."""
        strict = self.mode != "max" and self.spatial == 3 and not self.last
        return strict and at_least(size, kernel) is False

    def validate(self, check: Check) -> None:
        """Torch looks at the settings in the call only."""
        if self.last:
            self._settings(check)

    def _settings(self, check: Check) -> None:
        """Also torch's limit on padding, so that no window lies in the padding alone."""
        for argument, values in (
            ("pool_size" if self.last else "kernel_size", self.kernel),
            ("strides" if self.last else "stride", self.stride),
            ("dilation", self.dilation),
        ):
            positive(check, argument, values)
            counted(check, argument, values, self.spatial, self.last)
        if isinstance(self.padding, str):
            if self.padding not in ("same", "valid"):
                detail = f"`padding` must be 'same' or 'valid', got '{self.padding}'"
                check.fail("argument", argument="padding", got=self.padding, detail=detail)
            return
        positive(check, "padding", tuple(before for before, _ in self.padding), 0)
        if check.faults:
            return
        pads, kernels = each(self.padding, self.spatial), each(self.kernel, self.spatial)
        for (before, _), kernel in zip(pads, kernels, strict=True):
            if at_least(kernel // 2, before) is False:
                detail = f"`padding` {before} is over half of `kernel_size` {kernel}"
                check.fail("argument", argument="padding", expected=kernel // 2, got=before, detail=detail)
                return


class Unpool(Op):
    """torch's MaxUnpool: maxima go back to their places in a map of the size before the pool."""

    spatial: int
    kernel: tuple[Size, ...]
    stride: tuple[Size, ...]
    padding: tuple[Size, ...]
    output: tuple[Size, ...] | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The size that the pool would have been given, or the one asked for."""
        ranks = (self.spatial + 1, self.spatial + 2)
        shape = _checked(check, inputs[0] if inputs else None, self.spatial, False, ranks)
        if not check.faults:
            self._places(check, shape, inputs[1] if len(inputs) > 1 else None)
        lead, channels, space = batched_shape(shape, self.spatial, False)
        strides = each(self.stride, self.spatial)
        settings = zip(
            space, *(each(v, self.spatial) for v in (self.kernel, self.stride, self.padding)), strict=True
        )
        out = tuple((size - 1) * stride - 2 * pad + kernel for size, kernel, stride, pad in settings)
        if self.output is None:
            return map_shape(lead, channels, out, False)
        for i, (size, usual, stride) in enumerate(zip(self.output, out, strides, strict=True)):
            low, high = usual - stride + 1, usual + stride - 1
            if at_least(size, low) is False or at_least(high, size) is False:
                room = f"must be from {show(low)} to {show(high)}"
                detail = f"`output_size` {show(size)} on axis {len(lead) + 1 + i} {room}"
                check.fail("argument", argument="output_size", detail=detail)
                break
        return map_shape(lead, channels, self.output, False)

    def _places(self, check: Check, shape: Shape, places: Shape | None) -> None:
        """One place for each maximum."""
        if places is None:
            return
        pairs = zip(shape, places, strict=False)
        if len(shape) != len(places) or any(same(a, b) is False for a, b in pairs):
            detail = f"`indices` must be of the shape of the input {show(shape)}, got {show(places)}"
            check.fail("argument", argument="indices", expected=shape, got=places, detail=detail)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Places are counted in int64."""
        if not check.faults and len(dtypes) > 1 and dtypes[1] not in (None, "int64"):
            detail = f"`indices` must be int64, got {dtypes[1]}"
            check.fail("argument", argument="indices", detail=detail)


class AdaptivePool(Op):
    """A pool that gives a fixed size for any input; None keeps an axis."""

    places = True

    mode: str  # "max" | "avg"
    spatial: int
    output: tuple[Size | None, ...]
    last: bool = False
    indices: bool = False

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """A mean is a fixed linear map, a maximum is not."""
        return self.mode == "avg"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """The sizes asked for."""
        given = inputs[0] if inputs else None
        if given is not None and self._is_mean(given):
            return (*given[: -self.spatial], *self._sizes(given[-self.spatial :]))
        ranks = (self.spatial + 2,) if self.last else (self.spatial + 1, self.spatial + 2)
        shape = _checked(check, given, self.spatial, self.last, ranks)
        lead, channels, space = batched_shape(shape, self.spatial, self.last)
        result = map_shape(lead, channels, self._sizes(space), self.last)
        return (result, result) if self.indices else result

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Keras casts, torch does not, but where there is nothing to pool."""
        empty = any(same(size, 0) is True for size in shapes[0] or ())
        if not self.last and not empty:
            require_floating(check, dtypes)

    def _sizes(self, space: Shape) -> Shape:
        wanted = each(self.output, self.spatial) or [None] * self.spatial
        return tuple(size if want is None else want for size, want in zip(space, wanted, strict=True))

    def _is_mean(self, shape: Shape) -> bool:
        """To a size of 1 torch takes a plain mean over the last axes, however many come before."""
        if self.mode != "avg" or self.spatial < 2 or self.last or len(shape) <= self.spatial:
            return False
        return all(same(size, 1) is not False for size in self._sizes(shape[-self.spatial :]))

    def validate(self, check: Check) -> None:
        """Sizes below 0, and None where there is only one axis to keep."""
        if self.spatial == 1 and None in self.output:
            detail = "`output_size` must be a number, got None"
            check.fail("argument", argument="output_size", detail=detail)
        counted(check, "output_size", self.output, self.spatial, True)
        positive(check, "output_size", tuple(size for size in self.output if size is not None), 0)


class GlobalPool(Op):
    """A pool over the whole map: one number for each channel."""

    mode: str  # "max" | "avg"
    spatial: int
    keepdims: bool = False
    last: bool = True

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """A mean is a fixed linear map, a maximum is not."""
        return self.mode == "avg"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """Batch and channels, and with `keepdims` ones for the map."""
        shape = _checked(check, inputs[0] if inputs else None, self.spatial, self.last, (self.spatial + 2,))
        lead, channels, _ = batched_shape(shape, self.spatial, self.last)
        space = (1,) * self.spatial if self.keepdims else ()
        return map_shape(lead, channels, space, self.last)
