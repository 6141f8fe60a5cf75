"""Losses of a prediction and a target: which pairs of shapes and types they take.

Whether a loss fits what the network gives out is a question for rules; here only what crashes counts.
`by_example` losses are Keras': they average over the last axis first, and when the ranks differ by one they
drop or add a last axis of 1. The others are torch's.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.sizes import DType, Shape, Size, is_floating, product, promote, same

Pair = tuple[Shape, Shape]


class Loss(Op):
    """What all losses share."""

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A few a number, of which only the order counts."""
        return 0 if inputs[0] is None else 4 * product(inputs[0])

    @property
    def _in_place(self) -> bool:
        """Torch writes the result into a tensor of the type of one of both."""
        return isinstance(self, BinaryCrossEntropy) or getattr(self, "name", "") == "huber"

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the prediction, or the target's where that is wider."""
        prediction, target = (*inputs, None, None)[:2]
        if is_floating(prediction) and is_floating(target):
            mixed = prediction != target and self._in_place
            return None if mixed else promote(prediction, target)
        return prediction if is_floating(prediction) else None


def reduced(reduction: str | None, each: Shape | None) -> Shape | None:
    """A scalar unless the reduction is "none": then `each`, the shape of the single losses."""
    return each if reduction in ("none", None) else ()


class CrossEntropy(Loss):
    """Cross-entropy over the class axis. A negative axis is Keras: labels may have a last axis of 1.

    `expects`: "logits", "log-probabilities" or "probabilities".
    `target`: "index", "one-hot", or "index-or-probabilities", where equal shapes mean probabilities.
    """

    expects: str
    target: str
    axis: int = 1
    reduction: str | None = "mean"
    smoothing: float = 0.0
    ignored: int | None = -100  # the class number that torch passes over, None where not known

    def validate(self, check: Check) -> None:
        """The smoothing is a share."""
        if isinstance(self.smoothing, (int, float)) and not 0 <= self.smoothing <= 1:
            check.fail(
                "argument",
                argument="label_smoothing",
                detail=f"a share lies between 0 and 1: {self.smoothing}",
            )

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Targets have the prediction's shape, with or without the class axis."""
        prediction, target = (*inputs, None, None)[:2]
        if prediction is None:
            return reduced(self.reduction, None)
        if not prediction:
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=prediction)
            return reduced(self.reduction, None)
        if self.axis < 0:
            return reduced(self.reduction, self._by_example(check, prediction, target))
        if target is not None:
            self._check_target(check, prediction, target)
        return reduced(self.reduction, _without_classes(prediction, self.axis))

    def _check_target(self, check: Check, prediction: Shape, target: Shape) -> None:
        if self.takes_probabilities(prediction, target) is not False:
            return
        expected = _without_classes(prediction, self.axis)
        if not expected and len(target) == 1:
            check.require(same(target[0], 1), "loss", expected=expected, got=target, detail="rank")
            return
        if (
            self.target != "index"
            and len(target) == len(prediction)
            and same(target[self.axis], 1) is not True
        ):
            expected = prediction  # meant as probabilities
        _require_equal(check, expected, target)

    def takes_probabilities(self, prediction: Shape, target: Shape) -> bool | None:
        """Is the target read as probabilities? Only when the shapes are equal."""
        if self.target == "index" or len(prediction) != len(target):
            return False
        return _all_same(prediction, target)

    def _by_example(self, check: Check, prediction: Shape, target: Shape | None) -> Shape | None:
        """The shape of the single losses once both have one rank, as Keras does it."""
        pair = None if target is None else same_rank(prediction, target)
        if pair is None:
            return None
        prediction, target = pair
        if not prediction:
            check.fail("loss", expected=prediction, got=target, detail="rank")
            return None
        each = _without_classes(prediction, self.axis)
        if self.target != "index":
            _require_equal(check, prediction, target)
        elif len(target) != len(prediction):
            _require_equal(check, each, target)
        elif same(target[-1], 1) is not None:
            _require_equal(check, each, target[:-1] if same(target[-1], 1) else target)
        return each

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Floating logits; whole labels or floating probabilities. Keras casts both itself."""
        if self.axis < 0:
            return
        prediction, target = (*dtypes, None, None)[:2]
        check.require(is_floating(prediction), "dtype", expected="float32", got=prediction)
        probabilities: bool | None = False
        if self.target != "index":
            x, y = (*shapes, None, None)[:2]
            probabilities = None if x is None or y is None else self.takes_probabilities(x, y)
        if probabilities:
            check.require(
                is_floating(target), "dtype", expected="float32", got=target, detail="probabilities"
            )
        elif probabilities is False and target not in (None, "int64"):
            # torch takes bytes too, but not for maps of classes.
            flat = not shapes or shapes[0] is None or len(shapes[0]) <= 2
            if target != "uint8" or not flat:
                check.fail("dtype", expected="int64", got=target, detail="index")


def _without_classes(shape: Shape, axis: int) -> Shape:
    at = axis if axis < 0 else min(axis, len(shape) - 1)
    at %= len(shape)
    return (*shape[:at], *shape[at + 1 :])


def _all_same(a: Shape, b: Shape) -> bool | None:
    answers = [same(x, y) for x, y in zip(a, b, strict=True)]
    return False if False in answers else None if None in answers else True


def _require_equal(check: Check, expected: Shape, got: Shape) -> None:
    if len(expected) != len(got):
        check.fail("loss", expected=expected, got=got, detail="rank")
        return
    for axis, (a, b) in enumerate(zip(expected, got, strict=True)):
        if same(a, b) is False:
            check.fail("loss", expected=expected, got=got, axis=axis, detail="batch" if axis == 0 else "size")
            return


def same_rank(prediction: Shape, target: Shape) -> Pair | None:
    """Both as Keras compares them, None where it depends on an unknown size being 1."""
    longer, shorter = (prediction, target) if len(prediction) > len(target) else (target, prediction)
    if len(longer) != len(shorter) + 1:
        return prediction, target
    single = same(longer[-1], 1)
    if not single:
        return None if single is None else (prediction, target)
    if len(shorter) == 1:
        shorter = (*shorter, 1)
    else:
        longer = longer[:-1]
    return (longer, shorter) if len(prediction) > len(target) else (shorter, longer)


class BinaryCrossEntropy(Loss):
    """Cross-entropy of each number on its own; `expects`: "logits" or "probabilities"."""

    expects: str
    reduction: str | None = "mean"
    by_example: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Both shapes must be equal: no broadcasting here."""
        prediction, target = (*inputs, None, None)[:2]
        if prediction is not None and target is not None:
            pair = same_rank(prediction, target) if self.by_example else (prediction, target)
            if pair is None:
                return reduced(self.reduction, None)
            prediction = pair[0]
            _require_equal(check, *pair)
        return reduced(self.reduction, _by_example(prediction) if self.by_example else prediction)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Targets are floating too, and without logits of the very type of the prediction."""
        prediction, target = (*dtypes, None, None)[:2]
        if self.by_example:
            return
        if not check.require(is_floating(prediction), "dtype", expected="float32", got=prediction):
            return
        wrong = is_floating(target) is False
        if self.expects == "probabilities":
            wrong = prediction is not None and target is not None and prediction != target
        if wrong:
            check.fail("dtype", expected=prediction or "float32", got=target)


def _by_example(shape: Shape | None) -> Shape | None:
    return shape[:-1] if shape else shape


class Regression(Loss):
    """A distance of each number from its target; shapes broadcast, which is seldom meant.

    Names: mse, mae, huber, smooth_l1, mape, msle, log_cosh, poisson, cosine, ...
    """

    name: str
    reduction: str | None = "mean"
    by_example: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Only what cannot broadcast is refused."""
        prediction, target = (*inputs, None, None)[:2]
        if prediction is None or target is None:
            return reduced(self.reduction, None)
        pair = same_rank(prediction, target) if self.by_example else (prediction, target)
        each = None if pair is None else broadcast_all(check, *pair)
        return reduced(self.reduction, _by_example(each) if self.by_example else each)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Two integer tensors have no mean distance."""
        prediction, target = (*dtypes, None, None)[:2]
        if not self.by_example and is_floating(prediction) is False and is_floating(target) is False:
            check.fail("dtype", expected="float32", got=prediction)


# Pairs that broadcast to each other; pairs where the target broadcasts to the prediction.
_BROADCAST = frozenset(("kl_div", "poisson_nll", "hinge_embedding", "multilabel_soft_margin"))
_ONTO = frozenset(("soft_margin",))
# Keras' losses of two tensors of one shape.
_BY_EXAMPLE = frozenset(("categorical_hinge", "hinge", "kl", "kl_div", "squared_hinge"))


class OtherLoss(Loss):
    """Any other loss by name: hinge, kl_div, soft_margin, triplet, ..."""

    name: str
    reduction: str | None = "mean"
    by_example: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Checked where the loss is a function of each pair of numbers."""
        prediction, target = (*inputs, None, None)[:2]
        checked = _BY_EXAMPLE if self.by_example else _BROADCAST | _ONTO
        if prediction is None or target is None or self.name not in checked:
            return reduced(self.reduction, None)
        pair = same_rank(prediction, target) if self.by_example else (prediction, target)
        if pair is None:
            return reduced(self.reduction, None)
        before = len(check.faults)
        each = broadcast_all(check, *pair)
        if self.name in _ONTO and each is not None and len(check.faults) == before:
            fits = len(each) == len(prediction) and _all_same(each, prediction) is not False
            check.require(fits, "broadcast", expected=prediction, got=target)
        if self.by_example or self.name == "multilabel_soft_margin":
            each = _by_example(each)
        return reduced(self.reduction, each)
