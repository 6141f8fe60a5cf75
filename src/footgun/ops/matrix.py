"""Matrices, alone or in batches: inverses, decompositions, equations, triangles, diagonals."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import normal_axis
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating
from footgun.ops.elementwise import Binary, Unary, joint_by_rank, result_type
from footgun.ops.reshape import Transpose
from footgun.sizes import DType, Shape, Size, at_least, broadcast, same, show


class Matrix(Op):
    """A function of matrices. `gives` has a text for each result: its axes after those of the batch.

    `m` stands for the rows, `n` for the columns, `k` for the fewer of both.
    """

    name: str
    gives: tuple[str, ...] = ("mn",)
    square: bool = False
    batched: bool = True
    floating: bool = True  # takes no integers
    hasty: bool = False  # looks at no tensor without numbers

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | tuple[Shape | None, ...] | None:
        """The axes that `gives` says; nothing is known of them when the rank is wrong."""
        x = inputs[0]
        hasty = self._passed_over(x)
        if x is None or (len(x) < 2 if hasty else not ranked(check, x, self.batched)):
            return None if len(self.gives) == 1 else (None,) * len(self.gives)
        if self.square and not hasty:
            squared(check, x)
        sizes = {"m": x[-2], "n": x[-1]}
        if any("k" in text for text in self.gives):
            sizes["k"] = fewer(check, x)
        made = tuple((*x[:-2], *(sizes[letter] for letter in text)) for text in self.gives)
        return made if len(made) > 1 else made[0]

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Integers have no inverse among them."""
        if self.floating and not self._passed_over(shapes[0]):
            require_floating(check, dtypes)

    def _passed_over(self, x: Shape | None) -> bool:
        return self.hasty and x is not None and 0 in x


def ranked(check: Check, x: Shape, batched: bool = True) -> bool:
    """Whether there are two axes, or more where a batch is taken."""
    right = len(x) >= 2 if batched else len(x) == 2
    return check.require(right, "rank", expected=(2,), got=x)


def squared(check: Check, x: Shape) -> bool:
    """Whether the matrices may be square."""
    detail = f"a matrix of {show(x[-2])} x {show(x[-1])} is not square"
    return check.require(same(x[-2], x[-1]), "argument", got=x[-1], argument="input", detail=detail)


def fewer(check: Check, x: Shape) -> Size:
    """The fewer of rows and columns; a fresh name where that is not known."""
    if at_least(x[-1], x[-2]) is True:
        return x[-2]
    return x[-1] if at_least(x[-2], x[-1]) is True else check.fresh("k", 0)


class LowRank(Op):
    """The `q` largest parts of a singular value decomposition, found by chance; all where there are fewer.

    `strict`: more than there are is refused.
    """

    name: str
    q: Size = 6
    strict: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> tuple[Shape | None, ...]:
        """U, S and V, of q columns each."""
        x = inputs[0]
        if x is None or not ranked(check, x):
            return (None,) * 3
        q, most = self.q, fewer(check, x)
        if at_least(q, 0) is False or (self.strict and at_least(most, q) is False):
            detail = f"q={show(q)} is more than a matrix of {show(x[-2])} x {show(x[-1])} has"
            check.fail("argument", got=q, argument="q", detail=detail)
        if at_least(most, q) is not True:
            q = most if at_least(q, most) is True else check.fresh("q", 0)
        return (*x[:-2], x[-2], q), (*x[:-2], q), (*x[:-2], x[-1], q)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Integers have none."""
        require_floating(check, dtypes)


class Solve(Op):
    """Equations A · X = B, or X · A = B where A is not on the `left`.

    A `vector` may stand for B. With `least` squares A need not be square.
    """

    name: str
    left: bool = True
    vector: bool = False
    least: bool = False
    converts: bool = False  # B may be of another type

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """X has the axes of B, and both batches broadcast."""
        a, b = inputs[:2]
        if a is not None and (not ranked(check, a) or not (self.least or squared(check, a))):
            return None
        if a is None or b is None:
            return None
        if self.least and len(b) not in (len(a) - 1, len(a)):
            check.fail("rank", expected=(len(a) - 1, len(a)), got=b)
            return None
        single = self._single(a, b)
        if single is None:
            return None
        if not single and not ranked(check, b):
            return None
        rows = a[-2]
        side = b[-1] if single or not self.left else b[-2]
        if not check.require(same(rows, side), "argument", got=side, argument="B", detail=self._why(a, side)):
            return None
        lead = b[:-1] if single else b[:-2]
        joint, conflict = broadcast(a[:-2], lead, check.names)
        if conflict is not None:
            detail = f"the batches {show(a[:-2])} and {show(lead)} do not broadcast"
            check.fail("argument", got=b, argument="B", detail=detail)
            return None
        if single:
            return (*joint, a[-1])
        return (*joint, a[-1], b[-1]) if self.left else (*joint, b[-2], a[-2])

    def _single(self, a: Shape, b: Shape) -> bool | None:
        """Whether B is a vector for each matrix; None where that hangs on sizes that are not known."""
        if not self.vector or len(b) not in (1, len(a) - 1):
            return False
        if self.least and len(b) == len(a):
            return False
        answers = [same(x, y) for x, y in zip(a[-1 - len(b) : -1], b, strict=True)]
        if len(b) == 1 or all(answers):
            return True
        return False if False in answers and not self.least else None

    def _why(self, a: Shape, side: Size) -> str:
        part = "rows" if self.left else "columns"
        return f"a matrix of {show(a[-2])} x {show(a[-1])} and a right side of {show(side)} {part}"

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Both floating, and of one type."""
        if self.converts:
            # The types of what holds no numbers are not looked at.
            require_floating(check, () if any(0 in shape for shape in shapes if shape) else dtypes[:1])
            return
        require_floating(check, dtypes)
        if not any(fault.kind == "dtype" for fault in check.faults):
            require_alike(check, dtypes)


class Triangle(Unary):
    """Zeroes above or below a diagonal of each matrix."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape stays."""
        x = inputs[0]
        if x is not None:
            ranked(check, x)
        return x


class MatrixTranspose(Transpose):
    """Swaps the axes of a matrix, and of no other tensor."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A tensor without axes stays."""
        x = inputs[0]
        if not x:
            return x
        return super().infer(check, x) if ranked(check, x, False) else tuple(check.fresh() for _ in x)


class Kron(Binary):
    """Each number of the first times all of the second: sizes multiply."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shorter shape gets axes of 1 in front."""
        a, b = inputs[:2]
        if a is None or b is None:
            return None
        rank = max(len(a), len(b))
        pairs = zip((1,) * (rank - len(a)) + a, (1,) * (rank - len(b)) + b, strict=True)
        return tuple(x * y for x, y in pairs)


class Cross(Binary):
    """The cross product of vectors of 3 numbers along an axis; None: the first such axis of the first."""

    axis: int | None = -1

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Other axes broadcast, ranks are equal."""
        a, b = inputs[:2]
        if a is not None and b is not None and len(a) != len(b):
            check.fail("rank", expected=(len(a),), got=b)
            return a
        joint = super().infer(check, *inputs)
        if joint is None or check.faults:
            return joint
        axis = None if self.axis is None else normal_axis(check, self.axis, len(joint))
        for x in (a, b) if axis is not None else ():
            if x is None or axis is None or same(x[axis], 3) is not False:
                continue
            text = f"vectors of 3 numbers have a cross product, axis {axis} has {show(x[axis])}"
            check.fail("argument", got=x[axis], argument="dim", detail=text)
            break
        if self.axis is None and a is not None and all(same(size, 3) is False for size in a):
            check.fail("argument", argument="input", detail=f"no axis of {show(a)} has 3 numbers")
        return joint

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Both of one type."""
        require_alike(check, dtypes)


class Diagonal(Op):
    """The diagonal of two axes, as the last one. Of a `diag`, a vector becomes the diagonal of a square."""

    moves = True

    offset: int = 0
    a: int = 0
    b: int = 1
    diag: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Two axes go, one comes."""
        x = inputs[0]
        if x is None:
            return None
        if self.diag:
            if not check.require(len(x) in (1, 2), "rank", expected=(1, 2), got=x):
                return None
            if len(x) == 1:
                return (x[0] + abs(self.offset),) * 2
        pair = two_axes(check, self.a, self.b, len(x))
        if pair is None:
            return None
        length = diagonal_of(check, x[pair[0]], x[pair[1]], self.offset)
        return (*(size for axis, size in enumerate(x) if axis not in pair), length)


def two_axes(check: Check, a: int, b: int, rank: int) -> tuple[int, int] | None:
    """Two different axes of a tensor, counted from 0."""
    first = normal_axis(check, a, rank, "dim1")
    second = normal_axis(check, b, rank, "dim2") if first is not None else None
    if first is None or second is None:
        return None
    if not check.require(first != second, "argument", argument="dim2", detail="an axis is named twice"):
        return None
    return first, second


def diagonal_of(check: Check, rows: Size, columns: Size, offset: int) -> Size:
    """How long a diagonal is."""
    if isinstance(rows, int) and isinstance(columns, int):
        return max(min(rows + min(offset, 0), columns - max(offset, 0)), 0)
    return rows if rows == columns and offset == 0 else check.fresh("k", 0)


class DiagonalEmbed(Op):
    """The last axis as the diagonal of two new ones."""

    moves = True

    offset: int = 0
    a: int = -2
    b: int = -1

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One axis goes, two come."""
        x = inputs[0]
        if x is None:
            return None
        if not check.require(len(x) > 0, "rank", expected=(1,), got=x):
            return None
        pair = two_axes(check, self.a, self.b, len(x) + 1)
        if pair is None:
            return None
        sizes = list(x[:-1])
        for axis in sorted(pair):
            sizes.insert(axis, x[-1] + abs(self.offset))
        return tuple(sizes)


class DiagonalScatter(Diagonal):
    """The first with the second on its diagonal."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The second has the shape of that diagonal."""
        x, source = inputs[:2]
        wanted = super().infer(check, x)
        if wanted is not None and source is not None:
            answers = [same(a, b) for a, b in zip(wanted, source, strict=False)]
            right = len(wanted) == len(source) and False not in answers
            detail = f"the diagonal is {show(wanted)}, the source {show(source)}"
            check.require(right, "argument", got=source, argument="src", detail=detail)
        return x


class BlockDiagonal(Op):
    """Matrices along the diagonal of a larger one; vectors count as rows."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Rows add up, and so do columns."""
        rows: Size = 0
        columns: Size = 0
        for x in inputs:
            if x is None:
                return None
            if not check.require(len(x) <= 2, "rank", expected=(0, 1, 2), got=x):
                return None
            height, width = (1, 1, *x)[-2:]
            rows, columns = rows + height, columns + width
        return rows, columns

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The widest."""
        return result_type(inputs)

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """A number does not widen the matrices."""
        return joint_by_rank(shapes, dtypes)
