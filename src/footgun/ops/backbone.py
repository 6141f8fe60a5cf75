"""A published network taken as one block: what its last map looks like follows from the size of the image."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size

# What the padded borders come to, halving by halving: (kernel, stride) of windows without padding.
_STEPS: dict[str, tuple[tuple[int, int], ...]] = {
    "down": ((2, 2),) * 5,
    "up": ((1, 2),) * 5,
    # The transitions of a DenseNet pool without padding.
    "dense": ((1, 2), (1, 2), (2, 2), (2, 2), (2, 2)),
    "inception": ((3, 2), (3, 1), (3, 2), (3, 1), (3, 2), (3, 2), (3, 2)),
    "xception": ((3, 2), (3, 1), (1, 2), (1, 2), (1, 2), (1, 2)),
    "patch": ((4, 4), (2, 2), (2, 2), (2, 2)),
}


class Backbone(Op):
    """Images to feature maps, or with `pooling` ("avg", "max") to one number for each channel.

    Its weights are published, not the user's, so none are counted.
    """

    name: str
    channels: Size
    rounding: str
    last: bool = True
    pooling: str | None = None

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """Every axis of the map on its own."""
        x = inputs[0] if inputs else None
        if x is not None and len(x) != 4:
            check.fail("rank", expected=(4,), got=x)
            x = None
        if x is None:
            x = (check.fresh("n"), check.fresh("h"), check.fresh("w"), 3)
            space: tuple[Size, Size] = (check.fresh("h"), check.fresh("w"))
        else:
            h, w = x[1:3] if self.last else x[2:]
            space = (self._extent(h), self._extent(w))
        if self.pooling in ("avg", "max"):
            return (x[0], self.channels)
        return (x[0], *space, self.channels) if self.last else (x[0], self.channels, *space)

    def _extent(self, size: Size) -> Size:
        for kernel, stride in _STEPS[self.rounding]:
            size = (size - kernel) // stride + 1
        return size
