"""Rules about activations on graphs: known designs stay silent, and a mistake is told once."""

from __future__ import annotations

import pytest
from tests.rules.build import Builder, at, found, only, sequential
from tests.rules.layers import FLATTEN, RELU, conv, dense, lines, pool, up

from footgun.findings import Severity
from footgun.network import Network, Value
from footgun.ops.activation import Activation, Softmax
from footgun.ops.elementwise import Binary
from footgun.ops.join import Concat
from footgun.ops.linear import MatMul
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy
from footgun.ops.normalisation import BatchNorm, LayerNorm
from footgun.ops.pooling import AdaptivePool
from footgun.ops.reshape import Permute, Unflatten
from footgun.rules.activations.activation_before_output import activation_before_output
from footgun.rules.activations.missing_nonlinearity import missing_nonlinearity
from footgun.rules.activations.softmax_in_hidden import softmax_in_hidden
from footgun.rules.activations.stacked_activations import stacked_activations

SOFTMAX = Softmax(-1)
IMAGE, ROW = (2, 3, 32, 32), (4, 16)


@pytest.mark.parametrize(
    "between",
    [[], [pool(2, "avg")], [BatchNorm(8, 2)], [Activation("linear")]],
    ids=["nothing", "average", "batch norm", "linear"],
)
def test_linear_layers_between_do_not_help(between):
    program = sequential("torch", IMAGE, lines(conv(3, 8), *between, conv(8, 16), RELU))
    assert found(missing_nonlinearity, program) == [(2 + len(between), "warning")]


@pytest.mark.parametrize("between", [RELU, pool(2), Softmax(1)], ids=["relu", "max pool", "softmax"])
def test_anything_nonlinear_between_helps(between):
    assert not found(
        missing_nonlinearity, sequential("torch", IMAGE, lines(conv(3, 8), between, conv(8, 16), RELU))
    )


@pytest.mark.parametrize(
    "pair",
    [
        (conv(16, 16, groups=16), conv(16, 32, 1)),
        (conv(16, 4, 1), conv(4, 16, 1)),
        (conv(16, 8, 1), conv(8, 8, 3)),
        (conv(16, 16, (7, 1)), conv(16, 16, (1, 7))),
        (conv(16, 32, 4, stride=4), conv(32, 32, 1)),
    ],
    ids=["depthwise", "bottleneck", "squeeze", "split kernel", "patches"],
)
def test_designs_that_stay_linear(pair):
    program = sequential("torch", (2, 16, 32, 32), lines(conv(16, 16), RELU, *pair, RELU))
    assert not found(missing_nonlinearity, program)


def test_the_end_of_a_depthwise_block_is_linear():
    depthwise = conv(16, 16, groups=16)
    block = lines(depthwise, BatchNorm(16, 2), RELU, conv(16, 16, 1), BatchNorm(16, 2), conv(16, 64, 1), RELU)
    assert not found(missing_nonlinearity, sequential("torch", (2, 16, 32, 32), block))


def test_low_rank_factors_need_a_clearly_narrower_middle():
    narrow = sequential("torch", ROW, lines(dense(16, 4), dense(4, 16), RELU))
    close = sequential("torch", ROW, lines(dense(16, 15), dense(15, 16), RELU))
    assert not found(missing_nonlinearity, narrow)
    assert found(missing_nonlinearity, close) == [(2, "warning")]


def test_a_linear_network_says_what_it_collapses_to():
    program = sequential("torch", ROW, lines(dense(16, 32), dense(32, 32), dense(32, 3), SOFTMAX))
    first, second = missing_nonlinearity.check(program)
    assert first.severity is second.severity is Severity.ERROR
    assert "one `Linear(16, 3)` under its `Softmax`, 51 parameters instead of 1,699" in second.message


def test_a_linear_network_that_flattens_takes_the_whole_example():
    program = sequential("torch", IMAGE, lines(conv(3, 8), FLATTEN, dense(8 * 30 * 30, 10)))
    assert only(missing_nonlinearity, program).message.endswith(
        "one `Linear(3072, 10)`, 30,730 parameters instead of 72,234"
    )

    rows = sequential("torch", (4, 50, 3), lines(dense(3, 4), FLATTEN, dense(200, 2)))
    assert only(missing_nonlinearity, rows).message.endswith(
        "one `Linear(150, 2)`, 302 parameters instead of 418"
    )


def test_linear_convolutions_alone_are_an_error_only_under_a_loss():
    layers = lines(conv(3, 8), conv(8, 16))
    block = sequential("torch", IMAGE, layers)
    judged = sequential("torch", IMAGE, layers, (CrossEntropy("logits", "index"), "loss", 9))
    assert found(missing_nonlinearity, block) == [(2, "warning")]
    assert found(missing_nonlinearity, judged) == [(2, "error")]


def test_layer_norm_is_not_linear_so_nothing_collapses():
    program = sequential("torch", ROW, lines(dense(16, 32), LayerNorm((32,)), dense(32, 3)))
    finding = only(missing_nonlinearity, program)
    assert finding.severity is Severity.WARNING
    assert finding.message.endswith("only normalisation")


def test_a_network_that_was_not_followed_to_its_end_is_not_called_linear():
    program = sequential("torch", ROW, lines(dense(16, 32), dense(32, 3)))
    program.networks[0].complete = False
    assert found(missing_nonlinearity, program) == [(2, "warning")]


def test_a_value_that_others_take_or_that_is_an_answer_may_stay_linear():
    b = Builder()
    hidden = b.apply(dense(16, 8), b.input(*ROW), line=1, label="Linear")
    out = b.apply(dense(8, 3), hidden, line=2, label="Linear")
    assert not found(missing_nonlinearity, b.finish(out, hidden))

    b = Builder()
    hidden = b.apply(dense(16, 8), b.input(*ROW), line=1, label="Linear")
    out = b.apply(Binary("add"), hidden, b.apply(dense(8, 8), hidden, line=2, label="Linear"), line=3)
    assert not found(missing_nonlinearity, b.finish(out))


@pytest.mark.parametrize(("maps", "told"), [(1, 0), (8, 1)])
def test_a_learned_mean_of_maps_is_no_layer_that_lacks_an_activation(maps, told):
    program = sequential("torch", (2, 3, 4, 4), lines(conv(3, maps, 1), FLATTEN, dense(16 * maps, 10)))
    assert len(found(missing_nonlinearity, program)) == told


def test_branches_that_are_concatenated_dense_maps_and_frozen_layers_may_stay_linear():
    b = Builder()
    x = b.input(*IMAGE)
    left = b.chain(x, lines(conv(3, 8, 1), conv(8, 8, 3, pad=1)))
    out = b.apply(Concat(1), left, x, line=5)
    assert not found(missing_nonlinearity, b.finish(out))

    generator = sequential("torch", (2, 10), lines(dense(10, 64), Unflatten(1, (64, 1, 1)), up(64, 3)))
    assert not found(missing_nonlinearity, generator)

    frozen = sequential("torch", ROW, lines(dense(16, 32), dense(32, 3)))
    for parameter in frozen.layers[0].parameters:
        parameter.requires_grad = False
    assert not found(missing_nonlinearity, frozen)


def test_a_loop_tells_its_pair_once():
    b = Builder()
    x = b.input(2, 8, 32, 32)
    for turn in ("1st pass", "2nd pass"):
        x = b.apply(conv(8, 8), x, line=4, label="Conv2d", turn=turn)
        x = b.apply(conv(8, 8, 1), x, line=5, label="Conv2d", turn=turn)
        x = b.apply(RELU, x, line=6, label="ReLU")
    assert found(missing_nonlinearity, b.finish(x)) == [(5, "warning")]


@pytest.mark.parametrize(("op", "groups", "told"), [("mul", 16, 0), ("mul", 1, 1), ("add", 16, 1)])
def test_a_gate_between_a_depthwise_convolution_and_the_linear_end_of_its_block(op, groups, told):
    b = Builder()
    x = b.input(2, 16, 32, 32)
    x = b.chain(x, lines(conv(16, 16, groups=groups), RELU))
    gate = b.chain(x, lines(AdaptivePool("avg", 2, (1, 1)), conv(16, 16, 1), Activation("sigmoid")))
    x = b.chain(b.apply(Binary(op), gate, x, line=7), lines(conv(16, 24, 1), conv(24, 32, 1), RELU))
    assert len(found(missing_nonlinearity, b.finish(x))) == told


@pytest.mark.parametrize(("levels", "told"), [(2, 0), (1, 1)])
def test_a_head_that_several_layers_feed_merges_with_none_of_them(levels, told):
    b = Builder()
    x = b.input(*IMAGE)
    head = b.layer(conv(16, 16), "Conv2d", 9)
    maps = [b.apply(conv(3, 16), x, line=1 + level, label="Conv2d") for level in range(levels)]
    out = [b.apply(RELU, b.apply(head.op, map_, line=9, layer=head), line=10) for map_ in maps]
    assert len(found(missing_nonlinearity, b.finish(*out))) == told


def test_hidden_softmax_is_found_through_pools_and_flattening():
    layers = lines(conv(3, 8), Softmax(1), pool(2), FLATTEN, dense(8 * 15 * 15, 10))
    finding = only(softmax_in_hidden, sequential("torch", IMAGE, layers))
    assert finding.span.line == 2
    assert "its 8 values sum to 1, about 0.12 each" in finding.message


def test_softmax_on_the_output_or_in_another_network_is_fine():
    program = sequential("torch", ROW, lines(dense(16, 8), RELU, dense(8, 3), SOFTMAX))
    assert not found(softmax_in_hidden, program)

    stacked = sequential("torch", ROW, lines(dense(16, 8), SOFTMAX, dense(8, 3)))
    stacked.nodes[2].network = Network("judge", "torch", at(9))
    assert not found(softmax_in_hidden, stacked)


def test_attention_scores_that_heads_exchange_are_not_hidden_softmax():
    b = Builder()
    x = b.input(2, 4, 10, 16)
    scores = b.apply(MatMul(), x, b.apply(Permute((0, 1, 3, 2)), x, line=1), line=2)
    weights = b.apply(SOFTMAX, scores, line=3)
    mixed = b.apply(Permute((0, 2, 3, 1)), weights, line=4)
    mixed = b.apply(dense(4, 4), mixed, line=5, label="Linear")
    out = b.apply(MatMul(), b.apply(Permute((0, 3, 1, 2)), mixed, line=6), x, line=7)
    assert not found(softmax_in_hidden, b.finish(out))


@pytest.mark.parametrize(
    ("first", "second", "severity", "words"),
    [
        (RELU, RELU, "warning", "changes nothing"),
        (Activation("sigmoid"), RELU, "warning", "changes nothing"),
        (RELU, Activation("tanh"), "warning", "gives only 0 to 1"),
        (Softmax(1), Softmax(1, log=True), "error", "no class of 8 gets over 28%"),
        (Softmax(1, log=True), Softmax(1), "warning", "alone would not"),
        (Activation("gelu"), Activation("elu"), "warning", "with no layer between"),
    ],
)
def test_what_a_second_activation_does(first, second, severity, words):
    finding = only(stacked_activations, sequential("torch", ROW, lines(dense(16, 8), first, second)))
    assert (finding.span.line, finding.severity.value) == (3, severity)
    assert words in finding.message


def test_normalisation_between_activations_makes_use_of_both():
    layers = lines(conv(3, 8), RELU, BatchNorm(8, 2), RELU, conv(8, 8))
    assert not found(stacked_activations, sequential("torch", IMAGE, layers))


def test_one_pair_is_told_by_one_rule():
    """The logits are for ACT005, a softmax before another layer for ACT002."""
    logits = sequential("torch", ROW, lines(dense(16, 8), RELU, dense(8, 3), RELU, SOFTMAX))
    assert found(activation_before_output, logits) == [(4, "warning")]
    assert not found(stacked_activations, logits)

    hidden = sequential("torch", ROW, lines(dense(16, 8), SOFTMAX, RELU, dense(8, 3)))
    assert found(softmax_in_hidden, hidden) == [(2, "error")]
    assert not found(stacked_activations, hidden)


@pytest.mark.parametrize(
    ("act", "loss", "words"),
    [
        (RELU, CrossEntropy("logits", "index"), "negative logits all become 0"),
        (RELU, BinaryCrossEntropy("logits"), "only probabilities from 0.5 to 1"),
        (Activation("tanh"), BinaryCrossEntropy("logits"), "only probabilities from 0.27 to 0.73"),
    ],
)
def test_an_activation_before_a_loss_of_logits(act, loss, words):
    program = sequential("torch", ROW, lines(dense(16, 3), act), (loss, "loss", 9))
    assert words in only(activation_before_output, program).message


def test_activations_that_other_rules_tell_of_or_that_lose_nothing():
    logits = CrossEntropy("logits", "index")
    for act in (Activation("sigmoid"), Activation("leaky_relu")):
        program = sequential("torch", ROW, lines(dense(16, 3), act), (logits, "loss", 9))
        assert not found(activation_before_output, program)
    averaged = lines(conv(3, 8, 1), RELU, AdaptivePool("avg", 2, (1, 1)), FLATTEN)
    assert not found(activation_before_output, sequential("torch", IMAGE, averaged, (logits, "loss", 9)))


def test_what_may_be_a_score_of_attention_is_not_called_hidden():
    b = Builder()
    unknown = b.apply(dense(16, 8), Value(ROW), line=2, label="Linear")
    out = b.apply(dense(8, 3), b.apply(SOFTMAX, unknown, line=3), line=4, label="Linear")
    b.input(*ROW)
    assert not found(softmax_in_hidden, b.finish(out))
