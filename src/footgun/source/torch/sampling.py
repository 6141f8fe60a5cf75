"""torch.nn.functional: images read at the places of a grid."""

from __future__ import annotations

from footgun.ops.sampling import AffineGrid, GridSample
from footgun.source.bindings import bind
from footgun.source.torch._common import shape_args
from footgun.source.torch.shapes import lost

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from footgun.source.callsite import At


@bind("torch.nn.functional.grid_sample")
def grid_sample(
    at: At,
    input: Any,
    grid: Any,
    mode: Any = "bilinear",
    padding_mode: Any = "zeros",
    align_corners: Any = None,
) -> Any:
    return at.apply(GridSample(), input, grid)


@bind("torch.nn.functional.affine_grid")
def affine_grid(at: At, theta: Any, size: Any, align_corners: Any = None) -> Any:
    sizes = shape_args(at, (size,))
    return lost(at, theta) if sizes is None or len(sizes) < 4 else at.apply(AffineGrid(sizes), theta)
