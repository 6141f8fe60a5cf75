"""Keras: arrays that functions make, with the type of numbers that is asked for."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

from footgun import check_source


@pytest.mark.parametrize(
    ("call", "dtype"),
    [("eye(3)", "float32"), ("eye(3, dtype='bool')", "bool"), ("eye(3, 4, 0, 'int32')", "int32")],
)
def test_a_diagonal_of_ones(call, dtype):
    code = f"from keras import ops\nx = ops.{call}\ny = ops.logical_not(x)\n"
    (value,) = run(code).nodes[-1].inputs
    assert value.dtype == dtype


def test_the_opposite_of_a_diagonal_of_booleans():
    assert check_source("from keras import ops\ny = ~ops.eye(3, dtype='bool')\n", "p.py").findings == []
