"""Convolutions answer as torch's own layers do."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.convolution import Conv, ConvTranspose

torch = pytest.importorskip("torch")
nn = torch.nn


def sides(spatial, usual, rare):
    return biased(
        st.tuples(*[usual] * spatial),
        st.tuples(*[biased(usual, rare, 2)] * spatial),
    )


@st.composite
def maps(draw, spatial, channels, largest=9):
    """An input, mostly of the right rank with the right channels."""
    lead = draw(biased(st.sampled_from([(), (2,)]), st.sampled_from([(2, 3)])))
    space = tuple(draw(st.integers(1, largest)) for _ in range(spatial))
    drop = draw(biased(st.just(0), st.just(1), 12))
    got = draw(biased(st.just(max(channels, 1)), st.integers(1, 6)))
    return (*lead, got, *space)[drop:] if drop and not lead else (*lead, got, *space)


@st.composite
def settings(draw, transposed=False, legal=False):
    spatial = draw(st.integers(1, 3))
    odd = (lambda usual, rare: usual) if legal else biased
    groups = draw(odd(st.integers(1, 3), st.integers(-1, 4)))
    share = st.integers(1, 3).map(lambda k: k * max(groups, 1))
    cin, cout = draw(odd(share, st.sampled_from([-1, 1, 5]))), draw(odd(share, st.integers(-1, 7)))

    def tuples(usual, rare):
        return draw(st.tuples(*[usual] * spatial) if legal else sides(spatial, usual, rare))

    kernel = tuples(st.integers(1, 4), st.integers(-1, 5))
    stride = tuples(st.integers(1, 3), st.integers(-1, 3))
    dilation = tuples(st.integers(1, 2), st.integers(-1, 3))
    pads = tuples(st.integers(0, 2), st.integers(-1, 4))
    padding = tuple((p, p) for p in pads)
    if transposed:
        room = [max(s, d, 1) - 1 for s, d in zip(stride, dilation, strict=True)]
        extra = tuple(draw(odd(st.integers(0, most), st.integers(-1, 2))) for most in room)
        return ConvTranspose(
            spatial, cin, cout, kernel, stride, padding, extra, dilation, groups, draw(st.booleans())
        )
    padding = draw(st.sampled_from([padding, padding, "same", "valid"]))
    if legal and padding == "same":
        stride = (1,) * spatial
    mode = draw(odd(st.just("zeros"), st.sampled_from(["reflect", "circular", "replicate"])))
    return Conv(
        spatial, cin, cout, kernel, stride, padding, dilation, groups, draw(st.booleans()), padding_mode=mode
    )


def layer(op, device):
    padding = op.padding if isinstance(op.padding, str) else tuple(p for p, _ in op.padding)
    if isinstance(op, ConvTranspose):
        kind = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)[op.spatial - 1]
        return kind(
            op.cin,
            op.cout,
            op.kernel,
            op.stride,
            padding,
            op.output_padding,
            op.groups,
            op.bias,
            op.dilation,
            device=device,
        )
    kind = (nn.Conv1d, nn.Conv2d, nn.Conv3d)[op.spatial - 1]
    return kind(
        op.cin,
        op.cout,
        op.kernel,
        op.stride,
        padding,
        op.dilation,
        op.groups,
        op.bias,
        op.padding_mode,
        device=device,
    )


def agrees(op, shape, device="cpu"):
    made = []

    def call(built):
        made.append(built)
        result = built(torch.zeros(shape, device=device))
        if not result.numel():  # the meta device and most kernels refuse to make an empty map
            raise ValueError("empty")
        return result

    mine = same_verdict(op, (shape,), lambda: layer(op, device), call)
    if mine is not None:
        assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    return mine


@cases(350)
@given(st.data())
def test_convolutions_of_small_maps(data):
    op = data.draw(settings())
    agrees(op, data.draw(maps(op.spatial, op.cin)))


@cases(200)
@given(st.data())
def test_transposed_convolutions_of_small_maps(data):
    op = data.draw(settings(transposed=True))
    # A dilation of 0 is refused without groups; with them one of torch's kernels forgets to look.
    assume(op.groups == 1 or min(op.dilation) > 0)
    agrees(op, data.draw(maps(op.spatial, op.cin, largest=4)))


@cases(150)
@given(st.data())
def test_padding_taken_from_the_map(data):
    mode = data.draw(st.sampled_from(["reflect", "circular", "replicate"]))
    op = data.draw(settings(legal=True)).replace(padding_mode=mode)
    if data.draw(st.booleans()):
        op = op.replace(
            padding=tuple((p, p) for p in data.draw(st.tuples(*[st.integers(0, 4)] * op.spatial)))
        )
    shape = (2, op.cin, *(data.draw(st.integers(1, 5)) for _ in range(op.spatial)))
    agrees(op, shape)
    sound(data.draw, op, (shape,))


@cases(120)
@given(st.data(), st.booleans())
def test_large_maps(data, transposed):
    op = data.draw(settings(transposed=transposed, legal=True))
    shape = (2, op.cin, *(data.draw(st.integers(5, 400)) for _ in range(op.spatial)))
    agrees(op, shape, device="meta")


@cases(250)
@given(st.data(), st.booleans())
def test_names_stand_for_any_number(data, transposed):
    op = data.draw(settings(transposed=transposed))
    sound(data.draw, op, (data.draw(maps(op.spatial, op.cin)),))


@cases(40)
@given(st.data())
def test_flops_are_those_torch_counts(data):
    from torch.utils.flop_counter import FlopCounterMode

    op = data.draw(settings(data.draw(st.booleans()), legal=True))
    shape = (2, op.cin, *(data.draw(st.integers(9, 20)) for _ in range(op.spatial)))
    mine = agrees(op, shape, device="meta")
    with FlopCounterMode(display=False) as counter:
        layer(op, "meta")(torch.zeros(shape, device="meta"))
    assert op.flops((shape,), mine.shapes) == counter.get_total_flops()


@cases(80)
@given(st.data())
def test_lazy_layers_take_their_channels_from_the_input(data):
    op = data.draw(settings(legal=True)).replace(cin=None, padding_mode="zeros")
    shape = data.draw(maps(op.spatial, 4))
    kind = (nn.LazyConv1d, nn.LazyConv2d, nn.LazyConv3d)[op.spatial - 1]
    padding = op.padding if isinstance(op.padding, str) else tuple(p for p, _ in op.padding)

    def make():
        return kind(op.cout, op.kernel, op.stride, padding, op.dilation, op.groups, op.bias)

    same_verdict(op, (shape,), make, lambda built: built(torch.zeros(shape)))
