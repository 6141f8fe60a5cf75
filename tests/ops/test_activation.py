"""Nonlinearities, and the axes that softmax and gates work on."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, outcome, shape

from footgun.ops.activation import ACTIVATIONS, GLU, Activation, PReLU, Softmax
from footgun.sizes import name

n, h, w = name("n"), name("h"), name("w")


def test_facts():
    assert (Activation("sigmoid").low, Activation("sigmoid").high) == (0, 1)
    assert Activation("relu").monotone
    assert not Activation("gelu").monotone
    assert {a for a in ACTIVATIONS if ACTIVATIONS[a].saturates} >= {"sigmoid", "tanh", "softsign"}
    assert not Activation("relu6").saturates


def test_linear_is_no_nonlinearity():
    assert Activation("linear").affine
    assert Activation("linear").moves
    assert not Activation("relu").affine


def test_an_unknown_name_promises_nothing():
    op = Activation("my_activation")
    assert (op.low, op.high, op.monotone, op.saturates, op.identity) == (None, None, False, False, False)
    assert shape(op, (n, 3)) == (n, 3)


@pytest.mark.parametrize(("rank", "axis"), [(1, 0), (2, 1), (3, 0), (4, 1)])
def test_the_axis_torch_picks(rank, axis):
    assert Softmax(None, implicit=True).axis_for(rank) == axis


def test_softmax_over_an_axis_that_does_not_exist():
    output, found = fault(Softmax(2), (n, 10))
    assert (found.kind, found.argument) == ("argument", "dim")
    assert output == (n, 10)
    assert fault(Softmax(None, spatial=2), (n, 10))[1].kind == "rank"


def test_prelu_has_a_slope_for_each_channel():
    assert shape(PReLU(64), (n, 64, h, w)) == (n, 64, h, w)
    assert shape(PReLU(1), (n, 64, h, w)) == (n, 64, h, w)
    assert count(PReLU(64), (n, 64, h, w)) == 64
    _, found = fault(PReLU(64), (n, 32, h, w))
    assert (found.kind, found.expected, found.got, found.axis) == ("channels", 64, 32, 1)


def test_prelu_of_keras_has_one_for_each_position():
    assert count(PReLU(None), (n, 7, 7, 64)) == 7 * 7 * 64
    assert count(PReLU(None, shared=(1, 2)), (n, 7, 7, 64)) == 64


def test_gates_halve_an_axis():
    assert shape(GLU(1), (n, 2 * h)) == (n, h)
    _, found = fault(GLU(), (n, 7))
    assert (found.kind, found.got, found.axis) == ("features", 7, 1)
    assert outcome(GLU(), (n, h)) == ((n, h // 2), [])
