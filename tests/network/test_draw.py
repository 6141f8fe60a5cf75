"""Networks in words: every box, what leads to it, its settings and its weights."""

from __future__ import annotations

from textwrap import dedent

import pytest

from footgun.network.draw import drawings
from footgun.network.settings import in_words
from footgun.ops.convolution import Conv
from footgun.ops.dropout import Dropout
from footgun.ops.reshape import Permute
from footgun.source import analyse
from footgun.source.read import read

RESIDUAL = """
    import torch
    from torch import nn

    class Net(nn.Module):
        def __init__(self):
            super().__init__()
            self.conv = nn.Conv2d(8, 8, 3, padding=1, bias=False)
            self.scale = nn.Parameter(torch.ones(8, 1, 1))

        def forward(self, x):
            return torch.relu(self.conv(x) * self.scale + x)

    answer = Net()(torch.randn(2, 8, 5, 5))
    loss = nn.MSELoss()(answer, torch.zeros(2, 8, 5, 5))
"""
HEAD = "import torch\nfrom torch import nn\n"


def drawn(text):
    (drawing,) = drawings(analyse(read("net.py", dedent(text).encode())))
    return drawing


@pytest.fixture(scope="module")
def residual():
    return drawn(RESIDUAL)


def test_boxes_stand_in_the_order_they_run(residual):
    kinds = [(box.kind, box.label) for box in residual.boxes]
    assert kinds == [
        ("input", "input"),
        ("layer", "Conv2d"),
        ("given", "parameter"),
        ("step", "*"),
        ("step", "+"),
        ("step", "relu"),
        ("output", "output"),
        ("loss", "MSELoss"),
    ]
    assert all(edge.start < edge.end for edge in residual.edges)


def test_every_value_leads_to_what_takes_it(residual):
    found = {(edge.start, edge.end) for edge in residual.edges}
    assert found == {(0, 1), (1, 3), (2, 3), (3, 4), (0, 4), (4, 5), (5, 6), (5, 7)}


def test_a_box_tells_shape_settings_weights_and_place(residual):
    conv = residual.boxes[1]
    assert conv.path == "conv"
    assert conv.settings == ("kernel 3 × 3", "padding 1", "no bias")
    assert conv.gives == (("2", "8", "5", "5"),)
    assert conv.weights == "576"
    assert (conv.called.line, conv.made.line) == (12, 8)
    assert residual.weights == "584"


def test_the_batch_is_named_only_where_it_is_sure(residual):
    assert residual.batch == "2"
    assert drawn(f"{HEAD}nn.Sequential(nn.Linear(4, 2))(torch.randn(3, 4))").batch == ""


def test_a_fault_is_told():
    net = drawn(f"{HEAD}nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))(torch.randn(5, 4))")
    assert [bool(box.faults) for box in net.boxes if box.kind == "layer"] == [False, True]


@pytest.mark.parametrize(
    ("op", "words"),
    [
        (
            Conv(2, 3, 8, (3, 5), (2, 2), ((1, 1), (2, 2)), (1, 1)),
            ["kernel 3 × 5", "stride 2", "padding 1 × 2"],
        ),
        (
            Conv(1, 3, 8, (1,), (1,), "same", (2,), groups=3),
            ["kernel 1", "padding same", "dilation 2", "groups 3"],
        ),
        (Dropout(p=0.25), ["p 0.25"]),
        (Permute(dims=(0, 2, 1)), ["order 0, 2, 1"]),
    ],
)
def test_settings_in_words_leave_out_what_changes_nothing(op, words):
    assert list(in_words(op)) == words
