"""Losses take and refuse what Keras' own do."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import agrees, shapes

from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression

os.environ.setdefault("KERAS_BACKEND", "torch")
torch = pytest.importorskip("torch")
keras = pytest.importorskip("keras")
losses = keras.losses
SIZES = st.sampled_from([1, 2, 3, 4])
REDUCTIONS = st.sampled_from(["sum_over_batch_size", "sum", "none"])
PAIRS = {
    "mse": losses.MeanSquaredError,
    "mae": losses.MeanAbsoluteError,
    "mape": losses.MeanAbsolutePercentageError,
    "msle": losses.MeanSquaredLogarithmicError,
    "huber": losses.Huber,
    "log_cosh": losses.LogCosh,
    "poisson": losses.Poisson,
    "cosine": losses.CosineSimilarity,
}
OTHERS = {"hinge": losses.Hinge, "squared_hinge": losses.SquaredHinge, "kl_div": losses.KLDivergence}


@st.composite
def pairs(draw):
    """A prediction and a target that fits it, mostly."""
    x = draw(shapes(1, 4, SIZES))
    y = draw(st.sampled_from([x, x, x[:-1], (*x, 1), (*x[:-1], 1)]))
    return x, draw(biased(st.just(y), shapes(1, 4, SIZES), 3))


def applied(loss, pair):
    x, y = pair
    return lambda: loss(torch.ones(y), torch.full(x, 0.5))


@cases(150)
@given(st.sampled_from(sorted(PAIRS)), pairs(), REDUCTIONS)
def test_regression(name, pair, reduction):
    agrees(
        Regression(name, reduction, by_example=True), pair, applied(PAIRS[name](reduction=reduction), pair)
    )


@cases(120)
@given(st.sampled_from(sorted(OTHERS)), pairs(), REDUCTIONS)
def test_other_losses(name, pair, reduction):
    agrees(
        OtherLoss(name, reduction, by_example=True), pair, applied(OTHERS[name](reduction=reduction), pair)
    )


@cases(120)
@given(pairs(), REDUCTIONS, st.booleans())
def test_binary_cross_entropy(pair, reduction, logits):
    op = BinaryCrossEntropy("logits" if logits else "probabilities", reduction, by_example=True)
    agrees(op, pair, applied(losses.BinaryCrossentropy(logits, reduction=reduction), pair))


@pytest.mark.filterwarnings("ignore:In loss categorical")
@cases(120)
@given(pairs(), REDUCTIONS, st.booleans())
def test_one_hot_cross_entropy(pair, reduction, logits):
    op = CrossEntropy("logits" if logits else "probabilities", "one-hot", -1, reduction)
    agrees(op, pair, applied(losses.CategoricalCrossentropy(logits, reduction=reduction), pair))


@cases(150)
@given(pairs(), REDUCTIONS, st.booleans())
def test_sparse_cross_entropy(pair, reduction, logits):
    x, y = pair
    op = CrossEntropy("logits" if logits else "probabilities", "index", -1, reduction)
    loss = losses.SparseCategoricalCrossentropy(logits, reduction=reduction)
    agrees(op, pair, lambda: loss(torch.zeros(y), torch.full(x, 0.5)))
