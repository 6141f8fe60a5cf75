"""What flows into a loss must be what the loss takes: networks built by hand."""

from __future__ import annotations

import math

import pytest
from tests.rules.build import Builder, at, found, only, sequential

from footgun.network import CompileUse, FitUse, OptimizerUse, UnknownString, Value
from footgun.ops.activation import Activation, Softmax
from footgun.ops.dropout import Dropout
from footgun.ops.elementwise import Binary
from footgun.ops.linear import Linear
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, Regression
from footgun.ops.normalisation import BatchNorm
from footgun.ops.reshape import Squeeze
from footgun.rules.facts.output import floor, head
from footgun.rules.outputs.label_encoding import label_encoding
from footgun.rules.outputs.logits_into_probability_loss import logits_into_probability_loss
from footgun.rules.outputs.loss_for_task import loss_for_task
from footgun.rules.outputs.mse_for_classification import mse_for_classification
from footgun.rules.outputs.no_metric import no_metric
from footgun.rules.outputs.not_a_loss import not_a_loss
from footgun.rules.outputs.sigmoid_for_exclusive_classes import sigmoid_for_exclusive_classes
from footgun.rules.outputs.sigmoid_mismatch import sigmoid_mismatch
from footgun.rules.outputs.softmax_before_cross_entropy import softmax_before_cross_entropy
from footgun.rules.outputs.softmax_on_one_unit import softmax_on_one_unit
from footgun.rules.outputs.unreachable_targets import unreachable_targets

CE = CrossEntropy("logits", "index-or-probabilities")
NLL = CrossEntropy("log-probabilities", "index")
SPARSE = CrossEntropy("probabilities", "index", axis=-1)
CATEGORICAL = CrossEntropy("probabilities", "one-hot", axis=-1)
BCE, BCE_LOGITS = BinaryCrossEntropy("probabilities"), BinaryCrossEntropy("logits")
MSE = Regression("mse")
ALL = (
    softmax_before_cross_entropy, sigmoid_mismatch, mse_for_classification, softmax_on_one_unit,
    sigmoid_for_exclusive_classes, logits_into_probability_loss, unreachable_targets, loss_for_task,
)  # fmt: skip


def net(units, end=None, loss=None, framework="torch", extra=()):
    """20 -> 64 -> units -> end -> loss; the last layer is on line 3, its activation on 4, the loss on 9."""
    layers = [
        (Linear(20, 64), "Linear", 1),
        (Activation("relu"), "ReLU", 2),
        (Linear(64, units), "Linear", 3),
    ]
    if end:
        layers.append((end, type(end).__name__, 4))
    layers += extra
    return sequential(framework, (8, 20), layers, (loss, "Loss", 9) if loss else None)


def speaks(program):
    """The codes of all rules on outputs that have something above a hint to say."""
    return [(r.code, line) for r in ALL for line, severity in found(r, program) if severity != "info"]


SOFTMAX, SIGMOID, TANH, RELU = Softmax(1), Activation("sigmoid"), Activation("tanh"), Activation("relu")


@pytest.mark.parametrize(
    ("units", "end", "loss", "framework", "expected"),
    [
        # one mistake, one rule
        (10, SOFTMAX, CE, "torch", [("OUT001", 4)]),
        (10, SIGMOID, CE, "torch", [("OUT006", 4)]),
        (10, TANH, CE, "torch", [("OUT006", 4)]),
        (10, SIGMOID, SPARSE, "keras", [("OUT006", 4)]),
        (10, RELU, CATEGORICAL, "keras", [("OUT006", 4)]),
        (10, None, SPARSE, "keras", [("OUT007", 3)]),
        (10, SOFTMAX, MSE, "torch", [("OUT004", 9)]),
        (10, SOFTMAX, BCE, "torch", [("OUT013", 9)]),
        (1, None, BCE, "torch", [("OUT003", 9)]),
        (1, RELU, BCE, "torch", [("OUT003", 9)]),
        (1, SIGMOID, BCE_LOGITS, "torch", [("OUT003", 4)]),
        (1, SOFTMAX, CE, "torch", [("OUT005", 4)]),
        (1, SOFTMAX, BCE, "torch", [("OUT005", 4)]),
        (1, SOFTMAX, BCE_LOGITS, "torch", [("OUT005", 4)]),
        (1, SOFTMAX, MSE, "torch", [("OUT005", 4)]),
        (1, None, CE, "torch", [("OUT013", 9)]),
        (1, SIGMOID, CATEGORICAL, "keras", [("OUT013", 9)]),
        (1, None, SPARSE, "keras", [("OUT013", 9)]),
        # right pairs
        (10, None, CE, "torch", []),
        (10, Softmax(1, log=True), NLL, "torch", []),
        (10, SOFTMAX, SPARSE, "keras", []),
        (10, None, MSE, "torch", []),
        (10, SIGMOID, BCE, "torch", []),
        (10, None, BCE_LOGITS, "torch", []),
        (1, SIGMOID, BCE, "keras", []),
        (1, None, MSE, "torch", []),
        (2, SOFTMAX, BCE, "keras", []),
        (10, Activation("exponential"), CATEGORICAL, "keras", []),
        (10, RELU, CE, "torch", []),
    ],
)
def test_pairs_of_output_and_loss(units, end, loss, framework, expected):
    assert speaks(net(units, end, loss, framework)) == expected


@pytest.mark.parametrize(("low", "high", "classes"), [(0, 1, 10), (-1, 1, 10), (0, 1, 2)])
def test_floor_is_the_least_cross_entropy(low, high, classes):
    best = [high] + [low] * (classes - 1)
    least = -math.log(math.exp(best[0]) / sum(map(math.exp, best)))
    assert floor(classes, low, high) == pytest.approx(least)


def test_floor_is_in_the_message():
    assert "cannot fall below 1.46" in only(softmax_before_cross_entropy, net(10, SOFTMAX, CE)).message
    assert "cannot fall below 0.80" in only(sigmoid_for_exclusive_classes, net(10, TANH, CE)).message


def test_dropout_scales_so_the_floor_holds_in_evaluation():
    program = net(10, SIGMOID, CE, extra=[(Dropout(0.5), "Dropout", 5)])
    assert "1.46 in evaluation" in only(sigmoid_for_exclusive_classes, program).message


def test_log_softmax_before_cross_entropy_is_a_hint():
    assert found(softmax_before_cross_entropy, net(10, Softmax(1, log=True), CE)) == [(4, "info")]


def test_the_head_is_seen_through_reshaping_and_norms():
    program = net(1, SIGMOID, BCE_LOGITS, extra=[(Squeeze(1), "squeeze", 5)])
    assert found(sigmoid_mismatch, program) == [(4, "error")]
    program = net(1, None, BCE, extra=[(BatchNorm(1, 1), "BatchNorm1d", 5)])
    assert found(sigmoid_mismatch, program) == [(9, "error")]


def test_what_cannot_be_followed_has_no_head():
    b = Builder()
    x = b.input(8, 20)
    one, two = (b.apply(Linear(20, 10), x, line=i, label="Linear") for i in (2, 3))
    assert head(b.apply(Binary("add"), one, two, line=4)) is None
    assert head(Value((8, 10))) is None
    assert head(None) is None


def test_training_and_validation_tell_the_mistake_once():
    b = Builder()
    for line in (10, 20):
        y = b.chain(b.input(8, 20), [(Linear(20, 10), "Linear", 2), (SOFTMAX, "Softmax", 3)])
        b.loss(MSE, y, line)
    assert found(mse_for_classification, b.finish(y)) == [(10, "warning")]


def test_distillation_compares_two_softmaxes():
    b = Builder()
    student, teacher = (
        b.chain(b.input(8, 20), [(Linear(20, 10), "Linear", 2 * i), (SOFTMAX, "Softmax", 2 * i + 1)])
        for i in (1, 2)
    )
    b.loss(MSE, student, 9, target=teacher)
    assert found(mse_for_classification, b.finish(student)) == []


def test_class_labels_make_a_regression_loss_suspect():
    b = Builder()
    y = b.chain(b.input(8, 20), [(Linear(20, 10), "Linear", 2)])
    target = Value((8, 10), span=at(7))
    target.facts["labels"] = "one-hot"
    b.loss(MSE, y, 9, target=target)
    assert found(mse_for_classification, b.finish(y)) == [(9, "warning")]


def test_softmax_over_a_batch_of_one_is_another_fault():
    program = sequential("torch", (1, 20), [(Linear(20, 10), "Linear", 1), (Softmax(0), "Softmax", 2)])
    assert found(softmax_on_one_unit, program) == []


def test_softmax_on_one_unit_needs_no_loss():
    assert found(softmax_on_one_unit, net(1, SOFTMAX)) == [(4, "error")]


def test_sigmoids_without_a_loss_are_a_hint():
    assert found(sigmoid_for_exclusive_classes, net(10, SIGMOID)) == [(4, "info")]
    assert found(sigmoid_for_exclusive_classes, net(2, SIGMOID)) == []  # rather two questions
    assert found(sigmoid_for_exclusive_classes, net(64, SIGMOID)) == []  # no narrowing: a gate
    assert found(sigmoid_for_exclusive_classes, net(20, SIGMOID)) == []  # an autoencoder
    program = net(10, SIGMOID)
    program.trains = True
    assert found(sigmoid_for_exclusive_classes, program) == []


def regression(end, low=None, high=None):
    b = Builder()
    y = b.chain(b.input(8, 20), [(Linear(20, 1), "Linear", 3), (end, "end", 4)])
    target = Value((8, 1), span=at(7))
    if low is not None:
        target.facts["range"] = (low, high)
    b.loss(MSE, y, 9, target=target)
    return b.finish(y)


@pytest.mark.parametrize(
    ("end", "reach", "expected"),
    [
        (SIGMOID, (10.0, 500.0), [(4, "warning")]),
        (RELU, (-3.0, 3.0), [(4, "warning")]),
        (SIGMOID, (0.0, 1.0), []),
        (RELU, (0.0, 9.0), []),
        (SIGMOID, (None, None), [(4, "info")]),
        (Activation("softplus"), (None, None), []),
    ],
)
def test_bounded_output_of_a_regression(end, reach, expected):
    assert found(unreachable_targets, regression(end, *reach)) == expected


def labels(loss, target_shape, dtype="float32", fact=None, framework="keras"):
    b = Builder(framework)
    y = b.chain(b.input(8, 20), [(Linear(20, 10), "Dense", 3), (Softmax(-1), "softmax", 3)])
    target = Value(target_shape, dtype, span=at(7))
    if fact:
        target.facts["labels"] = fact
    b.loss(loss, y, 9, target=target)
    return b.finish(y)


@pytest.mark.parametrize(
    ("loss", "shape", "dtype", "fact", "wrong"),
    [
        (CATEGORICAL, (8, 1), "int64", None, True),
        (CATEGORICAL, (8,), "int64", None, True),
        (CATEGORICAL, (8, 10), "float32", None, False),
        (CATEGORICAL, None, None, "index", True),
        (SPARSE, (8, 10), "float32", None, True),
        (SPARSE, (8,), "int64", None, False),
        (SPARSE, None, None, "one-hot", True),
        (SPARSE, None, None, None, False),
        (CE, (8, 10), "int64", None, True),
        (CE, (8, 10), "float32", None, False),
        (CE, (8,), "int64", None, False),
    ],
)
def test_label_encoding(loss, shape, dtype, fact, wrong):
    assert bool(found(label_encoding, labels(loss, shape, dtype, fact))) is wrong


def test_labels_may_come_through_fit():
    program = net(10, SOFTMAX, CATEGORICAL, "keras")
    fit = FitUse("fit", at(12), program.networks[0], True)
    fit.arguments["y"] = Value((60000,), "int64")
    program.fits.append(fit)
    finding = only(label_encoding, program)
    assert "one-hot vectors, but the labels are class numbers" in finding.message
    assert finding.labels[0].span.line == 12


def test_a_metric_is_no_loss():
    program = net(10, SOFTMAX)
    program.unknown_strings = [
        UnknownString("loss", "sparse_categorical_accuracy", at(5), "metric"),
        UnknownString("activation", "rellu", at(2)),
    ]
    first, second = not_a_loss.check(program)
    assert "is a metric, not a loss" in first.message
    assert "sparse_categorical_crossentropy" in first.help
    assert "names no activation" in second.message
    assert "`relu`" in second.help


def test_a_name_like_no_other_gets_no_suggestion():
    program = net(10, SOFTMAX)
    program.unknown_strings = [
        UnknownString("loss", "mean_squared_eror", at(5)),
        UnknownString("loss", "my_loss", at(5)),
    ]
    first, second = not_a_loss.check(program)
    assert first.help == "close to it: `mean_squared_error`"
    assert second.help is None


def compiled(loss, metrics=None):
    program = net(10, SOFTMAX, loss, "keras")
    use = CompileUse(at(11), program.networks[0])
    use.loss = program.losses[0] if loss else None
    use.metrics = metrics
    use.optimizer = OptimizerUse("adam", "adam", at(11), {})
    program.compiles.append(use)
    return program


def test_compile_without_metrics():
    assert found(no_metric, compiled(SPARSE)) == [(11, "info")]
    assert found(no_metric, compiled(SPARSE, ["accuracy"])) == []
    assert found(no_metric, compiled(Regression("mae"))) == []  # in the unit of the target
    assert found(no_metric, compiled(None)) == []  # a training step of its own
    program = compiled(None)
    program.unknown_strings.append(UnknownString("loss", "no_such_loss", at(11)))
    assert found(no_metric, program) == [(11, "info")]
