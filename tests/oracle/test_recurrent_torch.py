"""Recurrent layers answer as torch's do, initial states included."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.oracle.agreement import biased, cases, same_verdict, sound

from footgun.ops.recurrent import Recurrent, RecurrentCell

torch = pytest.importorskip("torch")
nn = torch.nn

few = st.integers(1, 4)
flag = st.booleans()
cells = st.sampled_from(["rnn", "lstm", "gru"])
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
CELLS = {"rnn": nn.RNNCell, "lstm": nn.LSTMCell, "gru": nn.GRUCell}


def given_states(data, cell, states):
    """Shapes of the initial states: none, those that fit, or now and then others."""
    if data.draw(flag):
        return ()
    spoil = data.draw(biased(st.none(), st.integers(0, 3), 3))
    shapes = [states[0], states[-1]][: 2 if cell == "lstm" else 1]
    if spoil is not None:
        place = spoil % len(shapes)
        shapes[place] = shapes[place][spoil // 2 :] if spoil % 2 else (*shapes[place][:-1], 9)
    return tuple(shapes)


@cases(300)
@given(st.data())
def test_layers(data):
    draw = data.draw
    cell, inp, hidden = draw(cells), draw(few), draw(biased(st.integers(2, 4), st.integers(-1, 3)))
    layers, proj = draw(biased(few, st.integers(-1, 1))), 0
    if cell == "lstm" or draw(st.integers(0, 9)) == 0:
        proj = draw(st.sampled_from([0, 0, 1, hidden, -1]))
    op = Recurrent(cell, inp, hidden, layers, draw(flag), draw(flag), draw(flag), proj)
    batch = draw(st.sampled_from([(), (3,), (3,)]))
    usual = (*((*batch, 5) if op.batch_first else (5, *batch)), inp)
    shape = draw(biased(st.just(usual), st.lists(few, max_size=4).map(tuple), 4))
    stack = max(layers, 1) * op.directions
    n = () if len(shape) == 2 else shape[1 - op.batch_first : 2 - op.batch_first]
    states = given_states(data, cell, ((stack, *n, max(op.width, 1)), (stack, *n, max(hidden, 1))))
    made = []

    def make():
        made.append(
            LAYERS[cell](
                inp,
                hidden,
                layers,
                bias=op.bias,
                batch_first=op.batch_first,
                bidirectional=op.bidirectional,
                **({"proj_size": proj} if proj else {}),
            )
        )
        return made[0]

    def call(layer):
        given = tuple(map(torch.zeros, states))
        return layer(torch.zeros(shape), *([given if cell == "lstm" else given[0]] if given else []))

    mine = same_verdict(op, (shape, *states), make, call)
    if mine is not None:
        assert mine.weights == {name: tuple(p.shape) for name, p in made[0].named_parameters()}
    sound(draw, op, (shape, *states))


@cases(200)
@given(st.data())
def test_cells(data):
    draw = data.draw
    cell, op = draw(cells), None
    op = RecurrentCell(cell, draw(few), draw(biased(few, st.just(-1))), draw(flag))
    right = st.sampled_from([(op.inp,), (3, op.inp)])
    shape = draw(biased(right, st.lists(few, max_size=3).map(tuple), 4))
    state = (*shape[:-1], max(op.hidden, 1))
    states = given_states(data, cell, (state, state))

    def call(layer):
        given = tuple(map(torch.zeros, states))
        return layer(torch.zeros(shape), *([given if cell == "lstm" else given[0]] if given else []))

    mine = same_verdict(op, (shape, *states), lambda: CELLS[cell](op.inp, op.hidden, op.bias), call)
    if mine is not None:
        layer = CELLS[cell](op.inp, op.hidden, op.bias)
        assert mine.weights == {name: tuple(p.shape) for name, p in layer.named_parameters()}
    sound(draw, op, (shape, *states))
