"""Images read at the places of a grid: our shapes are those of torch."""

from __future__ import annotations

import pytest
from tests.oracle.agreement import ours

from footgun.ops.sampling import AffineGrid, GridSample

torch = pytest.importorskip("torch")
F = torch.nn.functional


@pytest.mark.parametrize("image", [(2, 3, 8, 6), (1, 5, 4, 4, 3)])
@pytest.mark.parametrize("places", [(2, 5), (7, 1), (3, 3, 2)])
def test_grid_sample(image: tuple[int, ...], places: tuple[int, ...]) -> None:
    grid = (image[0], *places, len(places))
    answer = ours(GridSample(), image, grid)
    if len(grid) != len(image):
        assert [fault.kind for fault in answer.faults] == ["rank"]
        with pytest.raises(RuntimeError):
            F.grid_sample(torch.zeros(image), torch.zeros(grid), align_corners=False)
        return
    assert answer.faults == []
    made = F.grid_sample(torch.zeros(image), torch.zeros(grid), align_corners=False)
    assert answer.shapes == tuple(made.shape)


@pytest.mark.parametrize("size", [(2, 3, 8, 6), (1, 5, 4, 4, 3)])
def test_affine_grid(size: tuple[int, ...]) -> None:
    matrix = (size[0], len(size) - 2, len(size) - 1)
    made = F.affine_grid(torch.zeros(matrix), size, align_corners=False)
    assert ours(AffineGrid(size), matrix).shapes == tuple(made.shape)


def test_what_every_module_has() -> None:
    from footgun.source.torch.members import EVERY, HOLDERS

    base = set(dir(object()))
    plain = {n for n in dir(torch.nn.Module()) if not n.startswith("__")} - base
    assert plain <= EVERY
    for kind, own in HOLDERS.items():
        names = {n for n in dir(getattr(torch.nn, kind)()) if not n.startswith("__")}
        assert names - plain <= own, kind
