"""Convolutional LSTM: a recurrent cell whose matrix products are convolutions over a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.convolution import Conv
from footgun.ops.window import Pads
from footgun.sizes import Shape, Size, product

GATES = 4


class ConvLSTM(Op):
    """Keras' layer over (batch, time, *map, channels), or channels before the map.

    The input is convolved as told; the state, which has the output's size, with padding that keeps it.
    """

    mixes = True

    spatial: int
    filters: Size
    kernel: tuple[Size, ...]
    stride: tuple[Size, ...]
    padding: Pads
    dilation: tuple[Size, ...]
    sequences: bool = False
    state: bool = False
    bias: bool = True
    last: bool = True

    @property
    def _step(self) -> Conv:
        return Conv(
            self.spatial,
            None,
            self.filters,
            self.kernel,
            self.stride,
            self.padding,
            self.dilation,
            last=self.last,
        )

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape, ...]:
        """Each step is a convolution."""
        shape, rank = inputs[0] if inputs else None, self.spatial + 3
        if shape is not None and len(shape) != rank:
            check.fail("rank", expected=(rank,), got=shape)
            shape = None
        if shape is None:
            n, t = check.fresh("n"), check.fresh("t")
            final = self._step.infer(Check(check.names), None)
        else:
            n, t = shape[:2]
            final = self._step.infer(check, (n, *shape[2:]))
        final = (n, *final[1:])
        output = (n, t, *final[1:]) if self.sequences else final
        return (output, final, final) if self.state else output

    def validate(self, check: Check) -> None:
        """As a convolution."""
        self._step.validate(check)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Kernels over the input and over the state for each gate, and one bias."""
        shape = inputs[0] if inputs else None
        if shape is None or len(shape) != self.spatial + 3:
            return
        cin = shape[-1] if self.last else shape[2]
        yield "weight_ih", (GATES * self.filters, cin, *self.kernel)
        yield "weight_hh", (GATES * self.filters, self.filters, *self.kernel)
        if self.bias:
            yield "bias", (GATES * self.filters,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Every kernel at every place of the output, for each step."""
        shape = inputs[0] if inputs else None
        if shape is None or output is None or len(shape) != self.spatial + 3:
            return 0
        cin = shape[-1] if self.last else shape[2]
        steps = 1 if self.sequences else shape[1]
        return 2 * steps * product(output) * GATES * product(self.kernel) * (cin + self.filters)
