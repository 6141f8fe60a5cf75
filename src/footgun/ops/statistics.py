"""Numbers told of many: covariances, counts, areas under curves; and what is drawn or chosen from vectors."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb, prod

from footgun.ops.axes import broadcast_all, normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating
from footgun.ops.elementwise import joint_by_rank
from footgun.sizes import DType, Shape, Size, at_least, is_floating, is_integer, promote, same


def fraction(dtype: DType | None) -> DType | None:
    """Floating point, for integers too."""
    return "float32" if dtype == "bool" or is_integer(dtype) else dtype


def require_whole(check: Check, dtype: DType | None, argument: str) -> None:
    """Record an `argument` fault for numbers that count nothing."""
    if is_floating(dtype):
        check.fail("argument", got=dtype, argument=argument, detail=f"counts integers, but gets {dtype}")


class Covariance(Op):
    """Of the rows of a matrix, each with each. Further inputs are weights of its columns."""

    name: str

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A square of the rows, one number for one row."""
        x = inputs[0]
        if x is None or not check.require(len(x) <= 2, "rank", expected=(0, 1, 2), got=x):
            return None
        columns = x[-1] if x else 1
        for weights in inputs[1:]:
            if weights is None:
                continue
            if not check.require(len(weights) <= 1, "rank", expected=(0, 1), got=weights):
                continue
            count = weights[0] if weights else 1
            text = f"{count} weights for {columns} columns"
            check.require(same(count, columns), "argument", got=count, detail=text)
        if len(x) < 2 or same(x[0], 1) is True:
            return ()
        # A number that may turn out to be 1 would leave no axes.
        return (x[0], x[0]) if same(x[0], 1) is False or at_least(x[0], 2) else None

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Truth values have no covariance."""
        require_floating(check, [dtype for dtype in dtypes[:1] if dtype == "bool"])

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Floating point, as wide as the widest weight."""
        result = fraction(inputs[0])
        for weights in inputs[1:]:
            result = promote(result, weights)
        return result


class Trapezoid(Op):
    """The area under a curve along an axis; `running` keeps all the sums. A second input says where."""

    name: str
    axis: int = -1
    running: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The axis goes, or loses one."""
        y, x = (*inputs, None)[:2]
        if y is None:
            return None
        if not check.require(len(y) > 0, "rank", expected=(1,), got=y):
            return None
        axis = normal_axis(check, self.axis, len(y))
        if axis is None:
            return None
        if len(inputs) > 1:
            return self._with_places(check, y, x, axis)
        return replaced(y, axis, *((y[axis] - 1,) if self.running else ()))

    def _with_places(self, check: Check, y: Shape, x: Shape | None, axis: int) -> Shape | None:
        """A vector of places lies along the axis, places of more axes broadcast."""
        if x is None or not x or same(y[axis], 0) is not False:
            return None
        if len(x) == 1:
            text = f"{x[0]} places for {y[axis]} numbers along axis {axis}"
            if not check.require(same(x[0], y[axis]), "argument", got=x[0], argument="x", detail=text):
                return None
            return replaced(y, axis, *((y[axis] - 1,) if self.running else ()))
        own = normal_axis(check, self.axis, len(x))
        if own is None:
            return None
        steps = replaced(x, own, x[own] - 1)
        joint = broadcast_all(check, replaced(y, axis, y[axis] - 1), steps)
        if joint is None or check.faults or self.axis >= 0:
            return None if joint is None or check.faults or len(x) != len(y) else self._left(joint)
        return self._left(joint)

    def _left(self, joint: Shape) -> Shape:
        return joint if self.running else replaced(joint, self.axis % len(joint))

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Floating point, the wider of both."""
        return fraction(inputs[0] if len(inputs) == 1 else promote(*inputs[:2]))


class Counts(Op):
    """How often each whole number occurs in a vector; a second input weighs them."""

    least: Size = 0

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """One axis, as long as the largest number."""
        x, weights = (*inputs, None)[:2]
        if x is not None:
            check.require(len(x) == 1, "rank", expected=(1,), got=x)
        if x is not None and weights is not None and not check.faults:
            right = False if len(weights) != 1 else same(weights[0], x[0])
            check.require(right, "argument", argument="weights", detail="one weight for each number")
        if at_least(self.least, 0) is False:
            text = f"`minlength` is {self.least}"
            check.fail("argument", got=self.least, argument="minlength", detail=text)
        return (check.fresh("k", 0),)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Fractions are not counted."""
        require_whole(check, dtypes[0], "input")

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Integers, or sums of weights."""
        if len(inputs) == 1:
            return "int64"
        return None if inputs[1] is None else "float32" if inputs[1] == "float32" else "float64"


class Drawn(Op):
    """Places drawn from each row of probabilities."""

    count: Size
    replacement: bool | None = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """So many as are drawn in the place of the last axis."""
        x = inputs[0]
        if at_least(self.count, 1) is False:
            text = f"draws {self.count}"
            check.fail("argument", got=self.count, argument="num_samples", detail=text)
        if x is None or not check.require(len(x) in (1, 2), "rank", expected=(1, 2), got=x):
            return None
        if self.replacement is False and at_least(x[-1], self.count) is False:
            text = f"draws {self.count} of {x[-1]} without replacement"
            check.fail("argument", got=self.count, argument="num_samples", detail=text)
        return (*x[:-1], self.count)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Probabilities are fractions."""
        require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Places."""
        return "int64"


class Combinations(Op):
    """Each choice of `r` numbers of a vector."""

    r: Size = 2
    again: bool | None = False  # the same number more than once; None where that is not known

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A row for each choice."""
        x = inputs[0]
        if at_least(self.r, 0) is False:
            check.fail("argument", got=self.r, argument="r", detail=f"chooses {self.r}")
        if x is not None:
            check.require(len(x) == 1, "rank", expected=(1,), got=x)
        if check.faults or same(self.r, 0) is not False:
            return None
        size = x[0] if x else None
        if isinstance(size, int) and isinstance(self.r, int) and self.again is not None and size < 1000:
            return (comb(size + self.r - 1 if self.again and size else size, self.r), self.r)
        return (check.fresh("k", 0), self.r)


class Grid(Op):
    """Each combination of the numbers of several vectors, as rows."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As many rows as the sizes multiply to."""
        for x in inputs:
            if x is not None and not check.require(len(x) == 1, "rank", expected=(1,), got=x):
                return None
        if None in inputs:
            return None
        rows: Size = prod((x[0] for x in inputs if x), start=1)
        return (rows, len(inputs)) if len(inputs) > 1 else (rows,)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """All of one type."""
        require_alike(check, dtypes)


class Renorm(Op):
    """Each part along an axis scaled down to a largest norm."""

    axis: int

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape stays."""
        x = inputs[0]
        if x is not None and check.require(len(x) > 1, "rank", expected=(2,), got=x):
            normal_axis(check, self.axis, len(x))
        return x

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Integers are not scaled."""
        require_floating(check, dtypes)


class Far(Op):
    """The norm of a difference: one number."""

    name: str

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """Both broadcast."""
        broadcast_all(check, *inputs)
        return ()

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The wider of both."""
        return promote(*inputs[:2])

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """A tensor of rank 0 does not widen the other."""
        return joint_by_rank(shapes, dtypes)
