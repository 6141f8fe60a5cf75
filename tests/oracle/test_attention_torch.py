"""Attention answers as torch's layer and function do, masks included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.attention import DotProductAttention, MultiheadAttention

torch = pytest.importorskip("torch")
nn = torch.nn

few = st.integers(1, 4)
flag = st.booleans()


def spoilt(data, shape, odds=14):
    """The shape, now and then with one size or the rank changed."""
    kind = data.draw(biased(st.none(), st.integers(0, len(shape)), odds))
    if kind is None:
        return shape
    if kind == len(shape):
        return data.draw(st.sampled_from([shape[1:], (2, *shape)]))
    return (*shape[:kind], shape[kind] + data.draw(few), *shape[kind + 1 :])


@cases(250)
@given(st.data())
def test_multihead_attention(data):
    draw = data.draw
    heads = draw(biased(few, st.integers(-1, 4)))
    width = draw(biased(few.map(lambda k: k * max(heads, 1)), st.integers(-1, 7)))
    kdim, vdim = (draw(st.sampled_from([None, None, 5])) for _ in range(2))
    op = MultiheadAttention(
        width,
        heads,
        kdim,
        vdim,
        draw(flag),
        draw(flag),
        draw(biased(st.just(False), flag)),
        draw(biased(st.just(False), flag)),
        draw(flag),
        draw(biased(st.just(True), flag)),
    )
    n, targets, sources = draw(st.sampled_from([None, 2])), draw(few), draw(few)

    def sequence(length, features):
        batch = () if n is None else (n,)
        return (*((*batch, length) if op.batch_first else (length, *batch)), max(features, 1))

    query, key, value = (
        spoilt(data, shape)
        for shape in (
            sequence(targets, width),
            sequence(sources, width if kdim is None else kdim),
            sequence(sources, width if vdim is None else vdim),
        )
    )
    masks = [None, None]
    if draw(flag):
        full = ((n or 1) * max(heads, 1), targets, sources)
        masks[0] = spoilt(data, full[draw(st.integers(0, 1)) :], 6)
    if draw(flag):
        masks[1] = spoilt(data, (sources,) if n is None else (n, sources), 6)
    made = []

    def make():
        made.append(
            nn.MultiheadAttention(
                width,
                heads,
                bias=op.bias,
                kdim=kdim,
                vdim=vdim,
                batch_first=op.batch_first,
                add_bias_kv=op.bias_kv,
                add_zero_attn=op.zero_attention,
            )
        )
        return made[0]

    def call(layer):
        mask, padding = (None if shape is None else torch.zeros(shape, dtype=torch.bool) for shape in masks)
        q, k, v = map(torch.zeros, (query, key, value))
        wanted = {"average_attn_weights": op.average, "need_weights": op.gives_weights}
        made = layer(q, k, v, attn_mask=mask, key_padding_mask=padding, **wanted)
        return made if op.gives_weights else made[0]

    inputs = (query, key, value, *masks)
    mine = same_verdict(op, inputs, make, call)
    if mine is not None:
        assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    sound(draw, op, inputs)


@cases(200)
@given(st.data())
def test_scaled_dot_product(data):
    from torch.nn.attention import SDPBackend, sdpa_kernel

    draw = data.draw
    lead = draw(st.lists(few, max_size=2).map(tuple))
    width, targets, sources = draw(few), draw(few), draw(few)
    query, key, value = (
        spoilt(data, shape, 4)
        for shape in ((*lead, targets, width), (*lead, sources, width), (*lead, sources, draw(few)))
    )
    op = DotProductAttention()
    inputs = (query, key, value)

    def call(function):
        # The fused CPU kernel takes more values than keys and reads the wrong ones; the plain one refuses.
        with sdpa_kernel(SDPBackend.MATH):
            return function(*map(torch.zeros, inputs))

    same_verdict(op, inputs, lambda: nn.functional.scaled_dot_product_attention, call)
    sound(draw, op, inputs)
