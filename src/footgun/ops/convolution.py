"""Convolutions: a window of weights slides over a map and mixes its channels.

torch takes maps with and without a batch axis, channels first; Keras (`last`) always with one, channels last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.ops.window import (
    Pads,
    axis_names,
    batched_shape,
    counted,
    differs,
    each,
    map_shape,
    pads_of,
    plain,
    positive,
    share,
    spread,
    square,
    windows,
)
from footgun.sizes import DType, Shape, Size, at_least, divides, product, same

TYPE_CHECKING = False


class _Convolution(Op):
    """What all convolutions share: the map's layout, the channel check, the walk over the spatial axes."""

    affine = True
    mixes = True
    own_type = True

    spatial: int
    cin: Size | None
    cout: Size
    kernel: tuple[Size, ...]
    stride: tuple[Size, ...]
    padding: Pads

    if TYPE_CHECKING:  # settings of every subclass, each in its own place

        @property
        def dilation(self) -> tuple[Size, ...]: ...
        @property
        def groups(self) -> Size: ...
        @property
        def last(self) -> bool: ...

    def channel_axis(self, rank: int) -> int:
        """Which axis of a map of this rank holds the channels."""
        return rank - 1 if self.last else rank - self.spatial - 1

    @property
    def ranks(self) -> tuple[int, ...]:
        """Ranks that the layer takes."""
        return (self.spatial + 2,) if self.last else (self.spatial + 1, self.spatial + 2)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """Channels and every spatial axis on their own."""
        if not self.last:
            self._sizes(check)
        shape = inputs[0] if inputs else None
        hints = axis_names(self.spatial)
        if shape is None:
            channels = check.fresh("c") if self.cin is None else self.cin
            space = tuple(check.fresh(hint) for hint in hints)
            shape = map_shape((check.fresh("n"),), channels, space, self.last)
        elif len(shape) not in self.ranks:
            check.fail("rank", expected=self.ranks, got=shape)
            lead = shape[:1] or (check.fresh("n"),)
            space = tuple(check.fresh(hint) for hint in hints)
            channels = self._channels(self.cin if self.cin is not None else check.fresh("c"))
            return map_shape(lead, channels, space, self.last)
        lead, got, space = batched_shape(shape, self.spatial, self.last)
        axis = self.channel_axis(len(shape))
        if self.cin is not None:
            check.require(same(got, self.cin), "channels", expected=self.cin, got=got, axis=axis)
            got = self.cin
        else:
            self._divides(check, "groups", got, "input channels")
        first = len(lead) if self.last else len(lead) + 1
        out = tuple(self._extent(check, size, i, first + i, hints[i]) for i, size in enumerate(space))
        extra = getattr(self, "output_padding", None) or (0,) * self.spatial
        settings = (each(v, self.spatial) for v in (self.kernel, self.stride, self.dilation, extra))
        out = square(out, space, *settings, pads_of(self.padding, self.spatial))
        return map_shape(lead, self._channels(got), out, self.last)

    def _channels(self, cin: Size) -> Size:
        return self.cout

    def _extent(self, check: Check, size: Size, i: int, axis: int, hint: str) -> Size:
        kernel, stride, dilation = (
            each(v, self.spatial)[i] for v in (self.kernel, self.stride, self.dilation)
        )
        return windows(check, size, axis, hint, kernel, stride, self._pads(i), dilation)

    def _pads(self, i: int) -> tuple[Size, Size] | str:
        return pads_of(self.padding, self.spatial)[i]

    def _cin(self, inputs: Sequence[Shape | None]) -> Size | None:
        """The channels that arrive, None if nothing tells."""
        if self.cin is not None:
            return self.cin
        shape = inputs[0] if inputs else None
        if shape is None or len(shape) not in self.ranks:
            return None
        return shape[self.channel_axis(len(shape))]

    def validate(self, check: Check) -> None:
        """What the constructor refuses: Keras' looks at every setting, torch's leaves most to the call."""
        if self.last:
            self._sizes(check)
        words = _KERAS_WORDS if self.last else _TORCH_WORDS
        for setting, low in (("cin", 0), ("cout", 0), ("kernel", 0), ("groups", 1)):
            value = getattr(self, setting)
            if value is not None and not self.last:
                positive(check, words[setting], value, low)
        self._padding(check)
        if check.faults:
            return
        if self.cin is not None:
            self._divides(check, "groups", self.cin, f"`{words['cin']}`")
        self._divides(check, "groups", self.cout, f"`{words['cout']}`")

    def _sizes(self, check: Check) -> None:
        """Sizes that leave no window, or are not one for each axis."""
        words = _KERAS_WORDS if self.last else _TORCH_WORDS
        for setting in ("cout", "kernel", "stride", "dilation", *("groups",) * self.last):
            value = getattr(self, setting)
            positive(check, words[setting], value)
            if isinstance(value, tuple):
                counted(check, words[setting], value, self.spatial, self.last or setting == "kernel")
        if not isinstance(self.padding, str):
            positive(check, "padding", tuple(before for before, _ in self.padding), 0)

    def _padding(self, check: Check) -> None:
        if isinstance(self.padding, str) and self.padding not in self._words():
            detail = f"`padding` must be {_one_of(self._words())}, got '{self.padding}'"
            check.fail("argument", argument="padding", got=self.padding, detail=detail)

    def _words(self) -> tuple[str, ...]:
        """Paddings by name."""
        return ("same", "valid")

    def _divides(self, check: Check, argument: str, whole: Size, what: str) -> None:
        groups = self.groups
        if at_least(groups, 1) is not False and divides(groups, whole) is False:
            text = f"{what} {whole}" if what.startswith("`") else f"the {whole} {what}"
            detail = f"`{argument}` {groups} does not divide {text}"
            check.fail("argument", argument=argument, expected=whole, got=groups, detail=detail)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Keras casts, torch does not."""
        if self.cin is not None and not self.last:
            require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None

    def _no_dilated_stride(self, check: Check) -> None:
        if _above_one(self.stride) and _above_one(self.dilation):
            stride, dilation = plain(self.stride), plain(self.dilation)
            detail = f"`strides` {stride} and `dilation_rate` {dilation} exclude each other"
            check.fail("argument", argument="dilation_rate", detail=detail)


def _above_one(sizes: tuple[Size, ...]) -> bool:
    return any(at_least(size, 2) for size in sizes)


_TORCH_WORDS = {
    "cin": "in_channels",
    "cout": "out_channels",
    "kernel": "kernel_size",
    "stride": "stride",
    "dilation": "dilation",
    "groups": "groups",
}
_KERAS_WORDS = {
    "cin": "in_channels",
    "cout": "filters",
    "kernel": "kernel_size",
    "stride": "strides",
    "dilation": "dilation_rate",
    "groups": "groups",
}


class Conv(_Convolution):
    """A convolution; `depthwise` (Keras) has one group a channel and `cout` outputs for each."""

    dilation: tuple[Size, ...]
    groups: Size = 1
    bias: bool = True
    last: bool = False
    padding_mode: str = "zeros"
    depthwise: bool = False

    def _channels(self, cin: Size) -> Size:
        return cin * self.cout if self.depthwise else self.cout

    def _extent(self, check: Check, size: Size, i: int, axis: int, hint: str) -> Size:
        self._wraps(check, size, i, axis)
        return super()._extent(check, size, i, axis, hint)

    def _wraps(self, check: Check, size: Size, i: int, axis: int) -> None:
        """Reflected and circular padding are taken from the map, which must be large enough."""
        if self.padding_mode not in ("reflect", "circular"):
            return
        pads = self._pads(i)
        if pads == "same":
            total = each(self.dilation, self.spatial)[i] * (each(self.kernel, self.spatial)[i] - 1)
            most = total - total // 2
        elif isinstance(pads, str):
            return
        else:
            most = pads[1]
        room = size - 1 if self.padding_mode == "reflect" else size
        if at_least(room, most) is False:
            detail = f"{self.padding_mode} padding {most} needs a map larger than {size} on axis {axis}"
            check.fail("argument", argument="padding", got=most, axis=axis, detail=detail)

    def validate(self, check: Check) -> None:
        """Also modes of padding, and strides that exclude other settings."""
        super().validate(check)
        if self.last and not self.depthwise:
            self._no_dilated_stride(check)

    def _padding(self, check: Check) -> None:
        super()._padding(check)
        if self.padding == "same" and not self.last and self.cin is not None and differs(self.stride, 1):
            detail = f"`padding` 'same' needs `stride` 1, got {plain(self.stride)}"
            check.fail("argument", argument="padding", got=self.padding, detail=detail)

    def _words(self) -> tuple[str, ...]:
        causal = self.last and self.spatial == 1 and not self.depthwise
        return ("same", "valid", "causal") if causal else ("same", "valid")

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One kernel for each output channel over the inputs of its group."""
        cin = self._cin(inputs)
        if cin is not None:
            if self.depthwise:
                yield "weight", (cin * self.cout, 1, *self.kernel)
            else:
                yield "weight", (self.cout, share(cin, self.groups), *self.kernel)
            if self.bias:
                yield "bias", (self._channels(cin),)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Each output number is a window over the inputs of its group."""
        cin = self._cin(inputs)
        if cin is None or output is None:
            return 0
        return 2 * product(output) * product(self.kernel) * (1 if self.depthwise else share(cin, self.groups))


def _one_of(words: tuple[str, ...]) -> str:
    quoted = [f"'{word}'" for word in words]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class ConvTranspose(_Convolution):
    """The transpose of a convolution: each input number spreads over a window of the output."""

    output_padding: tuple[Size, ...] | None
    dilation: tuple[Size, ...]
    groups: Size = 1
    bias: bool = True
    last: bool = False

    def _extent(self, check: Check, size: Size, i: int, axis: int, hint: str) -> Size:
        kernel, stride, dilation = (
            each(v, self.spatial)[i] for v in (self.kernel, self.stride, self.dilation)
        )
        extra = None if self.output_padding is None else each(self.output_padding, self.spatial)[i]
        return spread(check, size, axis, kernel, stride, self._pads(i), extra, dilation)

    def validate(self, check: Check) -> None:
        """Also strides that exclude other settings."""
        super().validate(check)
        if self.last:
            self._no_dilated_stride(check)

    def _sizes(self, check: Check) -> None:
        """Output padding fills up a stride, so it must be smaller than one."""
        super()._sizes(check)
        if self.output_padding is None:
            return
        positive(check, "output_padding", self.output_padding, 0)
        counted(check, "output_padding", self.output_padding, self.spatial, self.last)
        settings = (each(v, self.spatial) for v in (self.output_padding, self.stride, self.dilation))
        for extra, stride, dilation in zip(*settings, strict=True):
            if at_least(extra, stride) and (self.last or at_least(extra, dilation)):
                limit = f"`strides` {stride}" if self.last else f"`stride` {stride} or `dilation` {dilation}"
                detail = f"`output_padding` {extra} must be smaller than {limit}"
                check.fail("argument", argument="output_padding", got=extra, detail=detail)
                return

    def _padding(self, check: Check) -> None:
        super()._padding(check)
        if isinstance(self.padding, str) and not self.last and self.cin is not None and not check.faults:
            detail = f"`padding` of a transposed convolution must be a number, got '{self.padding}'"
            check.fail("argument", argument="padding", got=self.padding, detail=detail)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One kernel for each input channel over the outputs of its group."""
        cin = self._cin(inputs)
        if cin is not None:
            yield "weight", (cin, share(self.cout, self.groups), *self.kernel)
            if self.bias:
                yield "bias", (self.cout,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Each input number spreads over a window of the outputs of its group."""
        shape = inputs[0] if inputs else None
        if shape is None:
            return 0
        return 2 * product(shape) * product(self.kernel) * (share(self.cout, self.groups))


class SeparableConv(_Convolution):
    """A depthwise convolution, then one of kernel 1 that mixes the channels."""

    dilation: tuple[Size, ...]
    multiplier: Size = 1
    bias: bool = True
    last: bool = True

    groups = 1

    def validate(self, check: Check) -> None:
        """Also the depth multiplier."""
        super().validate(check)
        positive(check, "depth_multiplier", self.multiplier)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """The two kernels and one bias at the end."""
        cin = self._cin(inputs)
        if cin is not None:
            middle = cin * self.multiplier
            yield "depthwise", (middle, 1, *self.kernel)
            yield "pointwise", (self.cout, middle, *(1,) * self.spatial)
            if self.bias:
                yield "bias", (self.cout,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Both convolutions at the output's resolution."""
        cin = self._cin(inputs)
        if cin is None or output is None:
            return 0
        places = share(product(output), self.cout)
        return 2 * places * cin * self.multiplier * (product(self.kernel) + self.cout)
