"""What a comment on the first line of a method says about the input of its network."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run

NET = """
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3)
    def forward(self, x):
        return self.follow(x)
    def follow(self, x):
        {head}
        x = self.conv(x)
        # {below}
        return x
"""


def image(head, below="the map"):
    (network,) = run(NET.format(head=head, below=below)).networks
    shape = network.inputs[0].shape
    return shape and shape[1:]


@pytest.mark.parametrize(
    "head", ["# N x 3 x 64 x 48", "# x: (B, 3, 64, 48)", '"""Run."""\n        # [B, 3, 64, 48]']
)
def test_a_shape_above_all_of_a_method_is_that_of_the_image(head):
    assert image(head) == (3, 64, 48)


@pytest.mark.parametrize(
    "head", ["# N x 16 x 64 x 48", "# N x 3 x H x W", "# 3 x 3", "# N x 3 x 3 x 3", "pass"]
)
def test_other_shapes_are_not(head):
    assert image(head) is None


def test_a_shape_below_a_layer_is_its_result():
    assert image("pass", "N x 3 x 64 x 48") is None


DOCUMENTED = '''
import torch
from torch import nn
class Encoder(nn.Module):
    """
    >>> inputs = {example}
    >>> print(Encoder()(inputs).shape)
    """
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 8, 4)
    def forward(self, x):
        return self.conv(x.unsqueeze(1))
'''


def test_three_sizes_of_a_made_tensor_are_all_it_has():
    program = run(DOCUMENTED.format(example="torch.ones(3, 431, 513)"))
    assert [fault for node in program.nodes for fault in node.faults] == []
