"""Dropout keeps shapes; a few ranks and rates are refused."""

from __future__ import annotations

import pytest
from tests.ops.applying import fault, refusals, shape

from footgun.ops.dropout import Dropout, GaussianNoise
from footgun.sizes import name

n, h = name("n"), name("h")


@pytest.mark.parametrize("p", [0, 0.5, 1, None])
def test_probabilities(p):
    assert not refusals(Dropout(p))
    assert shape(Dropout(p), (n, 3)) == (n, 3)


@pytest.mark.parametrize("p", [-0.1, 50])
def test_no_probabilities(p):
    assert "between 0 and 1" in refusals(Dropout(p))[0]
    assert refusals(GaussianNoise(p))


def test_channels_are_dropped_from_maps():
    assert shape(Dropout(0.5, spatial=2), (n, 3, h, h)) == (n, 3, h, h)
    output, found = fault(Dropout(0.5, spatial=2, last=True), (n, 10))
    assert (found.kind, found.expected, found.got) == ("rank", (4,), (n, 10))
    assert output == (n, 10)
    assert shape(Dropout(0.5, spatial=2), (n, 10)) == (n, 10)  # torch warns, which is a rule's business
