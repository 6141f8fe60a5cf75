"""Losses take and refuse what torch's own losses do.

On real tensors: on the meta device torch skips some of its checks.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases
from tests.oracle.tensors import agrees, hidden, shapes, sound

from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.ops.margin import PARTS, Margin

torch = pytest.importorskip("torch")
functional = torch.nn.functional
SIZES = st.sampled_from([1, 2, 3, 4])
DTYPES = biased(st.just("float32"), st.sampled_from(["float64", "int64", "int32", "uint8", "bool"]), 3)
LABELS = biased(
    st.sampled_from(["int64", "float32"]), st.sampled_from(["int32", "uint8", "bool", "float64"]), 3
)
REDUCTIONS = st.sampled_from(["mean", "sum", "none"])
PAIRS = {
    "mse": functional.mse_loss,
    "mae": functional.l1_loss,
    "smooth_l1": functional.smooth_l1_loss,
    "huber": functional.huber_loss,
}
OTHERS = {
    "kl_div": functional.kl_div,
    "poisson_nll": functional.poisson_nll_loss,
    "hinge_embedding": functional.hinge_embedding_loss,
    "soft_margin": functional.soft_margin_loss,
}


def zeros(shape, dtype="float32"):
    return torch.zeros(shape, dtype=getattr(torch, dtype))


@st.composite
def classified(draw):
    """Scores, and targets that fit them as indices or as probabilities, mostly."""
    x = draw(shapes(0, 5, SIZES))
    indices, probabilities = x[:1] + x[2:] if len(x) > 1 else draw(st.sampled_from([(), (1,)])), x
    target = draw(st.sampled_from([indices, indices, probabilities]))
    if target and draw(st.integers(0, 4)) == 0:
        at = draw(st.integers(0, len(target) - 1))
        new = draw(st.lists(SIZES, max_size=2))
        target = (*target[:at], *new, *target[at + 1 :])
    return x, target


@cases(300)
@given(classified(), DTYPES, LABELS, REDUCTIONS, st.booleans())
def test_cross_entropy(pair, dtype, label, reduction, log_probabilities):
    x, y = pair
    if log_probabilities:
        op, call = CrossEntropy("log-probabilities", "index", reduction=reduction), functional.nll_loss
    else:
        op = CrossEntropy("logits", "index-or-probabilities", reduction=reduction)
        call = functional.cross_entropy
    got = agrees(
        op, pair, lambda: call(zeros(x, dtype), zeros(y, label), reduction=reduction), [dtype, label]
    )
    assert got is None or str(got.dtype) == f"torch.{op.dtype(dtype, label)}"


@cases(200)
@given(classified(), st.sampled_from(["index", "index-or-probabilities"]), REDUCTIONS, st.data())
def test_cross_entropy_by_names(pair, target, reduction, data):
    values = {}
    op = CrossEntropy("logits", target, reduction=reduction)
    sound(op, hidden(data.draw, pair, values), values, op, pair)


@st.composite
def pairs(draw):
    x = draw(shapes(0, 3, SIZES))
    y = draw(st.sampled_from([x, x, x[1:], x[:-1], (*x, 1), tuple(1 for _ in x)]))
    return x, draw(biased(st.just(y), shapes(0, 3, SIZES), 3))


@cases(200)
@given(pairs(), DTYPES, DTYPES, REDUCTIONS, st.booleans())
def test_binary_cross_entropy(pair, dtype, label, reduction, logits):
    x, y = pair
    call = functional.binary_cross_entropy_with_logits if logits else functional.binary_cross_entropy
    op = BinaryCrossEntropy("logits" if logits else "probabilities", reduction)
    agrees(op, pair, lambda: call(zeros(x, dtype), zeros(y, label), reduction=reduction), [dtype, label])


@pytest.mark.filterwarnings("ignore:Using a target size")
@cases(200)
@given(st.sampled_from(sorted(PAIRS)), pairs(), REDUCTIONS)
def test_regression(name, pair, reduction):
    x, y = pair
    call = PAIRS[name]
    agrees(Regression(name, reduction), pair, lambda: call(zeros(x), zeros(y), reduction=reduction))


@pytest.mark.filterwarnings("ignore:Using a target size")
@pytest.mark.parametrize("label", ["float32", "int64", "uint8", "bool"])
@pytest.mark.parametrize("dtype", ["float32", "float64", "int64"])
@pytest.mark.parametrize("name", sorted(PAIRS))
def test_types_of_regression(name, dtype, label):
    """Never refused where torch runs."""
    pair = ((2, 3), (2, 3))
    call = PAIRS[name]
    try:
        call(zeros((2, 3), dtype), zeros((2, 3), label))
    except RuntimeError:
        return
    agrees(Regression(name), pair, lambda: call(zeros((2, 3), dtype), zeros((2, 3), label)), [dtype, label])


@pytest.mark.filterwarnings("ignore:Using a target size", "ignore:reduction:")
@cases(200)
@given(st.sampled_from(sorted(OTHERS)), pairs(), REDUCTIONS)
def test_other_losses(name, pair, reduction):
    x, y = pair
    call = OTHERS[name]
    agrees(OtherLoss(name, reduction), pair, lambda: call(zeros(x), zeros(y), reduction=reduction))


@cases(200)
@given(
    pairs(),
    st.booleans(),
    st.sampled_from([BinaryCrossEntropy("logits"), Regression("mse"), OtherLoss("hinge")]),
    st.data(),
)
def test_pairs_by_names(pair, by_example, op, data):
    values = {}
    op = op.replace(by_example=by_example)
    sound(op, hidden(data.draw, pair, values), values, op, pair)


# What else a margin takes: as many inputs, mostly of fitting shapes.
MARGINS = (*PARTS, "cosine_embedding", "multi_margin", "multilabel_margin", "gaussian_nll",
           "hinge_embedding", "soft_margin", "multilabel_soft_margin")  # fmt: skip


@st.composite
def margins(draw):
    name = draw(st.sampled_from(MARGINS))
    x = draw(shapes(0, 3, SIZES))
    fits = [x, tuple(1 for _ in x), x[:-1], (*x[:-1], 1), x[:1]]
    count = 3 if name in (*PARTS, "cosine_embedding", "gaussian_nll") else 2
    rest = [draw(biased(st.sampled_from(fits), shapes(0, 3, SIZES), 6)) for _ in range(count - 1)]
    return name, (x, *rest)


@cases(600)
@given(margins(), REDUCTIONS, biased(st.just("float32"), st.just("int64"), 4), st.booleans())
def test_margins(made, reduction, dtype, whole):
    name, inputs = made
    last = "int64" if name in ("multi_margin", "multilabel_margin") and not whole else "float32"
    dtypes = [dtype, *("float32",) * (len(inputs) - 2), last]
    if name in ("hinge_embedding", "multilabel_soft_margin") and (dtype == "int64" or inputs[0] == ()):
        return  # refused by a sum or a mean that follows
    call = getattr(functional, f"{name}_loss")
    tensors = [zeros(shape, kind) for shape, kind in zip(inputs, dtypes, strict=True)]
    agrees(Margin(name, reduction), inputs, lambda: call(*tensors, reduction=reduction), dtypes)


@cases(300)
@given(margins(), REDUCTIONS, st.data())
def test_margins_by_names(made, reduction, data):
    name, inputs = made
    values = {}
    op = Margin(name, reduction)
    sound(op, hidden(data.draw, inputs, values), values, op, inputs)
