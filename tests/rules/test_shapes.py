"""Shape faults become findings with the user's numbers, each mistake once: networks built by hand."""

from __future__ import annotations

import pytest
from tests.rules.build import Builder, found, only, sequential

from footgun.findings import Severity
from footgun.network import LossUse, Program
from footgun.ops.activation import Activation, Softmax
from footgun.ops.base import Fault
from footgun.ops.convolution import Conv
from footgun.ops.elementwise import Binary, Merge
from footgun.ops.join import Concat
from footgun.ops.linear import Linear, MatMul
from footgun.ops.loss import CrossEntropy, Regression
from footgun.ops.normalisation import BatchNorm
from footgun.ops.pooling import Pool
from footgun.ops.recurrent import KerasRecurrent
from footgun.ops.reduction import ArgReduce
from footgun.ops.reshape import Flatten, Reshape, Squeeze, Unsqueeze
from footgun.rules.shapes.batch_folded import batch_folded
from footgun.rules.shapes.broadcast_mismatch import broadcast_mismatch
from footgun.rules.shapes.channels_mismatch import channels_mismatch
from footgun.rules.shapes.channels_order import channels_order
from footgun.rules.shapes.concat_mismatch import concat_mismatch
from footgun.rules.shapes.dtype_mismatch import dtype_mismatch
from footgun.rules.shapes.features_mismatch import features_mismatch
from footgun.rules.shapes.matmul_mismatch import matmul_mismatch
from footgun.rules.shapes.reshape_as_transpose import reshape_as_transpose
from footgun.rules.shapes.reshape_mismatch import reshape_mismatch
from footgun.rules.shapes.silent_broadcast import silent_broadcast
from footgun.rules.shapes.window_exceeds_input import window_exceeds_input
from footgun.rules.shapes.wrong_axis import wrong_axis
from footgun.rules.shapes.wrong_rank import wrong_rank

ADD = Binary("add")


def conv(cin, cout, kernel, stride=1, pad=0, dilation=1):
    return Conv(2, cin, cout, (kernel,) * 2, (stride,) * 2, ((pad, pad),) * 2, (dilation,) * 2)


def pool(kernel):
    return Pool("max", 2, (kernel,) * 2, (kernel,) * 2, ((0, 0),) * 2, (1, 1))


def chain(*ops, shape=(2, 3, 64, 64), origin="call"):
    """Each op on a line of its own, from line 1."""
    return sequential(
        "torch", shape, [(op, type(op).__name__, i) for i, op in enumerate(ops, 1)], origin=origin
    )


def test_the_layer_that_made_the_channels_is_labelled():
    program = chain(conv(3, 16, 3), Activation("relu"), pool(2), conv(32, 8, 3))
    finding = only(channels_mismatch, program)
    assert finding.message == "`Conv` gets 16 channels, but is made for 32"
    assert [(label.span.line, label.text) for label in finding.labels] == [(1, "makes 16 channels here")]
    assert finding.help == "use `in_channels=16`, or change the layer before it"


def test_a_fault_of_a_shared_layer_is_told_once():
    b = Builder()
    x = b.input(2, 16, 8, 8)
    layer = b.layer(conv(8, 8, 3, pad=1), "Conv2d", 3)
    y = b.apply(layer.op, b.apply(layer.op, x, line=5, layer=layer), line=6, layer=layer)
    z = b.apply(layer.op, x, line=7, layer=layer)
    assert found(channels_mismatch, b.finish(y, z)) == [(5, "error")]


def test_a_normalisation_between_two_layers_that_agree():
    program = chain(conv(3, 16, 3), BatchNorm(8, 2), conv(16, 8, 3), Flatten(), Linear(8 * 60 * 60, 4))
    assert found(channels_mismatch, program) == [(2, "error")]
    flat = chain(conv(3, 16, 3), BatchNorm(8, 2), Flatten(), Linear(16 * 62 * 62, 4))
    assert not found(features_mismatch, flat)


def test_channels_last_data_is_one_mistake():
    program = chain(conv(3, 8, 5), conv(8, 8, 5), Flatten(), Linear(8 * 24 * 24, 10), shape=(4, 32, 32, 3))
    assert "permute(0, 3, 1, 2)" in only(channels_order, program).help
    assert not found(channels_mismatch, program)
    assert not found(window_exceeds_input, program)
    assert not found(features_mismatch, program)


def test_flatten_gives_the_exact_expression():
    program = chain(conv(3, 16, 3), pool(2), Flatten(), Linear(16 * 30 * 30, 10))
    finding = only(features_mismatch, program)
    assert finding.message == "`Linear` takes 14400 features, but gets 16 * 31 * 31 = 15376"
    assert finding.help == "use `16 * 31 * 31` (15376)"


def test_a_number_that_no_image_size_gives():
    program = chain(conv(3, 128, 3), Flatten(), Linear(64, 10), shape=None, origin="")
    finding = only(features_mismatch, program)
    assert "which is never 64 (always a multiple of 128)" in finding.message
    assert not found(features_mismatch, chain(conv(3, 128, 3), Flatten(), Linear(1280, 10), shape=None))


def test_a_missing_flatten_is_named():
    program = chain(conv(3, 8, 3, pad=1), Linear(8 * 4 * 4, 10), shape=(2, 3, 4, 4))
    assert only(features_mismatch, program).help == "flatten first: an example has 8 * 4 * 4 = 128 features"


def test_oversized_kernels_are_all_told_and_small_windows_after_a_collapse_are_not():
    program = chain(pool(6), conv(3, 8, 20), conv(8, 8, 20), pool(3), conv(8, 8, 20), shape=(2, 3, 54, 54))
    assert found(window_exceeds_input, program) == [(2, "error"), (3, "error"), (5, "error")]
    collapsed = chain(conv(3, 8, 5), pool(3), conv(8, 8, 3), shape=(2, 3, 1, 1))
    assert found(window_exceeds_input, collapsed) == [(1, "error")]


def test_the_window_message_has_the_numbers_and_the_layer_that_shrank_the_map():
    finding = only(
        window_exceeds_input, chain(conv(3, 8, 5), pool(4), conv(8, 8, 3, dilation=2), shape=(1, 3, 16, 16))
    )
    assert finding.message == (
        "`Conv` cannot slide a kernel of 3 x 3, spread to 5 x 5 by its dilation, over a map of 3 x 3"
    )
    assert [(label.span.line, label.text) for label in finding.labels] == [(2, "makes a map of 3 x 3 here")]
    assert finding.help == "`padding=2` keeps the map, or shrink it less before this layer"


def test_features_after_a_collapse_count_only_if_no_map_could_give_them():
    def network(features):
        return chain(pool(6), conv(3, 32, 20), Flatten(), Linear(features, 10), shape=(2, 3, 54, 54))

    assert found(features_mismatch, network(48)) == [(4, "error")]
    assert not found(features_mismatch, network(32 * 5 * 5))


def test_a_network_for_large_images_only_is_warned_about_once():
    def network(depth):
        return chain(*[op for _ in range(depth) for op in (conv(None, 8, 5), pool(3))], shape=None, origin="")

    finding = only(window_exceeds_input, network(4))
    assert finding.severity is Severity.WARNING
    assert finding.message == "`Conv` fits only inputs of at least 187 x 187 pixels"
    assert "needs 241 x 241" in finding.help
    assert not found(window_exceeds_input, network(3))


def test_a_stated_size_decides_instead():
    blocks = [op for _ in range(4) for op in (conv(None, 8, 5), pool(3))]
    assert not found(window_exceeds_input, chain(*blocks, shape=(1, 3, 256, 256)))
    assert found(window_exceeds_input, chain(*blocks, shape=(1, 3, 100, 100))) == [(7, "error")]


def test_ranks():
    finding = only(wrong_rank, chain(Flatten(), conv(3, 8, 3)))
    assert finding.message == "`Conv` takes 3 or 4 dimensions, but gets 2: (2, 12288)"
    assert finding.help == "flatten after the last layer that needs a map"
    assert only(wrong_rank, chain(BatchNorm(3, 1))).help == "use `BatchNorm2d` for this rank"


def test_a_reshape_counts_the_elements_of_both():
    finding = only(reshape_mismatch, chain(Reshape((-1, 500)), shape=(2, 16, 5, 5)))
    assert finding.message == (
        "`Reshape` cannot turn (2, 16, 5, 5) into (-1, 500): 800 elements are no multiple of 500"
    )
    assert finding.help.startswith("an example has 16 * 5 * 5 = 400 elements")


def residual(cin, cout, stride):
    b = Builder()
    x = b.apply(conv(3, cin, 3, pad=1), b.input(2, 3, 32, 32), line=1, label="Conv2d")
    y = b.apply(conv(cin, cout, 3, stride, pad=1), x, line=2, label="Conv2d")
    return b.finish(b.apply(ADD, x, y, line=3))


def test_a_shortcut_labels_both_sides():
    finding = only(broadcast_mismatch, residual(16, 32, 2))
    assert "(2, 16, 32, 32) and (2, 32, 16, 16): axis 1 has 16 and 32" in finding.message
    assert [label.span.line for label in finding.labels] == [1, 2]
    assert not found(broadcast_mismatch, residual(16, 16, 1))


def test_keras_merge_layers_count_axes_with_the_batch():
    b = Builder("keras")
    x, y = b.input(b.size(), 32, 32, 16), b.input(b.size(), 32, 32, 24)
    finding = only(broadcast_mismatch, b.finish(b.apply(Merge("add"), x, y, line=4, label="Add")))
    assert finding.message.endswith("axis 3 has 16 and 24")


def test_a_keras_reshape_leaves_the_batch_out():
    program = chain(Reshape((7, 7, 128), keep_batch=True), shape=(Builder("keras").size(), 3136))
    assert (
        "cannot turn (3136,) into (7, 7, 128): 3136 elements against 6272"
        in only(reshape_mismatch, program).message
    )


def test_a_recurrent_layer_after_one_that_gives_its_last_step():
    layers = [KerasRecurrent("lstm", 64), KerasRecurrent("lstm", 32)]
    assert only(wrong_rank, chain(*layers, shape=(8, 20, 16))).help.startswith(
        "`return_sequences=True` on the"
    )


def test_losses_take_targets_of_one_shape():
    b = Builder()
    b.apply(CrossEntropy("logits", "index-or-probabilities"), b.input(8, 10), b.input(8, 1), line=3)
    finding = only(broadcast_mismatch, b.finish())
    assert finding.message == "`CrossEntropy` of (8, 10) takes a target (8,), but gets (8, 1)"
    assert finding.help == "drop the last axis of the target: `y.squeeze(1)`"


def test_what_follows_from_a_conflict_is_an_echo():
    b = Builder()
    x, y = b.input(5, 4), b.input(3, 4)
    b.apply(ADD, b.apply(ADD, x, y, line=2), y, line=3)
    assert found(broadcast_mismatch, b.finish()) == [(2, "error")]


def regression(target, *after, out=1):
    b = Builder()
    y = b.chain(b.input(8, 5), [(Linear(5, out), "Linear", 2), *((op, "", 3) for op in after)])
    b.loss(Regression("mse"), y, 9, "MSELoss", target=None if target is None else Builder().input(*target))
    return b.finish(y)


@pytest.mark.parametrize(
    ("program", "severity"),
    [
        (regression((8,)), "error"),
        (regression(None), "info"),
        (regression((8, 1)), None),
        (regression((8,), Squeeze(1)), None),
        (regression((8, 3), out=3), None),
        (regression(None, out=3), None),
    ],
)
def test_a_column_against_a_row(program: Program, severity: str | None):
    assert [s for _, s in found(silent_broadcast, program)] == [severity] * (severity is not None)


def test_keras_losses_drop_the_last_axis_themselves():
    program = regression((8,))
    use: LossUse = program.losses[0]
    use.op = Regression("mse", by_example=True)
    assert not found(silent_broadcast, program)


def test_outer_differences_that_are_meant():
    b = Builder()
    x = b.input(8)
    assert not found(
        silent_broadcast, b.finish(b.apply(Binary("sub"), b.apply(Unsqueeze(1), x, line=2), x, line=3))
    )


@pytest.mark.parametrize(
    ("have", "wanted", "wrong"),
    [
        ((25, 16, 6, 6), (-1, 400), True),  # 576 features an example
        ((25, 32, 5, 5), (-1, 400), True),  # two rows an example
        ((25, 16, 5, 5), (-1, 400), False),
        ((4, 7, 20), (-1, 20), False),  # positions become rows
        ((4, 7, 3, 32, 32), (28, 3, 32, 32), False),  # time steps become rows
        ((4, 60), (8, 30), False),  # the code counts the rows itself
        ((4, 60), (4, 3, 20), False),
    ],
)
def test_reshapes_that_change_the_batch(have, wanted, wrong):
    assert bool(found(batch_folded, chain(Reshape(wanted), shape=have))) is wrong


def test_a_batch_nobody_stated_is_not_known_to_be_one():
    assert not found(batch_folded, chain(Linear(60, 60), Reshape((-1, 40)), shape=None, origin=""))


def test_softmax_and_argmax_over_examples():
    scores = (Linear(20, 10), "Linear", 1)
    for op in (Softmax(0), ArgReduce("argmax", 0)):
        assert found(wrong_axis, sequential("torch", (8, 20), [scores, (op, "", 2)])) == [(2, "error")]
        assert not found(wrong_axis, sequential("torch", (20,), [scores, (op, "", 2)]))
        assert not found(wrong_axis, sequential("torch", (8, 20), [scores, (op.replace(axis=1), "", 2)]))


@pytest.mark.parametrize(
    ("shape", "axis"), [((2, 20), "axis 1"), ((2, 3, 20), "axis 0"), ((2, 3, 4, 20), "axis 1")]
)
def test_a_softmax_without_axis_is_told_which_one_it_gets(shape, axis):
    finding = only(wrong_axis, sequential("torch", shape, [(Softmax(None, implicit=True), "Softmax", 4)]))
    assert axis in finding.message
    assert (finding.span.line, finding.severity) == (4, Severity.WARNING)


def test_what_is_joined_after_a_conflict_is_no_second_mistake():
    b = Builder()
    first, other = b.input(2, 3, 8, 8), b.input(2, 5, 7, 8)
    joined = b.apply(Concat(1), first, other, line=2)
    again = b.apply(Concat(1), joined, b.input(2, 1, 7, 8), line=3)
    b.apply(conv(9, 4, 1), again, line=4)
    program = b.finish(b.apply(conv(8, 4, 1), joined, line=5))
    assert found(concat_mismatch, program) == [(2, "error")]
    assert "axis 2 has 8 and 7" in only(concat_mismatch, program).message
    assert not found(channels_mismatch, program)


def test_channels_still_count_after_maps_of_unequal_size_were_joined():
    b = Builder()
    joined = b.apply(Concat(1), b.input(2, 3, 8, 8), b.input(2, 5, 7, 8), line=2)
    assert found(channels_mismatch, b.finish(b.apply(conv(3, 4, 1), joined, line=3))) == [(3, "error")]


def test_the_help_of_a_join_names_the_axis_on_which_all_agree():
    b = Builder()
    program = b.finish(b.apply(Concat(0), b.input(8, 10), b.input(8, 20), line=2))
    assert only(concat_mismatch, program).help == "all other axes agree: `dim=1` joins these two"


def test_a_product_that_a_transpose_mends():
    b = Builder()
    product = b.apply(MatMul(), b.input(8, 5, 16), b.input(8, 7, 16), line=2)
    b.apply(MatMul(), product, b.input(8, 7, 16), line=3)
    finding = only(matmul_mismatch, b.finish(product))
    assert "16 columns of the first meet 7 rows of the second" in finding.message
    assert finding.help == "transpose the second: `b.transpose(-2, -1)`"


def test_one_tensor_of_a_wrong_type_is_one_mistake():
    b = Builder()
    tokens = b.input(2, 8)
    tokens.dtype = "int64"
    outputs = [b.apply(Linear(8, 4), tokens, line=line, label="Linear") for line in (3, 4, 5)]
    for node in b.program.nodes:
        node.faults = [Fault("dtype", "float32", "int64")]
    assert found(dtype_mismatch, b.finish(*outputs)) == [(3, "error")]


@pytest.mark.parametrize(
    ("have", "wanted", "scrambled"),
    [
        ((2, 3, 8, 9), (2, 8, 9, 3), True),
        ((2, 8, 9, 1), (2, 1, 8, 9), False),
        ((2, 8, 8, 3), (2, 3, 8, 8), True),
        ((2, 50, 64), (2, 4, 50, 16), True),
        ((2, 50, 64), (2, 50, 4, 16), False),
        ((2, 4, 4, 16), (2, 4, 64), False),
        ((2, 4, 50, 16), (2, 50, 64), True),
        ((6, 4), (4, 6), False),
    ],
)
def test_reshapes_that_scramble(have, wanted, scrambled):
    b = Builder()
    program = b.finish(b.apply(Reshape(wanted), b.input(*have), line=2))
    assert bool(found(reshape_as_transpose, program)) == scrambled
