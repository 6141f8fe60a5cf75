"""Nonlinearities, and the facts about them that rules ask for.

Most keep the shape and have no settings worth keeping, so a table of facts by name serves them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.axes import normal_axis, replaced
from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.records import NamedTuple
from footgun.sizes import DType, Shape, Size, divides, is_floating, product, same


class ActivationFacts(NamedTuple):
    """What a nonlinearity does to values."""

    # Bounds of the output, None where there is none.
    low: float | None = None
    high: float | None = None
    # Never falls as its input grows, so it may change places with max pooling.
    monotone: bool = True
    # Its slope is near 0 a few units from 0, on both sides: gradients vanish through many of them.
    saturates: bool = False
    # Gives back its input.
    identity: bool = False


ACTIVATIONS: dict[str, ActivationFacts] = {
    "celu": ActivationFacts(low=-1.0),
    "elu": ActivationFacts(low=-1.0),
    "exponential": ActivationFacts(low=0.0),
    "gelu": ActivationFacts(low=-0.17, monotone=False),
    "hardshrink": ActivationFacts(),
    "hardsigmoid": ActivationFacts(low=0.0, high=1.0, saturates=True),
    "hardswish": ActivationFacts(low=-0.375, monotone=False),
    "hardtanh": ActivationFacts(low=-1.0, high=1.0, saturates=True),
    "leaky_relu": ActivationFacts(),
    "linear": ActivationFacts(identity=True),
    "logsigmoid": ActivationFacts(high=0.0),
    "mish": ActivationFacts(low=-0.31, monotone=False),
    "relu": ActivationFacts(low=0.0),
    "relu6": ActivationFacts(low=0.0, high=6.0),
    "rrelu": ActivationFacts(monotone=False),
    "selu": ActivationFacts(low=-1.7581),
    "sigmoid": ActivationFacts(low=0.0, high=1.0, saturates=True),
    "silu": ActivationFacts(low=-0.279, monotone=False),
    "softplus": ActivationFacts(low=0.0),
    "softshrink": ActivationFacts(),
    "softsign": ActivationFacts(low=-1.0, high=1.0, saturates=True),
    "sparse_plus": ActivationFacts(low=0.0),
    "sparse_sigmoid": ActivationFacts(low=0.0, high=1.0, saturates=True),
    "squareplus": ActivationFacts(low=0.0),
    "tanh": ActivationFacts(low=-1.0, high=1.0, saturates=True),
    "tanhshrink": ActivationFacts(),
    "threshold": ActivationFacts(monotone=False),
}
_UNKNOWN = ActivationFacts(monotone=False)
# What becomes of integers: fractions, or integers still. The others refuse them in torch.
_TO_FLOAT = frozenset(("exponential", "sigmoid", "softsign", "tanh", "tanhshrink"))
_KEEP = frozenset(("hardtanh", "linear", "relu", "relu6"))
_FRACTIONS = frozenset((
    "celu", "elu", "gelu", "hardshrink", "hardsigmoid", "hardswish", "leaky_relu", "logsigmoid", "mish",
    "rrelu", "selu", "silu", "softplus", "softshrink",
))  # fmt: skip


class Activation(Op):
    """An elementwise nonlinearity."""

    name: str

    @property
    def facts(self) -> ActivationFacts:
        """What is known of it; an unknown name promises nothing."""
        return ACTIVATIONS.get(self.name, _UNKNOWN)

    @property
    def low(self) -> float | None:
        """The lower bound of its output."""
        return self.facts.low

    @property
    def high(self) -> float | None:
        """The upper bound of its output."""
        return self.facts.high

    @property
    def monotone(self) -> bool:
        """Never falls as its input grows."""
        return self.facts.monotone

    @property
    def saturates(self) -> bool:
        """Its slope is near 0 a few units from 0, on both sides."""
        return self.facts.saturates

    @property
    def identity(self) -> bool:
        """Gives back its input."""
        return self.facts.identity

    @property
    def affine(self) -> bool:  # type: ignore[override]
        """Only the identity is."""
        return self.facts.identity

    @property
    def moves(self) -> bool:  # type: ignore[override]
        """Only the identity does."""
        return self.facts.identity

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """One a number."""
        return 0 if output is None or self.identity else product(output)

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Torch has the smooth ones for fractions only; Keras casts."""
        if self.name in _FRACTIONS:
            require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Floating types stay."""
        x = inputs[0]
        if self.name in _KEEP or is_floating(x):
            return x
        return "float32" if self.name in _TO_FLOAT and is_floating(x) is False else None


class Softmax(Op):
    """Softmax, log-softmax or softmin over one axis.

    With `implicit` torch picks the axis from the rank; `spatial=2` is Softmax2d, over the third last axis.
    """

    axis: int | None
    log: bool = False
    implicit: bool = False
    minimum: bool = False
    spatial: int | None = None

    def axis_for(self, rank: int) -> Size | None:
        """The axis that sums to 1, as the user may have written it."""
        if self.spatial is not None:
            return -self.spatial - 1
        if self.implicit and self.axis is None:
            return 0 if rank in (0, 1, 3) else 1
        return self.axis

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape stays."""
        x = inputs[0]
        if x is None:
            return None
        rank = len(x)
        if self.spatial is not None:
            allowed = (self.spatial + 1, self.spatial + 2)
            check.require(rank in allowed, "rank", expected=allowed, got=x)
            return x
        axis = self.axis_for(rank)
        if axis is not None:
            normal_axis(check, axis, rank)
        return x

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """Exponential, sum, division."""
        return 0 if output is None else 5 * product(output)


class PReLU(Op):
    """Leaky ReLU with learned slopes: one for all, or one a channel.

    `parameters=None` is Keras: one slope for each position of an example but along the `shared` axes.
    """

    own_type = True

    parameters: Size | None
    axis: int = 1
    shared: tuple[int, ...] = ()

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The shape stays."""
        x = inputs[0]
        if x is None or self.parameters is None or same(self.parameters, 1):
            return x
        if not x:
            check.fail("rank", expected=(2, 3, 4, 5), got=x)
            return x
        # Below rank 2 there is no channel axis, which counts as one channel.
        channels = x[self.axis] if len(x) > self.axis else 1
        if same(self.parameters, 1) is False:
            check.require(
                same(channels, self.parameters),
                "channels",
                expected=self.parameters,
                got=channels,
                axis=self.axis,
            )
        return x

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Keras casts, torch does not."""
        if self.parameters is not None:
            require_floating(check, dtypes)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """The slopes."""
        if self.parameters is not None:
            yield "weight", (self.parameters,)
        elif inputs and inputs[0] is not None:
            rank = len(inputs[0])
            shared = {axis % rank for axis in self.shared} if rank else set()
            yield "alpha", tuple(1 if axis in shared else size for axis, size in enumerate(inputs[0]) if axis)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A comparison and a product."""
        return 0 if output is None else 2 * product(output)


class GLU(Op):
    """Gated linear unit: one half of an axis times the sigmoid of the other."""

    axis: int = -1

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Fractions only."""
        require_floating(check, dtypes)

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The axis is halved."""
        x = inputs[0]
        if x is None:
            return None
        if not x:
            check.fail("rank", expected=(1, 2, 3, 4, 5), got=x)
            return x
        axis = normal_axis(check, self.axis, len(x))
        if axis is None:
            return None
        size = x[axis]
        check.require(divides(2, size), "features", expected="an even number", got=size, axis=axis)
        return replaced(x, axis, size // 2)

    def flops(self, inputs: Sequence[Shape | None], output: Shape | None) -> Size:
        """A sigmoid and a product."""
        return 0 if output is None else 4 * product(output)
