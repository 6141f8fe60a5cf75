"""Sets of sizes, and their words."""

from __future__ import annotations

import pytest

from footgun.calculate.sizesets import Sizes, collected, continued


@pytest.mark.parametrize(
    ("sizes", "text"),
    [
        ([28], "28"),
        ([36, 37], "36 or 37"),
        ([32, 33, 34, 35], "32 to 35"),
        ([8, 12, 13], "8 or 12 or 13"),
        ([], "none"),
    ],
)
def test_finite_sets(sizes, text):
    found = collected(sizes)
    assert found.text == text
    assert [size for size in range(1, 50) if size in found] == sizes


@pytest.mark.parametrize(
    ("accepted", "period", "text"),
    [
        (lambda s: True, 1, "any size"),
        (lambda s: s >= 45, 1, "45 or more"),
        (lambda s: s % 32 == 0, 32, "multiples of 32"),
        (lambda s: s % 16 == 0 and s > 40, 32, "multiples of 16 from 48"),
        (lambda s: s % 16 == 12 and s > 180, 16, "188, 204, 220, ... (every 16)"),
        (lambda s: s == 3 or s >= 9, 1, "3 or 9 or more"),
        (lambda s: s in (5, 6), 4, "5 or 6"),
    ],
)
def test_what_repeats_is_taken_to_go_on(accepted, period, text):
    found = continued(accepted, period, 256)
    assert found.text == text
    assert all((size in found) == accepted(size) for size in range(1, 600))


def test_the_nearest_sizes():
    found = Sizes((), 8, 8, (0,))
    assert found.near(28) == (24, 32)
    assert found.near(32) == (32, 32)
    assert found.near(3) == (8,)
    assert collected([5]).near(9) == (5,)
