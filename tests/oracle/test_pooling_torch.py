"""Pools answer as torch's own layers do, the last window of `ceil_mode` included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.pooling import AdaptivePool, Pool, Unpool

torch = pytest.importorskip("torch")
nn = torch.nn

LAYERS = {
    "max": (nn.MaxPool1d, nn.MaxPool2d, nn.MaxPool3d),
    "avg": (nn.AvgPool1d, nn.AvgPool2d, nn.AvgPool3d),
    "lp": (nn.LPPool1d, nn.LPPool2d, nn.LPPool3d),
}
ADAPTIVE = {
    "max": (nn.AdaptiveMaxPool1d, nn.AdaptiveMaxPool2d, nn.AdaptiveMaxPool3d),
    "avg": (nn.AdaptiveAvgPool1d, nn.AdaptiveAvgPool2d, nn.AdaptiveAvgPool3d),
}


@st.composite
def maps(draw, spatial, largest=9):
    lead = draw(biased(st.sampled_from([(3,), (2, 3)]), st.sampled_from([(), (2, 3, 1)])))
    return (*lead, *(draw(st.integers(1, largest)) for _ in range(spatial)))


@st.composite
def pools(draw, modes=("max", "avg", "lp")):
    spatial, mode = draw(st.integers(1, 3)), draw(st.sampled_from(modes))

    def sides(usual, rare):
        return tuple(draw(biased(usual, rare, 12)) for _ in range(spatial))

    kernel = sides(st.integers(1, 4), st.integers(-1, 5))
    stride = sides(st.integers(1, 4), st.integers(-1, 5))
    # Half the kernel is the limit: draw up to it and just over.
    pads = tuple(draw(biased(st.integers(0, max(k // 2, 0)), st.integers(-1, 3), 12)) for k in kernel)
    dilation = sides(st.integers(1, 2), st.integers(-1, 3))
    return Pool(
        mode,
        spatial,
        kernel,
        stride,
        tuple((p, p) for p in pads) if mode != "lp" else ((0, 0),) * spatial,
        dilation if mode == "max" else (1,) * spatial,
        ceil=draw(st.booleans()),
        count_include_pad=draw(st.booleans()),
        indices=mode == "max" and draw(st.booleans()),
    )


def layer(op):
    kind = LAYERS[op.mode][op.spatial - 1]
    pads = tuple(before for before, _ in op.padding)
    if op.mode == "max":
        return kind(op.kernel, op.stride, pads, op.dilation, op.indices, op.ceil)
    if op.mode == "avg":
        return kind(op.kernel, op.stride, pads, op.ceil, op.count_include_pad)
    if op.spatial == 1:
        return kind(2, op.kernel[0], op.stride[0], op.ceil)
    return kind(2, op.kernel, op.stride, op.ceil)


@cases(400)
@given(st.data())
def test_pools(data):
    op = data.draw(pools())
    shape = data.draw(maps(op.spatial))
    same_verdict(op, (shape,), lambda: layer(op), lambda pool: pool(torch.zeros(shape)))


@cases(200)
@given(st.data())
def test_names_stand_for_any_number(data):
    op = data.draw(pools())
    sound(data.draw, op, (data.draw(maps(op.spatial)),))


@cases(200)
@given(st.data())
def test_adaptive_pools(data):
    spatial, mode = data.draw(st.integers(1, 3)), data.draw(st.sampled_from(["max", "avg"]))
    sizes = biased(st.none() | st.integers(1, 9), st.integers(-1, 0))
    output = tuple(data.draw(sizes) for _ in range(spatial))
    op = AdaptivePool(mode, spatial, output, indices=mode == "max" and data.draw(st.booleans()))
    shape = data.draw(maps(spatial))
    kind = ADAPTIVE[mode][spatial - 1]
    made = (lambda: kind(output, op.indices)) if mode == "max" else (lambda: kind(output))
    same_verdict(op, (shape,), made, lambda pool: pool(torch.zeros(shape)))
    sound(data.draw, op, (shape,))


@cases(80)
@given(st.data())
def test_unpooling_undoes_a_pool(data):
    spatial = data.draw(st.integers(1, 3))
    kernel = tuple(data.draw(st.integers(1, 3)) for _ in range(spatial))
    shape = (2, 3, *(k * data.draw(st.integers(1, 4)) for k in kernel))
    pool = LAYERS["max"][spatial - 1](kernel, return_indices=True)
    small, places = pool(torch.zeros(shape))
    undo = (nn.MaxUnpool1d, nn.MaxUnpool2d, nn.MaxUnpool3d)[spatial - 1](kernel)
    op = Unpool(spatial, kernel, kernel, (0,) * spatial)
    same_verdict(op, (tuple(small.shape),), lambda: undo, lambda layer: layer(small, places))


@cases(200)
@given(st.data())
def test_unpooling_to_a_size_by_places(data):
    spatial = data.draw(st.integers(1, 3))
    kernel = tuple(data.draw(st.integers(1, 3)) for _ in range(spatial))
    small = (2, 3, *(data.draw(st.integers(1, 3)) for _ in range(spatial)))
    others = st.sampled_from([small[1:], (*small[:-1], 4), (1, *small[1:])])
    places = data.draw(biased(st.just(small), others, 4))
    usual = tuple(k * size for k, size in zip(kernel, small[2:], strict=True))
    output = data.draw(st.none() | st.tuples(*(st.integers(max(u - 2, 1), u + 2) for u in usual)))
    op = Unpool(spatial, kernel, kernel, (0,) * spatial, output)
    undo = (nn.MaxUnpool1d, nn.MaxUnpool2d, nn.MaxUnpool3d)[spatial - 1](kernel)
    found = torch.zeros(places, dtype=torch.int64)
    same_verdict(op, (small, places), lambda: undo, lambda layer: layer(torch.zeros(small), found, output))
