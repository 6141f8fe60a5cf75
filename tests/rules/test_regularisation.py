"""Rules about dropout on graphs."""

from __future__ import annotations

import pytest
from tests.rules.build import Builder, found, only, sequential
from tests.rules.layers import FLATTEN, RELU, conv, dense, lines

from footgun.ops.activation import Activation, Softmax
from footgun.ops.dropout import Dropout
from footgun.ops.loss import CrossEntropy, OtherLoss, Regression
from footgun.ops.pooling import AdaptivePool
from footgun.rules.regularisation.dropout_after_output import dropout_after_output
from footgun.rules.regularisation.dropout_rate import dropout_rate

ROW, IMAGE = (4, 16), (2, 3, 32, 32)
HALF, SOFTMAX = Dropout(0.5), Softmax(1)


@pytest.mark.parametrize(
    ("loss", "severity"),
    [
        (CrossEntropy("probabilities", "index", -1), "error"),
        (CrossEntropy("logits", "index"), "warning"),
        (Regression("mse"), "warning"),
    ],
)
def test_a_logarithm_of_dropped_probabilities_is_an_error(loss, severity):
    program = sequential("keras", ROW, lines(dense(16, 3), SOFTMAX, HALF), (loss, "loss", 9))
    assert found(dropout_after_output, program) == [(3, severity)]


def test_dropout_before_softmax_is_on_the_answers_too():
    program = sequential("torch", ROW, lines(dense(16, 3), HALF, SOFTMAX))
    assert "zeroes 50% of the network's answers" in only(dropout_after_output, program).message


def test_a_whole_classifier_is_known_by_its_flattened_map():
    layers = lines(conv(3, 8), RELU, AdaptivePool("avg", 2, (1, 1)), FLATTEN, dense(8, 10), HALF)
    assert found(dropout_after_output, sequential("torch", IMAGE, layers)) == [(6, "warning")]


def test_blocks_that_go_on_elsewhere_are_silent():
    for layers in (lines(dense(16, 8), RELU, HALF), lines(dense(16, 8), HALF), lines(conv(3, 8), RELU, HALF)):
        shape = IMAGE if len(layers) == 3 and layers[0][1] == "Conv2d" else ROW
        assert not found(dropout_after_output, sequential("torch", shape, layers))


def test_embeddings_under_other_losses_and_dropout_of_nothing_are_silent():
    triplet = sequential("torch", ROW, lines(dense(16, 8), HALF), (OtherLoss("triplet"), "loss", 9))
    none = sequential("torch", ROW, lines(dense(16, 8), Dropout(0.0), SOFTMAX))
    assert not found(dropout_after_output, triplet)
    assert not found(dropout_after_output, none)


@pytest.mark.parametrize(
    ("rate", "severity"),
    [(1, ["error"]), (0.9, ["warning"]), (0.8, []), (0.1, []), (0, ["info"]), (None, []), (1.5, [])],
)
def test_rates(rate, severity):
    program = sequential("torch", ROW, lines(dense(16, 8), Dropout(rate)))
    assert [s for _, s in found(dropout_rate, program)] == severity


def test_a_layer_applied_twice_has_one_rate():
    b = Builder()
    drop = b.layer(Dropout(1), "Dropout", 7)
    x = b.apply(drop.op, b.input(*ROW), line=10, layer=drop)
    x = b.apply(drop.op, x, line=11, layer=drop)
    assert found(dropout_rate, b.finish(x)) == [(7, "error")]


def test_activations_after_the_answer_do_not_hide_dropout():
    program = sequential("torch", ROW, lines(dense(16, 1), Activation("sigmoid"), HALF))
    assert "probabilities" in only(dropout_after_output, program).message
