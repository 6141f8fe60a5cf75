"""Number by number: functions of one tensor, and of several that broadcast.

Python numbers are not tensors here: `x + 1` is a Binary with `number="int"` and one input, because a plain
number never widens a tensor's type.
"""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike
from footgun.sizes import DType, Shape, Size, is_floating, is_integer, product, promote, same

IDENTITIES = frozenset((
    "alias", "clone", "contiguous", "copy", "cpu", "cuda", "detach", "identity", "pin_memory", "positive",
    "requires_grad_", "stop_gradient", "to",
))  # fmt: skip
_PLACES = frozenset(("flip", "fliplr", "flipud", "roll"))
# By how many axes a tensor has at least.
_LEAST_AXES = {"fliplr": 2, "flipud": 1}
# Give a floating-point result for integers too.
_TO_FLOAT = frozenset((
    "acos", "acosh", "arccos", "arccosh", "arcsin", "arcsinh", "arctan", "arctanh", "asin", "asinh", "atan",
    "atanh", "cos", "cosh", "deg2rad", "digamma", "erf", "erfc", "erfinv", "exp", "exp2", "expm1", "lgamma",
    "log", "log10", "log1p", "log2", "logit", "rad2deg", "reciprocal", "rsqrt", "sigmoid", "sin", "sinc",
    "sinh", "sqrt", "tan", "tanh",
))  # fmt: skip
_KEEP = frozenset(("abs", "ceil", "floor", "neg", "relu", "round", "sign", "square", "trunc"))
_KEEP_ALL = frozenset(
    ("bitwise_not", "conj", "fill", "index_fill", "masked_fill", "scatter", "sort", "tril", "triu", "zero")
)
_TO_BOOL = frozenset(
    ("isfinite", "isinf", "isnan", "isneginf", "isposinf", "isreal", "logical_not", "signbit")
)

COMPARISONS = frozenset(("eq", "ne", "lt", "le", "gt", "ge", "isclose"))
_LOGICAL = frozenset(("logical_and", "logical_or", "logical_xor"))
_BITWISE = frozenset(
    ("bitwise_and", "bitwise_or", "bitwise_xor", "bitwise_left_shift", "bitwise_right_shift")
)
_FLOAT_PAIRS = frozenset(("div", "true_divide", "atan2", "arctan2", "hypot", "ldexp", "logaddexp", "xlogy"))
_MINUS = frozenset(("sub", "rsub"))
_LINEAR = frozenset(("add", "sub", "mul", "div", "true_divide", "rsub"))


class Unary(Op):
    """A function of each number that keeps the shape."""

    name: str

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As it is; some want axes."""
        x = inputs[0] if inputs else None
        least = _LEAST_AXES.get(self.name, 0)
        if x is not None and len(x) < least:
            check.fail("rank", expected=tuple(range(least, 6)), got=x)
        return x

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """`~` works on bits, and booleans have no minus sign."""
        dtype = dtypes[0]
        if self.name == "bitwise_not":
            check.require(is_floating(dtype) is not True, "dtype", expected="int64", got=dtype)
        elif self.name in ("neg", "negative"):
            check.require(dtype != "bool", "dtype", expected="float32", got=dtype, detail="minus")

    @property
    def moves(self) -> bool:  # type: ignore[override]
        """Copies and the like change nothing, some change places."""
        return self.name in IDENTITIES or self.name in _PLACES

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """Copies and the minus sign are."""
        return self.name == "neg" or self.moves

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number."""
        return 0 if output is None or self.moves else product(output)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Functions with fractions for results make integers floating."""
        x = inputs[0]
        if self.name in _TO_BOOL:
            return "bool"
        if x is None or self.moves or self.name in _KEEP_ALL:
            return x
        if is_floating(x) or (self.name in _KEEP and is_integer(x)):
            return x
        if x.startswith("complex"):
            return _PART.get(x) if self.name in ("abs", "angle") else x
        return "float32" if self.name in _TO_FLOAT and (is_integer(x) or x == "bool") else None


_PART = {"complex64": "float32", "complex128": "float64"}


class Cast(Op):
    """Another number type, None where not known which."""

    affine = moves = True
    to: DType | None

    def dtype(self, *inputs: DType | None) -> DType | None:
        """What was asked for."""
        return self.to


def result_type(dtypes: Sequence[DType | None], shapes: Sequence[Shape | None] | None = None) -> DType | None:
    """What torch gives for several tensors: a tensor of rank 0 does not widen others of its category.

    Without shapes, two types of one category are taken to be of tensors with axes.
    """
    ranked: list[DType | None] = []
    single: list[DType | None] = []
    for i, dtype in enumerate(dtypes):
        shape = None if shapes is None else shapes[i]
        (single if shape == () else ranked).append(dtype)
    result = _joint(ranked)
    other = _joint(single)
    if not ranked or not single:
        return result if ranked else other
    if result is None or other is None:
        return result if result == other else None
    return other if _category(other) > _category(result) else result


def joint_by_rank(shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
    """`result_type`; where a rank is not known, only what holds for either."""
    if None not in shapes:
        return result_type(dtypes, shapes)
    ranked = [(1,) if shape is None else shape for shape in shapes]
    single = [() if shape is None else shape for shape in shapes]
    found = result_type(dtypes, ranked)
    return found if found == result_type(dtypes, single) else None


def _joint(dtypes: Sequence[DType | None]) -> DType | None:
    result = dtypes[0] if dtypes else None
    for dtype in dtypes[1:]:
        result = promote(result, dtype)
    return result


def _category(dtype: DType) -> int:
    if dtype == "bool":
        return 0
    if is_integer(dtype):
        return 1
    return 3 if dtype.startswith("complex") else 2


_NUMBER = {"bool": "bool", "int": "int64", "float": "float32", "complex": "complex64"}


class Binary(Op):
    """A function of two tensors that broadcast, or of one and a Python `number` ("int", "float", "bool")."""

    name: str
    number: str = ""

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """Adding or multiplying by a constant is."""
        return bool(self.number) and self.name in _LINEAR

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Sizes of 1 stretch."""
        return inputs[0] if self.number else broadcast_all(check, *inputs)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number of the result."""
        return 0 if output is None else product(output)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Bitwise operators take no fractions, and a minus no booleans."""
        if self.name in _BITWISE:
            for dtype in dtypes:
                check.require(is_floating(dtype) is not True, "dtype", expected="int64", got=dtype)
        elif self.name in _MINUS and "bool" in dtypes:
            check.fail("dtype", expected="float32", got="bool", detail="minus")

    def dtype(self, *inputs: DType | None) -> DType | None:
        """`bool` for comparisons, else the wider of both."""
        if self.name in COMPARISONS or self.name in _LOGICAL:
            return "bool"
        if self.number:
            joint = _with_number(inputs[0], _NUMBER.get(self.number))
        else:
            joint = _joint(inputs)
        return self.of_joint(joint)

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """A tensor of rank 0 does not widen others of its category."""
        if self.number or self.name in COMPARISONS or self.name in _LOGICAL:
            return self.dtype(*dtypes)
        joint = joint_by_rank(shapes, dtypes)
        return self.of_joint(joint)

    def of_joint(self, joint: DType | None) -> DType | None:
        """What the function makes of the type that both are brought to."""
        if self.name == "float_power":
            return None if joint is None else "complex128" if joint.startswith("complex") else "float64"
        return _fractional(joint) if self.name in _FLOAT_PAIRS else joint


def _with_number(dtype: DType | None, number: DType | None) -> DType | None:
    """A Python number only matters when it is of a higher category than the tensor."""
    if dtype is None or number is None:
        return dtype if dtype is not None and _category(dtype) >= 2 else None
    return number if _category(number) > _category(dtype) else dtype


def _fractional(dtype: DType | None) -> DType | None:
    return "float32" if dtype is not None and _category(dtype) < 2 else dtype


class Merge(Op):
    """Keras layers of several inputs: add, subtract, multiply, average, maximum, minimum."""

    name: str

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Batch sizes agree, the other axes broadcast from the right."""
        most = 2 if self.name == "subtract" else None
        if not inputs or (most is not None and len(inputs) != most):
            check.fail(
                "argument", argument="inputs", detail=f"{self.name} takes {most or 'a list of'} inputs"
            )
            return inputs[0] if inputs else None
        known = [shape for shape in inputs if shape is not None]
        if len(known) < len(inputs):
            return None
        if not all(known):
            check.fail("rank", expected=(2, 3, 4, 5), got=())
            return None
        batch = known[0][0]
        for shape in known[1:]:
            if not check.require(
                same(shape[0], batch), "broadcast", expected=known[0], got=shape, axis=0, detail="batch"
            ):
                break
            if isinstance(shape[0], int):
                batch = shape[0]
        rest = broadcast_all(check, *(shape[1:] for shape in known))
        return None if rest is None else (batch, *rest)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number for each further input."""
        return 0 if output is None else product(output) * (len(inputs) - 1)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The widest."""
        return _joint(inputs)


_MIXED = ("addc", "clamp", "clip")


class Several(Op):
    """A function of two or three tensors that broadcast: addcmul, addcdiv, lerp, clamp, masked_fill.

    In place, the first keeps its shape, and the others stretch to it.
    """

    name: str
    in_place: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Sizes of 1 stretch; a mask of which nothing is known is taken to fit."""
        first = inputs[0]
        if self.name.startswith("masked") and None in inputs:
            return first
        if not self.in_place or first is None:
            return broadcast_all(check, *inputs)
        for shape in inputs[1:]:
            joint = None if shape is None else broadcast_all(check, first, shape)
            if joint is None or check.faults:
                continue
            grows = len(joint) > len(first) or any(map(grown, first, joint))
            check.require(not grows, "broadcast", expected=first, got=shape, detail="in place")
        return first

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number for each further input."""
        return 0 if output is None else product(output) * (len(inputs) - 1)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The widest where numbers are mixed, else the first's."""
        return _joint(inputs) if self.widens else inputs[0]

    @property
    def widens(self) -> bool:
        """Whether numbers of all of them are in the result, which no tensor is changed into."""
        return self.name.startswith(_MIXED) and not self.in_place

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """A mask is of booleans."""
        if self.name.startswith("masked") and len(dtypes) > 1:
            check.require(dtypes[1] in (None, "bool"), "dtype", expected="bool", got=dtypes[1], detail="mask")

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """A tensor of rank 0 does not widen the others."""
        return joint_by_rank(shapes, dtypes) if self.widens else dtypes[0]


def grown(size: Size, joint: Size) -> bool:
    """Whether a size of 1 certainly stretches."""
    return same(size, 1) is True and same(joint, 1) is False


class Where(Op):
    """Takes from the second input where the first is true, else from the third. `casts`: Keras'."""

    casts: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """All three broadcast."""
        return broadcast_all(check, *inputs)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """The first is of booleans; bytes were, and are still taken."""
        fits = self.casts or dtypes[0] in (None, "bool", "uint8")
        check.require(fits, "dtype", expected="bool", got=dtypes[0], detail="mask")

    def dtype(self, *inputs: DType | None) -> DType | None:
        """The wider of both choices."""
        return _joint(inputs[1:])

    def joint_dtype(self, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]) -> DType | None:
        """A choice of rank 0 does not widen the other."""
        return joint_by_rank(shapes[1:], dtypes[1:])


class Fractional(Unary):
    """A function of each number that makes fractions of integers."""

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Floating point."""
        return _fractional(inputs[0])


class Alike(Binary):
    """A function of two tensors of one type."""

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Neither is converted."""
        require_alike(check, dtypes)
