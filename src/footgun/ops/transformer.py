"""Transformers: layers of attention and a small dense network, each with a norm and a way around."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.attention import MultiheadAttention
from footgun.ops.base import Check, Op
from footgun.ops.window import positive
from footgun.sizes import Shape, Size, divides, product


class TransformerLayer(Op):
    """torch's TransformerEncoderLayer and -DecoderLayer, or a stack of `layers` of them.

    A decoder takes the target, then the memory it attends to.
    """

    mixes = True

    width: Size
    heads: Size
    feedforward: Size = 2048
    decoder: bool = False
    batch_first: bool = False
    bias: bool = True
    layers: Size = 1
    final_norm: bool = False

    @property
    def attention(self) -> MultiheadAttention:
        """The attention inside."""
        return MultiheadAttention(self.width, self.heads, batch_first=self.batch_first, bias=self.bias)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The first input's shape."""
        first, memory = (*inputs, None, None)[:2]
        output = self.attention.both(check, first, first, first)[0]
        if self.decoder and memory is not None and not check.faults:
            self.attention.both(check, output, memory, memory)
        return output

    def validate(self, check: Check) -> None:
        """The heads share the width."""
        positive(check, "d_model", self.width)
        positive(check, "nhead", self.heads)
        positive(check, "dim_feedforward", self.feedforward, 0)
        if not check.faults and divides(self.heads, self.width) is False:
            detail = f"`nhead` {self.heads} does not divide `d_model` {self.width}"
            check.fail("argument", argument="nhead", expected=self.width, got=self.heads, detail=detail)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Those of one layer, with the number of layers in front where there are several."""
        stack = () if self.layers == 1 else (self.layers,)
        for label, shape in self._layer():
            yield label, (*stack, *shape)
        if self.final_norm:
            yield from self._norm("norm")

    def _layer(self) -> Iterator[tuple[str, Shape]]:
        for part in ("self_attn", "multihead_attn")[: 2 if self.decoder else 1]:
            for label, shape in self.attention.weights():
                yield f"{part}.{label}", shape
        for label, rows, columns in (
            ("linear1", self.feedforward, self.width),
            ("linear2", self.width, self.feedforward),
        ):
            yield f"{label}.weight", (rows, columns)
            if self.bias:
                yield f"{label}.bias", (rows,)
        for number in range(1, 4 if self.decoder else 3):
            yield from self._norm(f"norm{number}")

    def _norm(self, label: str) -> Iterator[tuple[str, Shape]]:
        yield f"{label}.weight", (self.width,)
        if self.bias:
            yield f"{label}.bias", (self.width,)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Attention and the two dense layers, in every layer."""
        first, memory = (*inputs, None, None)[:2]
        if first is None:
            return 0
        attention = self.attention.flops((first, first), None)
        if self.decoder:
            attention = attention + self.attention.flops((first, memory), None)
        return self.layers * (attention + 4 * product(first[:-1]) * self.width * self.feedforward)


class Transformer(Op):
    """torch's whole Transformer: an encoder over the source, a decoder over the target. Two inputs."""

    mixes = True

    width: Size
    heads: Size
    encoders: Size = 6
    decoders: Size = 6
    feedforward: Size = 2048
    batch_first: bool = False
    bias: bool = True

    @property
    def encoder(self) -> TransformerLayer:
        """The stack over the source."""
        return self._stack(self.encoders, False)

    @property
    def decoder(self) -> TransformerLayer:
        """The stack over the target."""
        return self._stack(self.decoders, True)

    def _stack(self, layers: Size, decoder: bool) -> TransformerLayer:
        return TransformerLayer(
            self.width,
            self.heads,
            self.feedforward,
            decoder,
            self.batch_first,
            self.bias,
            layers,
            final_norm=True,
        )

    def validate(self, check: Check) -> None:
        """As for one layer."""
        self.encoder.validate(check)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The target's shape."""
        source, target = (*inputs, None, None)[:2]
        memory = self.encoder.infer(check, source)
        if check.faults:
            return self.decoder.infer(Check(check.names), target, None)
        return self.decoder.infer(check, target, memory)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """Those of both stacks."""
        for part, stack in (("encoder", self.encoder), ("decoder", self.decoder)):
            for label, shape in stack.weights():
                yield f"{part}.{label}", shape

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Both stacks."""
        source, target = (*inputs, None, None)[:2]
        memory = self.encoder.flops((source,), None)
        return memory + self.decoder.flops((target, source), None)
