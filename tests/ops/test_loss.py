"""What losses take: the forms of a target, ranks, and what only Keras mends by itself."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, outcome, refusals, shape

from footgun.ops.base import Check
from footgun.ops.loss import BinaryCrossEntropy, CrossEntropy, OtherLoss, Regression
from footgun.sizes import Names, name

n, h, w, c = name("n"), name("h"), name("w"), name("c")
TORCH = CrossEntropy("logits", "index-or-probabilities")
SPARSE = CrossEntropy("probabilities", "index", axis=-1)
ONE_HOT = CrossEntropy("probabilities", "one-hot", axis=-1)


@pytest.mark.parametrize(
    ("op", "prediction", "target"),
    [
        (TORCH, (n, 10), (n,)),
        (TORCH, (n, 10), (n, 10)),
        (TORCH, (n, 10, h, w), (n, h, w)),
        (TORCH, (10,), ()),
        (SPARSE, (n, 10), (n,)),
        (SPARSE, (n, 10), (n, 1)),
        (SPARSE, (n, h, 10), (n, h)),
        (ONE_HOT, (n, 10), (n, 10)),
    ],
)
def test_targets_of_cross_entropy(op, prediction, target):
    assert shape(op, prediction, target) == ()
    each = shape(op.replace(reduction="none"), prediction, target)
    assert each == (prediction[:-1] if op.axis < 0 else prediction[:1] + prediction[2:])[: len(each)]


@pytest.mark.parametrize(
    ("op", "prediction", "target", "expected", "detail"),
    [
        (TORCH, (n, 10), (n, 1), (n,), "rank"),
        (TORCH, (n, 10), (n, 9), (n, 10), "size"),
        (TORCH, (32, 10), (64,), (32,), "batch"),
        (TORCH, (n, 4, 8, 8), (n, 4, 4), (n, 8, 8), "size"),
        (SPARSE, (n, 10), (n, 10), (n,), "rank"),
        (ONE_HOT, (n, 10), (n,), (n, 10), "rank"),
        (ONE_HOT, (n, 10), (n, 2), (n, 10), "size"),
    ],
)
def test_targets_that_crash(op, prediction, target, expected, detail):
    output, found = fault(op, prediction, target)
    assert (found.kind, found.expected, found.got, found.detail) == ("loss", expected, target, detail)
    assert output == ()


def test_what_may_fit_passes():
    assert shape(TORCH, (n, c), (n, 10)) == ()  # probabilities, if there are 10 classes
    assert shape(TORCH, (n, 10), None) == ()
    assert outcome(TORCH.replace(reduction="none"), None, (n,)) == (None, [])


@pytest.mark.parametrize(
    ("target", "dtype", "expected"),
    [
        ((n,), "int64", None),
        ((n,), "float32", "int64"),
        ((n,), "int32", "int64"),
        ((n, 10), "float32", None),
        ((n, 10), "int64", "float32"),
        ((n,), None, None),
    ],
)
def test_types_of_targets(target, dtype, expected):
    check = Check(Names())
    TORCH.check_dtypes(check, [(n, 10), target], ["float32", dtype])
    assert [f.expected for f in check.faults] == [expected] * (expected is not None)
    check = Check(Names())
    SPARSE.check_dtypes(check, [(n, 10), target], ["float32", dtype])
    assert not check.faults  # Keras casts


def test_smoothing_is_a_share():
    assert refusals(TORCH.replace(smoothing=10))
    assert not refusals(TORCH.replace(smoothing=0.1))


def test_binary_targets_have_the_very_shape():
    op = BinaryCrossEntropy("logits")
    assert shape(op, (n, 1), (n, 1)) == ()
    _, found = fault(op, (n, 1), (n,))
    assert (found.kind, found.expected, found.got) == ("loss", (n, 1), (n,))
    assert shape(op.replace(by_example=True), (n, 1), (n,)) == ()


@pytest.mark.parametrize(
    ("expects", "target", "faults"),
    [("logits", "int64", 1), ("logits", "float64", 0), ("probabilities", "float64", 1)],
)
def test_types_of_binary_targets(expects, target, faults):
    check = Check(Names())
    BinaryCrossEntropy(expects).check_dtypes(check, [(n,), (n,)], ["float32", target])
    assert len(check.faults) == faults


def test_distances_broadcast():
    each = Regression("mse", reduction="none")
    assert shape(each, (n, 1), (n,)) == (n, n)
    assert shape(each.replace(by_example=True), (n, 1), (n,)) == (n,)
    assert fault(Regression("mse"), (n, 3), (n, 2))[1].kind == "broadcast"


def test_margins_only_broadcast_the_target():
    assert shape(OtherLoss("soft_margin"), (n, 3), (3,)) == ()
    assert fault(OtherLoss("soft_margin"), (3,), (2, 3))[1].kind == "broadcast"
    assert shape(OtherLoss("triplet"), (n, 3), (n, 4)) == ()  # not checked
    assert shape(OtherLoss("circle", by_example=True), (n, 3), (n, 4)) == ()
    assert fault(OtherLoss("hinge", by_example=True), (n, 3), (n, 4))[1].kind == "broadcast"
