"""Sums of arrays along an axis, called as functions of NumPy."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

from footgun.source.values import Unknown

HEAD = "import numpy as np\nx = np.zeros((3, 4))\n"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("np.sum(x)", ()),
        ("np.sum(x, axis=0)", (4,)),
        ("np.sum(x, 1)", (3,)),
        ("np.sum(x, axis=1, keepdims=True)", (3, 1)),
        ("np.prod(x, axis=-1)", (3,)),
    ],
)
def test_of_an_array(text, shape):
    assert machine(f"{HEAD}y = {text}\n").globals["y"].shape == shape


def test_of_a_list_along_an_axis():
    assert machine(f"{HEAD}y = np.prod([2, 3])\n").globals["y"] == 6
    assert isinstance(machine(f"{HEAD}y = np.prod([(2, 3), (4, 5)], axis=0)\n").globals["y"], Unknown)
