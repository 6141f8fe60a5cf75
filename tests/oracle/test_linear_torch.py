"""Dense layers and matrix products answer as torch's do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.linear import BatchMatMul, Bilinear, Identity, Linear, MatMul, MatrixMultiply

torch = pytest.importorskip("torch")
nn = torch.nn

few = st.integers(1, 4)
features = biased(few, st.integers(-1, 4))


def shapes(last, longest=3):
    """Any rank, mostly with this last size."""
    lead = st.lists(few, max_size=longest).map(tuple)
    return biased(lead.map(lambda dims: (*dims, max(last, 1))), st.lists(few, max_size=longest).map(tuple))


@cases(250)
@given(st.data())
def test_linear(data):
    op = Linear(data.draw(features), data.draw(features), data.draw(st.booleans()))
    shape = data.draw(shapes(op.inp))
    made = []

    def make():
        made.append(nn.Linear(op.inp, op.out, op.bias))
        return made[0]

    mine = same_verdict(op, (shape,), make, lambda layer: layer(torch.zeros(shape)))
    if mine is not None:
        assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    sound(data.draw, op, (shape,))


@cases(200)
@given(st.data())
def test_bilinear(data):
    op = Bilinear(data.draw(features), data.draw(features), data.draw(few), data.draw(st.booleans()))
    lead = data.draw(st.lists(few, max_size=2))
    first = data.draw(biased(st.just((*lead, max(op.in1, 1))), shapes(op.in1)))
    second = data.draw(biased(st.just((*lead, max(op.in2, 1))), shapes(op.in2)))

    def call(layer):
        return layer(torch.zeros(first), torch.zeros(second))

    mine = same_verdict(op, (first, second), lambda: nn.Bilinear(op.in1, op.in2, op.out, op.bias), call)
    if mine is not None:
        layer = nn.Bilinear(op.in1, op.in2, op.out, op.bias)
        assert mine.weights == {name: tuple(p.shape) for name, p in layer.named_parameters()}
    sound(data.draw, op, (first, second))


@cases(300)
@given(st.data())
def test_products_of_two_tensors(data):
    op, function = data.draw(
        st.sampled_from(
            [(MatMul(), torch.matmul), (BatchMatMul(), torch.bmm), (MatrixMultiply(), torch.mm)],
        )
    )
    rank = {MatMul: None, BatchMatMul: 3, MatrixMultiply: 2}[type(op)]
    inner = data.draw(few)
    lead = data.draw(st.lists(few, max_size=2)) if rank is None else [2] * (rank - 2)
    other = [data.draw(biased(st.just(n), st.just(1), 3)) for n in lead][
        data.draw(st.integers(0, 1)) * (not rank) :
    ]
    left = data.draw(biased(st.just((*lead, data.draw(few), inner)), st.just((inner,))))
    right = data.draw(biased(st.just((*other, inner, data.draw(few))), shapes(inner)))
    same_verdict(op, (left, right), lambda: function, lambda f: f(torch.zeros(left), torch.zeros(right)))
    sound(data.draw, op, (left, right))


def test_flops_are_those_torch_counts():
    from torch.utils.flop_counter import FlopCounterMode

    for op, arguments in (
        (Linear(5, 7), [(2, 3, 5)]),
        (MatMul(), [(2, 3, 5), (2, 5, 7)]),
        (BatchMatMul(), [(2, 3, 5), (2, 5, 7)]),
        (MatrixMultiply(), [(3, 5), (5, 7)]),
    ):
        function = {
            Linear: nn.Linear(5, 7),
            MatMul: torch.matmul,
            BatchMatMul: torch.bmm,
            MatrixMultiply: torch.mm,
        }
        with FlopCounterMode(display=False) as counter:
            result = function[type(op)](*map(torch.zeros, arguments))
        assert op.flops(arguments, tuple(result.shape)) == counter.get_total_flops()


def test_identity_keeps_everything():
    assert same_verdict(Identity(), ((2, 3),), nn.Identity, lambda layer: layer(torch.zeros(2, 3)))
