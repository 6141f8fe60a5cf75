"""torch.nn.functional: images read at the places of a grid."""

from __future__ import annotations

from footgun.ops.sampling import AffineGrid, GridSample
from footgun.source.bindings import bind
from footgun.source.torch._common import shape_args
from footgun.source.torch._functional import refused
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
    made = at.apply(GridSample(), input, grid)
    rank = at.m.tensor(input).rank
    if isinstance(mode, str) and mode not in ("bilinear", "nearest", "bicubic"):
        refused(at, made, "mode", f"`mode` must be 'bilinear', 'nearest' or 'bicubic', got '{mode}'")
    elif mode == "bicubic" and rank == 5:
        refused(at, made, "mode", "`mode` 'bicubic' is for images, not for volumes")
    if isinstance(padding_mode, str) and padding_mode not in ("zeros", "border", "reflection"):
        words = "'zeros', 'border' or 'reflection'"
        refused(at, made, "padding_mode", f"`padding_mode` must be {words}, got '{padding_mode}'")
    return made


@bind("torch.grid_sampler", "torch.grid_sampler_2d", "torch.grid_sampler_3d")
def grid_sampler(
    at: At, input: Any, grid: Any, interpolation_mode: Any, padding_mode: Any, align_corners: Any
) -> Any:
    return at.apply(GridSample(), input, grid)


@bind("torch.nn.functional.affine_grid")
def affine_grid(at: At, theta: Any, size: Any, align_corners: Any = None) -> Any:
    sizes = shape_args(at, (size,))
    return lost(at, theta) if sizes is None or len(sizes) < 4 else at.apply(AffineGrid(sizes), theta)
