"""Recurrent layers: outputs, states, weights."""

from __future__ import annotations

import pytest
from tests.ops.applying import count, fault, refusals, shape

from footgun.ops.recurrent import KerasRecurrent, Recurrent, RecurrentCell
from footgun.sizes import name, show

n, t = name("n"), name("t")


def shown(shapes):
    return [show(each) for each in shapes]


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Recurrent("lstm", 10, 20), (t, n, 10), ["(t, n, 20)", "(1, n, 20)", "(1, n, 20)"]),
        (Recurrent("gru", 10, 20, batch_first=True), (n, t, 10), ["(n, t, 20)", "(1, n, 20)"]),
        (Recurrent("rnn", 10, 20, 2, bidirectional=True), (t, n, 10), ["(t, n, 40)", "(4, n, 20)"]),
        (Recurrent("lstm", 10, 20, proj=5), (t, n, 10), ["(t, n, 5)", "(1, n, 5)", "(1, n, 20)"]),
        (Recurrent("gru", 10, 20, name("l")), (t, 10), ["(t, 20)", "(l, 20)"]),
        (KerasRecurrent("lstm", 8, True, True), (n, t, 4), ["(n, t, 8)", "(n, 8)", "(n, 8)"]),
        (KerasRecurrent("gru", 8, False, True), (n, t, 4), ["(n, 8)", "(n, 8)"]),
        (RecurrentCell("lstm", 4, 8), (n, 4), ["(n, 8)", "(n, 8)"]),
    ],
)
def test_outputs(op, given, expected):
    assert shown(shape(op, given)) == expected


def test_one_output_is_not_a_tuple_of_outputs():
    assert shape(KerasRecurrent("gru", 8), (n, t, 4)) == (n, 8)
    assert shape(RecurrentCell("gru", 4, 8), (4,)) == (8,)


def test_wrong_features():
    output, found = fault(Recurrent("lstm", 10, 20), (t, n, 12))
    assert (found.kind, found.expected, found.got, found.axis) == ("features", 10, 12, 2)
    assert output[0] == (t, n, 20)


def test_a_sequence_is_wanted():
    output, found = fault(KerasRecurrent("lstm", 8), (n, 100))
    assert (found.kind, found.expected, output) == ("rank", (3,), (n, 8))


def test_the_first_state_has_the_shape_of_the_last():
    op = Recurrent("lstm", 10, 20, batch_first=True)
    _, found = fault(op, (4, 7, 10), (1, 7, 20), None)
    assert found.detail == "the hidden state must be (1, 4, 20), got (1, 7, 20)"
    assert shape(op, (n, t, 10), (1, n, 20), (1, n, 20))[0] == (n, t, 20)


@pytest.mark.parametrize(
    ("op", "given", "expected"),
    [
        (Recurrent("lstm", 10, 20, 2), None, 4 * (20 * 10 + 400 + 40) + 4 * (400 + 400 + 40)),
        (Recurrent("rnn", 10, 20, bias=False, bidirectional=True), None, 2 * (200 + 400)),
        (Recurrent("lstm", 10, 20, proj=5), None, 80 * 10 + 80 * 5 + 160 + 5 * 20),
        (RecurrentCell("gru", 10, 20), None, 60 * 10 + 60 * 20 + 120),
        (KerasRecurrent("gru", 8), (n, t, 4), 24 * 4 + 24 * 8 + 48),
        (KerasRecurrent("gru", 8, reset_after=False), (n, t, 4), 24 * 4 + 24 * 8 + 24),
        (KerasRecurrent("lstm", 8), None, 0),
    ],
)
def test_weights(op, given, expected):
    assert count(op, given) == expected


def test_an_unknown_number_of_layers_is_counted():
    from footgun.sizes import substitute

    layers = name("l")
    unknown = Recurrent("gru", 10, 20, layers, bidirectional=True)
    known = Recurrent("gru", 10, 20, 3, bidirectional=True)
    assert substitute(count(unknown), {"l": 3}) == count(known)
    assert count(Recurrent("gru", 10, 20, 10**9)) > 10**12


@pytest.mark.parametrize(
    ("op", "detail"),
    [
        (Recurrent("gru", 10, 20, proj=5), "`proj_size` is for LSTMs, got 5 for GRU"),
        (Recurrent("lstm", 10, 20, proj=20), "`proj_size` 20 must be smaller than `hidden_size` 20"),
        (Recurrent("rnn", 10, 0), "`hidden_size` must be positive, got 0"),
        (KerasRecurrent("lstm", 0), "`units` must be positive, got 0"),
    ],
)
def test_settings_refused(op, detail):
    assert refusals(op) == [detail]
