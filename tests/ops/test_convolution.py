"""Convolutions: shapes for numbers and names, faults and what follows, weights, settings refused."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, outcome, refusals, shape

from footgun.ops.convolution import Conv, ConvTranspose, SeparableConv
from footgun.sizes import bounds, name, show

n, h, w, k = name("n"), name("h"), name("w"), name("k")


def conv(cin=3, cout=64, kernel=3, stride=1, pad=0, dilation=1, **settings):
    padding = pad if isinstance(pad, str) else ((pad, pad), (pad, pad))
    return Conv(2, cin, cout, (kernel,) * 2, (stride,) * 2, padding, (dilation,) * 2, **settings)


def keras(cout=8, kernel=3, stride=1, pad="valid", **settings):
    return conv(None, cout, kernel, stride, pad, last=True, **settings)


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (conv(kernel=7, stride=2, pad=3), (1, 3, 224, 224), "(1, 64, 112, 112)"),
        (conv(kernel=7, stride=2, pad=3), (n, 3, h, w), "(n, 64, (h - 1)//2 + 1, (w - 1)//2 + 1)"),
        (conv(pad="same"), (n, 3, h, w), "(n, 64, h, w)"),
        (conv(), (3, 10, 12), "(64, 8, 10)"),
        (conv(dilation=2), (2, 3, h, 9), "(2, 64, h - 4, 5)"),
        (conv(kernel=k), (2, 3, 9, 9), "(2, 64, 10 - k, 10 - k)"),
        (keras(stride=2, pad="same"), (n, h, 27, 3), "(n, (h - 1)//2 + 1, 14, 8)"),
        (keras(2, depthwise=True), (n, 9, 9, 5), "(n, 7, 7, 10)"),
    ],
)
def test_output(op, given, expected):
    assert show(shape(op, given)) == expected


def test_causal_padding_keeps_the_length():
    op = Conv(1, None, 8, (5,), (1,), "causal", (2,), last=True)
    assert shape(op, (n, h, 4)) == (n, h, 8)


def test_an_unknown_input_is_taken_to_be_a_batch_of_maps():
    batch, channels, *space = shape(conv(pad=1), None)
    assert (str(batch), channels, list(map(str, space))) == ("n", 64, ["h", "w"])


def test_wrong_channels_are_told_and_the_rest_is_checked():
    output, found = fault(conv(pad=1), (2, 4, 8, 8))
    assert output == (2, 64, 8, 8)
    assert (found.kind, found.expected, found.got, found.axis) == ("channels", 3, 4, 1)


def test_channels_last_are_on_the_last_axis():
    _, found = fault(conv(last=True), (2, 8, 8, 4))
    assert found.axis == 3


def test_channels_that_can_never_fit():
    _, found = fault(conv(), (n, 2 * k + 4, h, w))
    assert (found.kind, found.expected) == ("channels", 3)


def test_a_window_larger_than_its_map():
    output, found = fault(conv(kernel=5, stride=2, pad=1), (2, 3, 2, 9))
    assert (found.kind, found.expected, found.got, found.axis) == ("window", 5, 4, 2)
    assert output == (2, 64, 1, 4)


def test_after_a_window_fault_a_size_is_only_bounded():
    output, _ = fault(conv(kernel=9, stride=2), (2, 3, 8, 9))
    assert (str(output[2]), bounds(output[2])) == ("h", (1, 4))


def test_a_wrong_rank_keeps_batch_and_channels():
    output, found = fault(conv(), (n, 100))
    assert (found.kind, found.expected) == ("rank", (3, 4))
    assert show(output) == "(n, 64, h, w)"


def test_reflected_padding_needs_something_to_reflect():
    _, found = fault(conv(pad=3, padding_mode="reflect"), (2, 3, 3, 8))
    assert (found.kind, found.got) == ("argument", 3)


def test_groups_that_do_not_divide_what_arrives():
    _, found = fault(keras(6, groups=3), (2, 8, 8, 4))
    assert found.detail == "`groups` 3 does not divide the 4 input channels"


@pytest.mark.parametrize(
    ("op", "detail"),
    [
        (conv(64, 60, groups=3), "`groups` 3 does not divide `in_channels` 64"),
        (conv(64, 63, groups=2), "`groups` 2 does not divide `out_channels` 63"),
        (keras(7, groups=2), "`groups` 2 does not divide `filters` 7"),
        (conv(pad="same", stride=2), "`padding` 'same' needs `stride` 1, got 2"),
        (conv(pad="full"), "`padding` must be 'same' or 'valid', got 'full'"),
        (conv(kernel=0), "`kernel_size` must be positive, got 0"),
        (conv(pad=-1), "`padding` must be 0 or more, got -1"),
        (conv().replace(kernel=(3,)), "`kernel_size` needs 2 numbers, got 1"),
        (keras(stride=2, dilation=2), "`strides` 2 and `dilation_rate` 2 exclude each other"),
    ],
)
def test_settings_refused(op, detail):
    assert refusals(op) == [detail]


def test_unknown_settings_are_not_wrong():
    assert refusals(conv(name("a"), name("b"), k, name("s"), name("p"), groups=name("g"))) == []


def test_settings_nobody_accepts_still_give_an_answer():
    op = conv(stride=0, groups=0)
    assert len(outcome(op, (2, 3, 8, 8))[0]) == 4
    assert count(op) == 64 * 3 * 9 + 64


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (conv(64, 128, groups=2), (), 128 * 32 * 9 + 128),
        (conv(bias=False), (), 64 * 3 * 9),
        (keras(2, depthwise=True), (1, 9, 9, 5), 5 * 2 * 9 + 10),
        (keras(2, depthwise=True), None, 0),
        (SeparableConv(2, None, 8, (3, 3), (1, 1), "same", (1, 1), 2), (1, 9, 9, 5), 5 * 2 * 9 + 10 * 8 + 8),
        (ConvTranspose(2, 6, 4, (3, 3), (1, 1), ((0, 0),) * 2, (0, 0), (1, 1), 2), (), 6 * 2 * 9 + 4),
    ],
)
def test_weights(op, given, expected):
    assert count(op, given) == expected


def test_flops_of_a_stem():
    op = conv(kernel=7, stride=2, pad=3)
    assert op.flops([(1, 3, 224, 224)], (1, 64, 112, 112)) == 236_027_904


def up(pad, extra=(1, 1), last=False, stride=2):
    return ConvTranspose(2, None if last else 3, 8, (3, 3), (stride,) * 2, pad, extra, (1, 1), last=last)


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (up(((1, 1), (1, 1))), (n, 3, h, 5), "(n, 8, 2·h, 10)"),
        (up(((0, 0), (0, 0)), (0, 0)), (n, 3, h, 5), "(n, 8, 2·h + 1, 11)"),
        (up("same", None, True), (n, h, 5, 3), "(n, 2·h, 10, 8)"),
        (up("valid", None, True), (n, h, 5, 3), "(n, 2·h + 1, 11, 8)"),
        (up("same", (0, 1), True), (n, h, 5, 3), "(n, 2·h - 1, 10, 8)"),
    ],
)
def test_transposed_output(op, given, expected):
    assert show(shape(op, given)) == expected


def test_padding_that_crops_everything_away():
    _, found = fault(up(((9, 9), (1, 1))), (2, 3, 4, 4))
    assert (found.kind, found.axis) == ("window", 2)


def test_output_padding_fills_less_than_a_stride():
    assert refusals(up(((1, 1), (1, 1)), (2, 2))) == [
        "`output_padding` 2 must be smaller than `stride` 2 or `dilation` 1"
    ]
