"""Pools: the last window when rounding up, sizes given by the output, faults, what is affine."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, refusals, shape

from footgun.ops.pooling import AdaptivePool, GlobalPool, Pool, Unpool
from footgun.sizes import name, show

n, h, k = name("n"), name("h"), name("k")


def pool(kernel=2, stride=2, pad=0, dilation=1, mode="max", **settings):
    padding = pad if isinstance(pad, str) else ((pad, pad), (pad, pad))
    return Pool(mode, 2, (kernel,) * 2, (stride,) * 2, padding, (dilation,) * 2, **settings)


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (pool(), (n, 8, h, 7), "(n, 8, h//2, 3)"),
        (pool(ceil=True), (n, 8, h, 7), "(n, 8, (h - 1)//2 + 1, 4)"),
        (pool(3, 2, 1, ceil=True), (n, 8, h, 4), "(n, 8, h//2 + 1, 3)"),
        # A window that would start in the right padding is left out.
        (pool(2, 3, 1, ceil=True), (n, 8, h, 5), "(n, 8, h//3 + 1, 2)"),
        (pool(5, 2, ceil=True), (2, 8, 4, 4), "(2, 8, 1, 1)"),
        (pool(3, 2, dilation=2), (2, 8, h, 9), "(2, 8, (h - 1)//2 - 1, 3)"),
        (pool(3, 2, "same", last=True), (n, h, 7, 8), "(n, (h - 1)//2 + 1, 4, 8)"),
        (pool(), (8, 6, 6), "(8, 3, 3)"),
        (AdaptivePool("avg", 2, (1, None)), (n, 8, h, 7), "(n, 8, 1, 7)"),
        (AdaptivePool("avg", 2, (3, 4), last=True), (n, h, 7, 8), "(n, 3, 4, 8)"),
        (GlobalPool("avg", 2), (n, h, 7, 8), "(n, 8)"),
        (GlobalPool("max", 2, True, False), (n, 8, h, 7), "(n, 8, 1, 1)"),
        (Unpool(2, (2, 2), (2, 2), (0, 0)), (n, 8, h, 3), "(n, 8, 2·h, 6)"),
    ],
)
def test_output(op, given, expected):
    assert show(shape(op, given)) == expected


def test_places_of_the_maxima_are_a_second_output():
    assert shape(pool(indices=True), (2, 8, 6, 6)) == ((2, 8, 3, 3),) * 2


def test_unknown_settings_give_some_size():
    assert shape(pool(k, name("s"), ceil=True), (2, 8, 6, 6))[:2] == (2, 8)


def test_a_map_smaller_than_the_window():
    output, found = fault(pool(), (2, 8, 1, 4))
    assert output == (2, 8, 1, 2)
    assert (found.kind, found.expected, found.got, found.axis) == ("window", 2, 1, 2)


def test_averaging_in_3d_counts_no_padding():
    op = Pool("avg", 3, (3,) * 3, (1,) * 3, ((1, 1),) * 3, (1,) * 3)
    _, found = fault(op, (2, 8, 5, 5, 2))
    assert (found.kind, found.got, found.axis) == ("window", 2, 4)


def test_a_mean_over_the_map_takes_any_rank_in_torch():
    op = AdaptivePool("avg", 2, (1, 1))
    assert shape(op, (2, n, 8, h, 7)) == (2, n, 8, 1, 1)
    assert fault(op.replace(output=(2, 2)), (2, n, 8, h, 7))[1].kind == "rank"


def test_a_global_pool_wants_a_map():
    output, found = fault(GlobalPool("avg", 2), (n, 8))
    assert output == (n, 8)
    assert (found.kind, found.expected) == ("rank", (4,))


@pytest.mark.parametrize(
    ("op", "detail"),
    [
        (pool(2, 2, 2), "`padding` 2 is over half of `kernel_size` 2"),
        (pool(stride=0), "`stride` must be positive, got 0"),
        (pool(0, last=True), "`pool_size` must be positive, got 0"),
        (AdaptivePool("avg", 2, (-1, 2)), "`output_size` must be 0 or more, got (-1, 2)"),
        (AdaptivePool("avg", 1, (None,)), "`output_size` must be a number, got None"),
    ],
)
def test_settings_refused(op, detail):
    assert refusals(op) == [detail]


def test_a_mean_is_affine_and_a_maximum_is_not():
    assert pool(mode="avg").affine
    assert GlobalPool("avg", 2).affine
    assert not pool().affine
