"""Reading an image at places between its pixels."""

from __future__ import annotations

from collections.abc import Sequence

from footgun.ops.base import Check, Op
from footgun.ops.dtypes import require_alike, require_floating
from footgun.sizes import DType, Shape, Size, same, show


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
        if same(grid[0], x[0]) is False:
            detail = f"`grid` has {show(grid[0])} examples, the image {show(x[0])}"
            check.fail("argument", argument="grid", expected=x[0], got=grid[0], detail=detail)
        elif same(grid[-1], len(x) - 2) is False:
            detail = f"`grid` must end in {len(x) - 2} coordinates, got {show(grid)}"
            check.fail("argument", argument="grid", expected=len(x) - 2, got=grid[-1], detail=detail)
        return (*x[:2], *grid[1:-1])

    def check_dtypes(
        self, check: Check, shapes: Sequence[Shape | None], dtypes: Sequence[DType | None]
    ) -> None:
        """Both floating, and of one type."""
        require_floating(check, dtypes)
        if not check.faults:
            require_alike(check, dtypes)


class AffineGrid(Op):
    """torch's affine_grid: the places that a matrix for each image asks for, `size` being the image's."""

    size: tuple[Size, ...]

    def infer(self, check: Check, *inputs: Shape | None) -> Shape | None:
        """One place, of as many coordinates as there are axes of space, for each pixel."""
        theta, axes = inputs[0] if inputs else None, len(self.size) - 2
        wanted = (self.size[0], axes, axes + 1)
        if theta is not None:
            pairs = zip(theta, wanted, strict=False)
            if len(theta) != 3 or any(same(a, b) is False for a, b in pairs):
                detail = f"`theta` must be of shape {show(wanted)}, got {show(theta)}"
                check.fail("argument", argument="theta", expected=wanted, got=theta, detail=detail)
        return (self.size[0], *self.size[2:], len(self.size) - 2)
