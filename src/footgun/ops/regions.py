"""Boxes on maps: parts of a map brought to one size, and what two sets of boxes have in common."""

from __future__ import annotations

from footgun.ops.axes import broadcast_all
from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size, divides, same


class Regions(Op):
    """RoI pooling in all its kinds over (maps, boxes): for each box a map of `height` by `width`.

    `apart`: each cell of it has channels of its own. Boxes are rows of 5, the image's number first.
    """

    height: Size
    width: Size
    apart: bool = False

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """As many maps as there are boxes."""
        x, boxes = (*inputs, None, None)[:2]
        if x is not None and not check.require(len(x) == 4, "rank", expected=(4,), got=x):
            x = None
        if boxes is not None:
            rows = len(boxes) == 2 and same(boxes[1], 5)
            check.require(rows, "argument", argument="boxes", detail="boxes are rows of 5 numbers")
        count = boxes[0] if boxes else check.fresh("k", 0)
        channels = check.fresh("c") if x is None else x[1]
        if self.apart and x is not None:
            cells = self.height * self.width
            detail = f"{channels} channels are no multiple of {cells} cells"
            check.require(divides(cells, channels), "argument", argument="output_size", detail=detail)
            channels = channels // cells
        return (count, channels, self.height, self.width)


class BoxPairs(Op):
    """A measure of every box of one set, or of a batch of sets, with every box of another."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """A row for each of the first."""
        a, b = inputs[:2]
        if a is None or b is None or len(a) < 2 or len(b) < 2:
            return None
        lead = broadcast_all(check, a[:-2], b[:-2])
        return None if lead is None else (*lead, a[-2], b[-2])
