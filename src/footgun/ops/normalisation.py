"""Normalisation: values are scaled to a common mean and variance, over a batch, a group or an axis.

`affine_weights` says whether there are weights at all; `scale` and `bias` leave out one of the two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_floating, weighted
from footgun.ops.window import positive
from footgun.sizes import DType, Shape, Size, at_least, divides, is_floating, product, same


def _axis_size(shape: Shape | None, axis: int) -> Size | None:
    """The size on an axis, None if there is no such axis or nothing is known."""
    if shape is None or not -len(shape) <= axis < len(shape):
        return None
    return shape[axis]


def _natural(check: Check, rank: int, features: Size | None, axis: int) -> Shape:
    """A shape for an input of which nothing is known."""
    hints = {1: "f", 2: "nf", 3: "nct", 4: "nchw", 5: "ncdhw"}[rank]
    shape = [check.fresh(hint) for hint in hints]
    if features is not None:
        shape[axis] = features
    return tuple(shape)


def _ranked(
    check: Check, shape: Shape, ranks: tuple[int, ...], features: Size | None, axis: int
) -> Shape | None:
    """None if the rank is right, else the shape to go on with."""
    if len(shape) in ranks:
        return None
    check.fail("rank", expected=ranks, got=shape)
    size = _axis_size(shape, axis) if len(shape) > 2 else None
    if size is not None and features is not None and same(size, features):
        return shape  # a map made for these channels: what it scales keeps its shape
    repaired = _natural(check, ranks[-1], features, axis)
    return shape[:1] + repaired[1:]


def _right(check: Check, shape: Shape, features: Size | None, axis: int) -> Shape:
    """The shape with the declared features on its axis, recording a `features` fault."""
    if features is None or not -len(shape) <= axis < len(shape):
        return shape
    place = axis % len(shape)
    check.require(same(shape[place], features), "features", expected=features, got=shape[place], axis=place)
    return (*shape[:place], features, *shape[place + 1 :])


def _scale_and_bias(op: Op, shape: Shape | None) -> Iterator[tuple[str, Shape]]:
    if shape is not None and getattr(op, "affine_weights", True):
        if getattr(op, "scale", True):
            yield "weight", shape
        if getattr(op, "bias", True):
            yield "bias", shape


class _Norm(Op):
    """What all share: numbers that are floating in torch."""

    own_type = True

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Keras casts, torch does not."""
        if self._in_torch:
            require_floating(check, dtypes)

    @property
    def _in_torch(self) -> bool:
        """Only torch's layers are told their size."""
        names = ("features", "channels", "shape")
        return any(getattr(self, name, None) is not None for name in names)

    def dtype(self, *inputs: DType | None) -> DType | None:
        """That of the weights."""
        return weighted(inputs[0]) if inputs else None


class BatchNorm(_Norm):
    """Over the batch and the map, for each channel."""

    affine = True

    features: Size | None
    spatial: int | None
    axis: int = 1
    affine_weights: bool = True
    batch_ranks: tuple[int, ...] | None = None
    bias: bool = True
    scale: bool = True
    tracked: bool = True  # keeps running statistics, one for each feature

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The input's shape."""
        shape = inputs[0] if inputs else None
        ranks = self.batch_ranks
        if ranks is None and self.spatial is not None:
            ranks = (2, 3) if self.spatial == 1 else (self.spatial + 2,)
        if shape is None:  # with several ranks to choose from, a guess could be wrong further on
            return _natural(check, ranks[0], self.features, self.axis) if ranks and len(ranks) == 1 else None
        wrong = ranks and _ranked(check, shape, ranks, self.features, self.axis)
        if wrong:
            return wrong
        if not -len(shape) <= self.axis < len(shape):
            check.fail("rank", expected=(self.axis + 1 if self.axis >= 0 else -self.axis,), got=shape)
            return shape
        uses = self.affine_weights or self.tracked
        return _right(check, shape, self.features if uses else None, self.axis)

    def validate(self, check: Check) -> None:
        """Negative sizes are refused once there is something to hold for each feature."""
        if self.features is not None and (self.affine_weights or self.tracked):
            positive(check, "num_features", self.features, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One scale and one shift for each feature."""
        size = self.features
        if size is None:
            size = _axis_size(inputs[0] if inputs else None, self.axis)
        yield from _scale_and_bias(self, None if size is None else (size,))


class LayerNorm(_Norm):
    """Over the last axes of torch's `shape`, or over Keras' `axis`, for each example."""

    affine = True

    shape: tuple[Size, ...] | None
    axis: int | tuple[int, ...] = -1
    bias: bool = True
    affine_weights: bool = True
    scale: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The input's shape."""
        return _over_last(check, inputs[0] if inputs else None, self.shape, self.axis)

    def validate(self, check: Check) -> None:
        """Negative sizes."""
        if self.shape is not None:
            positive(check, "normalized_shape", self.shape, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One scale and one shift for each number normalised."""
        yield from _scale_and_bias(self, _normalised(inputs[0] if inputs else None, self.shape, self.axis))


class RMSNorm(_Norm):
    """As a layer norm, without the mean and without a shift."""

    affine = True
    own_type = False

    shape: tuple[Size, ...] | None
    affine_weights: bool = True
    axis: int | tuple[int, ...] = -1

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The input's shape."""
        return _over_last(check, inputs[0] if inputs else None, self.shape, self.axis)

    def validate(self, check: Check) -> None:
        """Negative sizes."""
        if self.shape is not None:
            positive(check, "normalized_shape", self.shape, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One scale for each number normalised."""
        shape = _normalised(inputs[0] if inputs else None, self.shape, self.axis)
        if shape is not None and self.affine_weights:
            yield "weight", shape


def _over_last(
    check: Check, shape: Shape | None, wanted: Shape | None, axis: int | tuple[int, ...]
) -> Shape | None:
    if wanted is None:
        axes = axis if isinstance(axis, tuple) else (axis,)
        need = max((a + 1 if a >= 0 else -a for a in axes), default=0)
        if shape is not None and len(shape) < need:
            check.fail("rank", expected=(need,), got=shape)
        return shape
    if not wanted:
        check.fail("argument", argument="normalized_shape", detail="`normalized_shape` must have an axis")
        return shape
    if shape is None:
        return None
    if len(shape) < len(wanted):
        check.fail("rank", expected=(len(wanted),), got=shape)
        return wanted
    start = len(shape) - len(wanted)
    for i, (got, expected) in enumerate(zip(shape[start:], wanted, strict=True)):
        if not check.require(same(got, expected), "features", expected=expected, got=got, axis=start + i):
            return shape  # what is around a norm goes on with its input's width
    return (*shape[:start], *wanted)


def _normalised(shape: Shape | None, wanted: Shape | None, axis: int | tuple[int, ...]) -> Shape | None:
    if wanted is not None:
        return wanted
    sizes = [_axis_size(shape, a) for a in (axis if isinstance(axis, tuple) else (axis,))]
    known = tuple(size for size in sizes if size is not None)
    return known if len(known) == len(sizes) else None


class GroupNorm(_Norm):
    """Over groups of channels and the map, for each example; Keras writes -1 groups for one a channel."""

    affine = True

    groups: Size
    channels: Size | None
    axis: int = 1
    affine_weights: bool = True
    bias: bool = True
    scale: bool = True

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The input's shape."""
        shape = inputs[0] if inputs else None
        if shape is None:
            return None
        if len(shape) < 2 or not -len(shape) <= self.axis < len(shape):
            check.fail("rank", expected=(2,), got=shape)
            return shape
        if self.channels is not None and self.affine_weights:
            shape = _right(check, shape, self.channels, self.axis)
        else:
            self._divides(check, shape[self.axis], "channels")
        if self.channels is not None and not check.faults:
            self._one_value(check, shape)
        return shape

    def _one_value(self, check: Check, shape: Shape) -> None:
        """Torch refuses statistics of a single number."""
        places = product(shape[2:])
        if same(shape[0] * shape[1], self.groups) and same(places, 1):
            detail = f"a group of one value has no variance: {self.groups} groups of {shape[1]} channels"
            check.fail("argument", argument="num_groups", detail=detail)

    def _divides(self, check: Check, channels: Size, what: str) -> None:
        if same(self.groups, -1) and self.channels is None:
            return
        if at_least(self.groups, 1) is not False and divides(self.groups, channels) is False:
            argument = "groups" if self.channels is None else "num_groups"
            text = f"{what} {channels}" if what.startswith("`") else f"the {channels} {what}"
            detail = f"`{argument}` {self.groups} does not divide {text}"
            check.fail("argument", argument=argument, expected=channels, got=self.groups, detail=detail)

    def validate(self, check: Check) -> None:
        """Groups must share the channels out evenly."""
        if self.channels is None:
            if same(self.groups, -1) is not True:
                positive(check, "groups", self.groups)
            return
        positive(check, "num_groups", self.groups)
        if self.affine_weights:
            positive(check, "num_channels", self.channels, 0)
        if not check.faults:
            self._divides(check, self.channels, "`num_channels`")

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One scale and one shift for each channel."""
        size = self.channels
        if size is None:
            size = _axis_size(inputs[0] if inputs else None, self.axis)
        yield from _scale_and_bias(self, None if size is None else (size,))


class InstanceNorm(_Norm):
    """Over the map, for each channel of each example."""

    affine = True
    own_type = False

    features: Size | None
    spatial: int
    axis: int = 1
    affine_weights: bool = False
    tracked: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape:
        """The input's shape, with or without a batch axis."""
        shape = inputs[0] if inputs else None
        ranks = (self.spatial + 1, self.spatial + 2)
        if shape is None:
            return _natural(check, ranks[-1], self.features, 1)
        wrong = _ranked(check, shape, ranks, self.features, 1)
        if wrong:
            return wrong
        axis = len(shape) - self.spatial - 1
        if self.affine_weights or self.tracked:  # without weights a wrong number only warns
            shape = _right(check, shape, self.features, axis)
        places = shape[axis + 1 :]
        if same(product(places), 1):
            detail = f"one value for each channel has no variance: the map is {'x'.join(map(str, places))}"
            check.fail("argument", argument="", got=shape, detail=detail)
        return shape

    def validate(self, check: Check) -> None:
        """Negative sizes are refused once there is something to hold for each feature."""
        if self.features is not None and (self.affine_weights or self.tracked):
            positive(check, "num_features", self.features, 0)

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """One scale and one shift for each channel."""
        size = self.features
        shape = inputs[0] if inputs else None
        if size is None and shape is not None:
            size = _axis_size(shape, len(shape) - self.spatial - 1)
        yield from _scale_and_bias(self, None if size is None else (size,))


class LocalResponseNorm(Op):
    """Over neighbouring channels at each place."""

    size: Size

    def dtype(self, *inputs: DType | None) -> DType | None:
        """Whole numbers become fractions, but where there are none at all."""
        return inputs[0] if inputs and is_floating(inputs[0]) else None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The input's shape."""
        shape = inputs[0] if inputs else None
        if shape is not None and len(shape) < 3:
            check.fail("rank", expected=(3, 4, 5), got=shape)
        return shape

    def validate(self, check: Check) -> None:
        """The window over channels."""
        positive(check, "size", self.size)
