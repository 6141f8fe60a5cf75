"""Packed sequences: padded they are what went in, and the steps inside are in one axis of unknown length."""

from __future__ import annotations

from tests.source.interpret.running import run

HEAD = """
import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
"""


def test_what_comes_out_has_the_shape_of_what_went_in():
    program = run(
        HEAD
        + "rnn, head = nn.LSTM(8, 16, batch_first=True), nn.Linear(15, 4)\n"
        + "out, _ = rnn(pack_padded_sequence(torch.randn(3, 5, 8), [5, 4, 2], batch_first=True))\n"
        + "head(pad_packed_sequence(out, batch_first=True)[0])\n"
    )
    (fault,) = [fault for node in program.nodes for fault in node.faults]
    assert (fault.kind, fault.got) == ("features", 16)


def test_the_steps_inside_have_an_axis_less():
    program = run(
        HEAD
        + "images = pack_padded_sequence(torch.randn(3, 5, 12, 12), [5, 4, 2], batch_first=True)\n"
        + "nn.Conv2d(1, 2, 3)(images.data.unsqueeze(1))\n"
    )
    assert [fault for node in program.nodes for fault in node.faults] == []
