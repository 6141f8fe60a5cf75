"""Transformer layers and stacks answer as torch's do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.transformer import Transformer, TransformerLayer

torch = pytest.importorskip("torch")
nn = torch.nn

few = st.integers(1, 4)
flag = st.booleans()


@cases(150)
@given(st.data())
def test_layers_and_stacks(data):
    draw = data.draw
    heads = draw(biased(few, st.integers(-1, 0)))
    width = draw(biased(few.map(lambda k: k * max(heads, 1)), few))
    layers, decoder = draw(st.integers(1, 2)), draw(flag)
    op = TransformerLayer(
        width, heads, draw(few), decoder, draw(flag), draw(flag), layers, layers > 1 and draw(flag)
    )
    n = draw(st.sampled_from([None, 2]))

    def sequence(length):
        batch = () if n is None else (n,)
        wide = draw(biased(st.just(width), few, 20))
        return (*((*batch, length) if op.batch_first else (length, *batch)), wide)

    inputs = tuple(sequence(draw(few)) for _ in range(1 + decoder))
    made = []

    def make():
        kind = nn.TransformerDecoderLayer if decoder else nn.TransformerEncoderLayer
        layer = kind(width, heads, op.feedforward, batch_first=op.batch_first, bias=op.bias)
        if layers > 1:
            stack = nn.TransformerDecoder if decoder else nn.TransformerEncoder
            layer = stack(layer, layers, nn.LayerNorm(width, bias=op.bias) if op.final_norm else None)
        made.append(layer)
        return layer

    mine = same_verdict(op, inputs, make, lambda layer: layer(*map(torch.zeros, inputs)))
    if mine is not None:
        assert mine.count == sum(p.numel() for p in made[0].parameters())
        if layers == 1:
            assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    sound(draw, op, inputs)


@cases(60)
@given(st.data())
def test_whole_transformers(data):
    draw = data.draw
    heads = draw(few)
    width = heads * draw(few)
    op = Transformer(
        width, heads, draw(st.integers(1, 2)), draw(st.integers(1, 2)), draw(few), draw(flag), draw(flag)
    )
    batch = draw(biased(st.just((2, 2)), st.tuples(few, few)))
    lengths = draw(few), draw(few)
    wide = draw(biased(st.just(width), few))
    inputs = tuple(
        (n, t, wide) if op.batch_first else (t, n, wide) for n, t in zip(batch, lengths, strict=True)
    )
    made = []

    def make():
        made.append(
            nn.Transformer(
                width,
                heads,
                op.encoders,
                op.decoders,
                op.feedforward,
                batch_first=op.batch_first,
                bias=op.bias,
            )
        )
        return made[0]

    mine = same_verdict(op, inputs, make, lambda layer: layer(*map(torch.zeros, inputs)))
    if mine is not None:
        assert mine.count == sum(p.numel() for p in made[0].parameters())
    sound(draw, op, inputs)
