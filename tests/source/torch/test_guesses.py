"""What is only likely is no proof: ranks nobody states, parts of stated numbers, layers trained one by one."""

from __future__ import annotations

import pytest

from footgun import check_source

START = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"
NET = (
    START
    + """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.norm, self.out = nn.Linear(4, 8), nn.BatchNorm1d(5), nn.Linear(40, 2)
    def forward(self, x):
        x = torch.relu(self.fc(x))
        return {}
"""
)


def errors(text):
    return [f.code for f in check_source(text, "page.py").findings if f.severity.name == "ERROR"]


@pytest.mark.parametrize(
    "code",
    [
        "self.out(x.flatten(1))",
        "self.out(x.view(x.size(0), -1))",
        "x.view(x.size(0), x.size(1), 2, 4)",
        "self.norm(x)",
        "x.mean(2)",
    ],
)
def test_a_dense_layer_works_on_any_rank(code):
    assert errors(NET.format(code)) == []


def test_its_last_axis_is_sure():
    assert errors(NET.format("self.out(x)")) == ["SHP002"]


@pytest.mark.parametrize(
    "code",
    ["torch.arange(100)[:50]", "torch.arange(100).view(2, 50)[0]", "torch.tensor([1, 70])[:1]"],
)
def test_a_part_of_stated_numbers_need_not_hold_the_largest(code):
    assert errors(f"{START}nn.Embedding(50, 8)({code})\n") == []


def test_a_part_of_drawn_numbers_is_drawn_like_the_whole():
    assert errors(f"{START}nn.Embedding(50, 8)(torch.randint(0, 100, (9, 9))[0])\n") == ["SHP017"]


def test_layers_that_each_have_an_optimiser():
    code = (
        START
        + """
class Layer(nn.Linear):
    def __init__(self, a, b):
        super().__init__(a, b)
        self.opt = torch.optim.Adam(self.parameters(), lr=1e-3)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [Layer(3, 4), Layer(4, 5)]
    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return x
Net()(torch.zeros(2, 3))
"""
    )
    assert errors(code) == []


def test_a_shape_of_unknown_length_in_a_view():
    code = "from somewhere import images\nimport torch\nimages.view(1, *images.shape).repeat(8, 1, 1, 1)\n"
    assert errors(code) == []
