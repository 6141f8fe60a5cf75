"""Losses that torch checks in ways of their own: pairs and triplets of vectors, margins between classes."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.ops.elementwise import result_type
from footgun.sizes import DType, Shape, Size, is_floating, product, same, show

# What the inputs are called; these must have one rank.
PARTS = {
    "margin_ranking": ("input1", "input2", "target"),
    "triplet_margin": ("anchor", "positive", "negative"),
    "triplet_margin_with_distance": ("anchor", "positive", "negative"),
}
_CLASSES = frozenset(("multi_margin", "multilabel_margin"))
_FLOATING = frozenset((*_CLASSES, "soft_margin", "multilabel_soft_margin"))


class Margin(Op):
    """A loss by name, as its function is called but for `_loss`; a scalar unless the reduction is "none"."""

    name: str
    reduction: str | None = "mean"

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One loss for each example, or for each number."""
        each = None
        if None not in inputs:
            shapes = [shape for shape in inputs if shape is not None]
            each = getattr(self, f"_{_KIND.get(self.name, 'pairs')}")(check, *shapes)
        return each if self.reduction in ("none", None) else ()

    def _pairs(self, check: Check, x: Shape, y: Shape, *rest: Shape) -> Shape | None:
        each = broadcast_all(check, x, y, *rest)
        if self.name == "soft_margin" and each is not None and not check.faults:
            if len(each) > len(x) or any(same(a, b) is False for a, b in zip(each, x, strict=True)):
                self._refuse(check, "target", f"`target` {show(y)} does not stretch to {show(x)}")
            return x
        return each[:-1] if each and self.name == "multilabel_soft_margin" else each

    def _alike(self, check: Check, *shapes: Shape) -> Shape | None:
        if len({len(shape) for shape in shapes}) > 1:
            ranks = ", ".join(str(len(shape)) for shape in shapes)
            names = ", ".join(f"`{name}`" for name in PARTS[self.name])
            self._refuse(check, "", f"{names} must have as many dimensions as each other, got {ranks}")
            return None
        if self.name == "margin_ranking":
            return broadcast_all(check, *shapes)
        anchor, positive, negative = shapes
        joint = [broadcast_all(check, anchor, other) for other in (positive, negative)]
        return None if check.faults else broadcast_all(check, *(s and s[:-1] for s in joint))

    def _cosine(self, check: Check, x: Shape, y: Shape, target: Shape) -> Shape | None:
        if len(target) > 1:
            self._refuse(check, "target", f"`target` must have one number a pair, got {show(target)}")
            return None
        if len(x) != len(target) + 1 or len(y) != len(target) + 1:
            needed = "(pairs, features)" if target else "(features,)"
            text = f"with a target {show(target)} both inputs must be {needed}"
            self._refuse(check, "target", f"{text}, got {show(x)} and {show(y)}")
            return None
        joint = broadcast_all(check, x, y)
        return None if joint is None or check.faults else broadcast_all(check, joint[:-1], target)

    def _classes(self, check: Check, x: Shape, y: Shape) -> Shape | None:
        if len(x) > 2:
            check.fail("rank", expected=(1, 2), got=x)
            return None
        if self.name == "multi_margin":
            count = x[0] if len(x) == 2 else 1
            if len(y) > 1 or same(product(y), count) is False or (not y and same(count, 1) is False):
                self._refuse(check, "target", f"`target` must be of shape {show((count,))}, got {show(y)}")
            return y
        same_rank = len(x) == len(y) or max(len(x), len(y)) <= 1
        sizes = zip((*x, 1)[: max(len(x), 1)], (*y, 1)[: max(len(y), 1)], strict=False)
        if not same_rank or any(same(a, b) is False for a, b in sizes):
            self._refuse(check, "target", f"`target` must be of shape {show(x)}, got {show(y)}")
        return x[:-1]

    def _variance(self, check: Check, x: Shape, y: Shape, var: Shape | None = None) -> Shape | None:
        each = broadcast_all(check, x, y)
        if var is None or check.faults:
            return each
        if len(var) == len(x) - 1:
            wrong = any(same(a, b) is False for a, b in zip(var, x[:-1], strict=True))
        else:  # torch stretches one axis at most
            other = [a for a, b in zip(var, x, strict=False) if same(a, b) is False]
            wrong = len(var) != len(x) or len(other) > 1 or any(same(a, 1) is False for a in other)
        if wrong:
            self._refuse(check, "var", f"`var` must be of shape {show(x)} or end in 1, got {show(var)}")
        return each

    def _refuse(self, check: Check, argument: str, detail: str) -> None:
        check.fail("argument", argument=argument, detail=detail)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Class numbers are int64; what is predicted is floating."""
        if check.faults:
            return
        if self.name in _CLASSES and len(dtypes) > 1 and dtypes[1] not in (None, "int64"):
            self._refuse(check, "target", f"`target` takes class numbers as int64, got {dtypes[1]}")
        elif self.name in _FLOATING and is_floating(dtypes[0]) is False:
            check.fail("dtype", expected="float32", got=dtypes[0])

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A few a number, of which only the order counts."""
        return 0 if inputs[0] is None else 4 * product(inputs[0])

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """The widest of the inputs, where it is floating."""
        if self.name in _CLASSES or self.name in ("soft_margin", "hinge_embedding"):
            return dtypes[0]
        joint = None if None in shapes else result_type(dtypes, shapes)
        return joint if is_floating(joint) else None


_KIND = {
    "margin_ranking": "alike",
    "triplet_margin": "alike",
    "triplet_margin_with_distance": "alike",
    "cosine_embedding": "cosine",
    "multi_margin": "classes",
    "multilabel_margin": "classes",
    "gaussian_nll": "variance",
}
