"""Rules about architecture on graphs: the shapes of public networks stay silent."""

from __future__ import annotations

import pytest
from tests.rules.build import Builder, found, only, sequential
from tests.rules.layers import FLATTEN, RELU, conv, dense, lines, pool, up

from footgun.network import Program
from footgun.ops.activation import Activation
from footgun.ops.convolution import Conv
from footgun.ops.dropout import Dropout
from footgun.ops.elementwise import Binary
from footgun.ops.pooling import AdaptivePool, Pool
from footgun.ops.reshape import Permute
from footgun.rules.architecture.abrupt_narrowing import abrupt_narrowing
from footgun.rules.architecture.activation_before_max_pool import activation_before_max_pool
from footgun.rules.architecture.flatten_explosion import flatten_explosion
from footgun.rules.architecture.no_downsampling import no_downsampling
from footgun.rules.architecture.oversized_kernel import oversized_kernel
from footgun.rules.architecture.oversized_pooling import oversized_pooling
from footgun.rules.architecture.padding_beyond_kernel import padding_beyond_kernel
from footgun.rules.architecture.resolution_collapse import resolution_collapse
from footgun.rules.architecture.shrinking_filters import shrinking_filters
from footgun.rules.architecture.too_many_first_filters import too_many_first_filters
from footgun.rules.architecture.widening_head import widening_head

IMAGE = (2, 3, 64, 64)
GLOBAL = AdaptivePool("avg", 2, (1, 1))


def net(*ops, shape=IMAGE, **more) -> Program:
    return sequential("torch", shape, lines(*ops), **more)


@pytest.mark.parametrize(
    ("first", "channels", "reported"),
    [
        (conv(1, 512, 3), 1, True),
        (conv(1, 512, 10), 1, True),
        (conv(1, 64, 3), 1, False),  # small networks for digits
        (conv(1, 256, 9), 1, False),  # capsule networks
        (conv(3, 64, 7, stride=2), 3, False),  # ResNet
        (conv(3, 256, 3), 3, False),  # EDSR
        (conv(3, 768, 16, stride=16), 3, False),  # ViT
        (conv(4, 512, 3), 4, False),  # latents
    ],
)
def test_first_filters_of_public_networks_are_fine(first, channels, reported):
    program = net(first, RELU, shape=(2, channels, 64, 64))
    assert bool(found(too_many_first_filters, program)) is reported


def test_only_the_layer_on_the_input_is_first():
    assert not found(too_many_first_filters, net(conv(3, 1, 3), RELU, conv(1, 512, 3)))
    assert found(too_many_first_filters, net(Binary("div", "float"), conv(3, 1024, 3))) == [(2, "warning")]
    assert not found(too_many_first_filters, net(conv(3, 1024, 3), Permute((0, 2, 3, 1))))  # tokens


def test_filters_that_fall_twice_are_a_warning_once_advice():
    once = net(conv(3, 64), RELU, pool(2), conv(64, 32), RELU, conv(32, 32), FLATTEN, dense(1, 9))
    twice = net(conv(3, 64), RELU, pool(2), conv(64, 32), RELU, conv(32, 16), FLATTEN, dense(1, 9))
    assert found(shrinking_filters, once) == [(4, "info")]
    assert found(shrinking_filters, twice) == [(4, "warning")]


def test_blocks_that_start_narrow_again_do_not_fall():
    blocks = conv(3, 64), conv(64, 128), pool(2), conv(128, 64), conv(64, 256), pool(2), conv(256, 128)
    assert not found(shrinking_filters, net(*blocks, FLATTEN, dense(1, 9)))


def test_falling_filters_need_a_shrinking_map_and_a_decoder_makes_it_a_code():
    flat = net(conv(3, 64), RELU, conv(64, 32), RELU, conv(32, 16), FLATTEN, dense(1, 9))
    code = net(conv(3, 64), pool(2), conv(64, 32), pool(2), conv(32, 8), RELU, up(8, 32), conv(32, 3))
    decoder = net(up(3, 64), conv(64, 32), pool(2), conv(32, 16), RELU, conv(16, 3))
    assert not found(shrinking_filters, flat)
    assert found(shrinking_filters, code) == [(3, "info")]
    assert not found(shrinking_filters, decoder)


@pytest.mark.parametrize(
    "layer",
    [
        conv(16, 16, 11, stride=4),
        conv(16, 16, 11, groups=16),
        conv(16, 16, (15, 1)),
        conv(16, 32, 7),
        conv(16, 8, 32),
    ],
    ids=["strided", "depthwise", "one axis", "7 x 7", "whole map"],
)
def test_large_kernels_that_are_sound(layer):
    program = net(layer, RELU, FLATTEN, dense(1, 9), shape=(2, 16, 32, 32))
    assert not found(oversized_kernel, program)


def test_large_kernels_frame_networks_from_image_to_image_only():
    layers = conv(3, 64, 9, pad=4), RELU, conv(64, 64, 9, pad=4), RELU, conv(64, 3, 9, pad=4)
    assert found(oversized_kernel, net(*layers)) == [(3, "warning")]
    classifier = net(*layers, FLATTEN, dense(3 * 64 * 64, 9))
    assert [line for line, _ in found(oversized_kernel, classifier)] == [1, 3, 5]


def test_a_pool_discards_too_much_only_before_further_layers():
    assert found(oversized_pooling, net(conv(3, 8), pool(5), FLATTEN, dense(8 * 144, 9))) == [(2, "warning")]
    assert not found(oversized_pooling, net(conv(3, 8), pool(4), FLATTEN, dense(8 * 225, 9)))
    assert not found(oversized_pooling, net(conv(3, 8), pool(62), FLATTEN, dense(8, 9)))
    assert not found(oversized_pooling, net(conv(3, 8), pool(8)))


def test_a_pool_beside_the_main_path_is_context():
    b = Builder()
    x = b.input(*IMAGE)
    side = b.chain(x, lines(pool(8), conv(3, 3, 1)))
    program = b.finish(b.apply(conv(3, 3, 1), x, line=5, label="Conv2d"), side)
    assert not found(oversized_pooling, program)


def test_a_pool_of_an_unknown_map_may_be_global_before_a_dense_layer():
    b = Builder()
    shape = (2, 3, b.size("h"), b.size("w"))
    x = b.chain(b.input(*shape), lines(conv(3, 8), pool(8), FLATTEN, dense(8, 9)))
    assert not found(oversized_pooling, b.finish(x))

    b = Builder()
    x = b.chain(b.input(2, 3, b.size("h"), b.size("w")), lines(conv(3, 8), pool(8), conv(8, 8)))
    assert "discards all but 1 of 64 positions" in only(oversized_pooling, b.finish(x)).message


def test_padding_in_numbers_and_without():
    assert (
        "61% of the outputs see only zeros"
        in only(padding_beyond_kernel, net(conv(1, 8, 3, pad=11), shape=(2, 1, 28, 28))).message
    )
    assert not found(padding_beyond_kernel, net(conv(3, 8, 3, pad=2)))
    b = Builder()
    x = b.apply(conv(3, 8, 3, pad=3), b.input(2, 3, b.size("h"), 8), line=1, label="Conv2d")
    assert "the outputs at the border see only zeros" in only(padding_beyond_kernel, b.finish(x)).message


def test_dilation_widens_what_a_kernel_covers():
    dilated = Conv(2, 3, 8, (3, 3), (1, 1), ((6, 6), (6, 6)), (6, 6))
    assert not found(padding_beyond_kernel, net(dilated))


def test_a_bottleneck_between_wide_layers_but_not_a_code_or_a_gate():
    row = (4, 40)
    choked = net(dense(40, 64), RELU, dense(64, 2), RELU, dense(2, 32), RELU, dense(32, 5), shape=row)
    code = net(dense(40, 64), RELU, dense(64, 2), RELU, dense(2, 32), RELU, dense(32, 40), shape=row)
    gate = net(dense(40, 64), RELU, dense(64, 2), RELU, dense(2, 64), RELU, dense(64, 5), shape=row)
    assert found(abrupt_narrowing, choked) == [(3, "warning")]
    assert not found(abrupt_narrowing, code)
    assert not found(abrupt_narrowing, gate)


def test_a_steep_last_step_is_advice_only_from_a_very_wide_dense_layer():
    assert found(abrupt_narrowing, net(dense(40, 1024), RELU, dense(1024, 1), shape=(4, 40))) == [(3, "info")]
    assert not found(abrupt_narrowing, net(dense(40, 128), RELU, dense(128, 1), shape=(4, 40)))
    assert not found(abrupt_narrowing, net(conv(3, 8, 64), FLATTEN, dense(2048, 1)))


def test_a_map_of_one_position_with_kernels_to_come():
    down = conv(3, 8), RELU, pool(62)
    assert not found(resolution_collapse, net(*down, conv(8, 8, 3, pad=1)))
    assert not found(resolution_collapse, net(*down, conv(8, 8, 1), conv(8, 8, 1)))
    assert found(resolution_collapse, net(*down, conv(8, 8, 3, pad=1), RELU, conv(8, 8, 3, pad=1))) == [
        (3, "warning")
    ]
    finding = only(resolution_collapse, net(*down, conv(8, 8, 3)))
    assert (finding.span.line, finding.labels[0].span.line) == (3, 4)


def test_a_map_that_is_only_smaller_than_a_kernel_is_for_the_shape_rules():
    assert not found(resolution_collapse, net(conv(3, 8), pool(6), conv(8, 8, 20)))


def test_an_encoder_to_one_position_that_goes_up_again():
    program = net(
        conv(3, 8, 8, stride=8),
        conv(8, 16, 8, stride=8),
        up(16, 8, 8),
        conv(8, 8, 3, pad=1),
        conv(8, 3, 3, pad=1),
    )
    assert not found(resolution_collapse, program)


def test_an_input_of_unstated_size_that_must_be_large():
    def deep(turns: int) -> Program:
        b = Builder()
        x = b.input(b.size("n"), 3, b.size("h"), b.size("w"), origin="")
        for cin in (3, *(8,) * (turns - 1)):
            x = b.chain(x, lines(conv(cin, 8, 5), pool(3), RELU))
        return b.finish(x)

    assert "of images under 187 x 187" in only(resolution_collapse, deep(4)).message
    assert not found(resolution_collapse, deep(3))


def test_weights_after_flatten_by_size_and_depth():
    few = net(conv(3, 64, 3, pad=1), pool(2), FLATTEN, dense(64 * 32 * 32, 128))
    deep = net(conv(3, 64, 3, pad=1), conv(64, 64), conv(64, 64), pool(2), FLATTEN, dense(64 * 30 * 30, 128))
    small = net(conv(3, 8, 3, pad=1), pool(2), FLATTEN, dense(8 * 32 * 32, 64))
    assert found(flatten_explosion, few) == [(4, "warning")]
    assert found(flatten_explosion, deep) == [(6, "info")]
    assert not found(flatten_explosion, small)


def test_vgg_has_three_quarters_of_its_weights_there():
    blocks, cin = [], 3
    for width, depth in ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)):
        for _ in range(depth):
            blocks += [conv(cin, width, 3, pad=1), RELU]
            cin = width
        blocks.append(pool(2))
    head = FLATTEN, dense(512 * 49, 4096), RELU, Dropout(0.5), dense(4096, 4096), RELU, dense(4096, 1000)
    program = net(*blocks, *head, shape=(1, 3, 224, 224))
    assert program.networks[0].parameter_count() == 138_357_544
    assert not found(flatten_explosion, program)
    assert not found(no_downsampling, program)
    assert not found(widening_head, program)
    assert not found(resolution_collapse, program)


def test_a_head_may_widen_to_its_classes_only():
    assert not found(widening_head, net(conv(3, 4, 8, stride=8), RELU, FLATTEN, dense(256, 1000)))
    assert found(
        widening_head, net(conv(3, 4, 8, stride=8), RELU, FLATTEN, dense(256, 300), RELU, dense(300, 9))
    ) == [(4, "info")]
    assert not found(widening_head, net(conv(3, 64), GLOBAL, FLATTEN, dense(64, 300), RELU, dense(300, 9)))


def test_no_downsampling_counts_from_four_convolutions():
    four = [op for _ in range(4) for op in (conv(3, 3, 3, pad=1), RELU)]
    assert found(no_downsampling, net(*four, FLATTEN, dense(3 * 4096, 9))) == [(10, "info")]
    assert not found(no_downsampling, net(*four[:6], FLATTEN, dense(3 * 4096, 9)))
    assert not found(no_downsampling, net(*four, shape=(2, 3, 19, 19)))
    assert not found(no_downsampling, net(*four, conv(3, 3, 3, stride=2), FLATTEN, dense(3 * 31 * 31, 9)))


def test_activations_before_max_pooling():
    assert found(activation_before_max_pool, net(conv(3, 8), RELU, pool(2))) == [(2, "info")]
    assert not found(activation_before_max_pool, net(conv(3, 8), RELU, pool(2, "avg")))
    assert not found(activation_before_max_pool, net(conv(3, 8), Activation("silu"), pool(2)))
    b = Builder()
    skip = b.chain(b.input(*IMAGE), lines(conv(3, 8), RELU))
    pooled = b.apply(Pool("max", 2, (2, 2), (2, 2), ((0, 0), (0, 0)), (1, 1)), skip, line=3)
    assert not found(activation_before_max_pool, b.finish(pooled, b.apply(conv(8, 8), skip, line=4)))
