"""A published network taken as one block: what its last map looks like follows from the size of the image."""

from __future__ import annotations

from collections.abc import Iterator

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, product

# What the padded borders come to, halving by halving: (kernel, stride) of windows without padding.
STEPS: dict[str, tuple[tuple[int, int], ...]] = {
    "down": ((2, 2),) * 5,
    "up": ((1, 2),) * 5,
    # The transitions of a DenseNet pool without padding.
    "dense": ((1, 2), (1, 2), (2, 2), (2, 2), (2, 2)),
    "inception": ((3, 2), (3, 1), (3, 2), (3, 1), (3, 2), (3, 2), (3, 2)),
    "xception": ((3, 2), (3, 1), (1, 2), (1, 2), (1, 2), (1, 2)),
    "mobile": ((1, 2), *((2, 2),) * 4),
    "nas": ((3, 2), *((1, 2),) * 4),
    "patch": ((4, 4), (2, 2), (2, 2), (2, 2)),
}


class Backbone(Op):
    """Images to feature maps, or with `pooling` ("avg", "max") to one number for each channel.

    `stage` stops after as many halvings, `widths` are dense layers on top. Weights are counted where they are
    known: `count` for images of 3 channels, `first` for each channel more or less.
    """

    name: str
    channels: Size
    rounding: str
    last: bool = True
    pooling: str | None = None
    stage: int | str | None = None
    count: int | None = None
    first: int = 0
    widths: tuple[int, ...] = ()

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Every axis of the map on its own."""
        x = inputs[0] if inputs else None
        if x is not None and len(x) != 4:
            check.fail("rank", expected=(4,), got=x)
            x = None
        if x is None:
            x = (check.fresh("n"), check.fresh("h"), check.fresh("w"), 3)
            space: tuple[Size, Size] = (check.fresh("h"), check.fresh("w"))
        elif self.stage == "?":
            space = (check.fresh("h"), check.fresh("w"))
        else:
            space = self._map(x)
        if self.widths:
            return (x[0], self.widths[-1])
        if self.pooling in ("avg", "max") or self.stage == "v":
            return (x[0], self.channels)
        return (x[0], *space, self.channels) if self.last else (x[0], self.channels, *space)

    def _map(self, x: Shape) -> tuple[Size, Size]:
        """The sides of the map."""
        if self.stage == "one":
            return (1, 1)
        h, w = x[1:3] if self.last else x[2:]
        return (self._extent(h), self._extent(w))

    def _extent(self, size: Size) -> Size:
        steps = STEPS[self.rounding]
        for kernel, stride in steps[: self.stage] if isinstance(self.stage, int) else steps:
            size = (size - kernel) // stride + 1
        return size

    def weights(self, *inputs: Shape | None) -> Iterator[tuple[str, Shape]]:
        """All in one, and those of the layers on top."""
        x = inputs[0] if inputs else None
        depth = None if x is None or len(x) != 4 else x[-1] if self.last else x[1]
        if x is None or depth is None or self.count is None:
            return
        yield "weights", (self.count + (depth - 3) * self.first,)
        features: Size = self.channels if self.pooling else product(self._map(x)) * self.channels
        for width in self.widths:
            yield "kernel", (features, width)
            yield "bias", (width,)
            features = width
