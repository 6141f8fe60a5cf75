"""Reading an image at places between its pixels."""

from __future__ import annotations

from footgun.ops.base import Check, Op
from footgun.sizes import Shape, Size


class GridSample(Op):
    """Each place of the grid asks for one point of the image. Inputs: (n, c, h, w) and (n, h2, w2, 2)."""

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """The channels of the image at every place of the grid."""
        x, grid = (*inputs, None, None)[:2]
        if x is not None and not check.require(len(x) in (4, 5), "rank", expected=(4, 5), got=x):
            x = None
        if grid is None:
            return None if x is None else (*x[:2], *(check.fresh("s") for _ in x[2:]))
        if x is None:
            return (grid[0], check.fresh("c"), *grid[1:-1]) if len(grid) in (4, 5) else None
        if not check.require(len(grid) == len(x), "rank", expected=(len(x),), got=grid, detail="grid"):
            return (*x[:2], *(check.fresh("s") for _ in x[2:]))
        return (*x[:2], *grid[1:-1])


class AffineGrid(Op):
    """torch's affine_grid: the places that a matrix for each image asks for, `size` being the image's."""

    size: tuple[Size, ...]

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One place, of as many coordinates as there are axes of space, for each pixel."""
        return (self.size[0], *self.size[2:], len(self.size) - 2)
