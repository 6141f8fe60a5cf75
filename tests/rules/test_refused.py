"""Sizes that a network refuses are worked out once for what was written once."""

from __future__ import annotations

from tests.source.interpret.running import run

from footgun.calculate.accepts import BOUND
from footgun.rules.facts.refused import ONCE, refusals

SKIP = """\
import torch
from torch import nn
class Skip(nn.Module):
    def __init__(self):
        super().__init__()
        self.down, self.up = nn.Conv2d(1, 4, 2, stride=2), nn.ConvTranspose2d(4, 1, 2, stride=2)
    def forward(self, x):
        return torch.cat([self.up(self.down(x)), x], dim=1)
image, = [torch.utils.data.DataLoader(d) for d in [data]]
"""
DATA = "from torchvision import datasets, transforms\ndata = datasets.{}('.', transform=transforms.Compose([{}, transforms.ToTensor()]))\n"
ODD = DATA.format("MNIST", "transforms.Resize((27, 27))")


def test_a_network_made_in_each_pass_of_a_loop_is_judged_once():
    code = ODD + SKIP + "for images, _ in image:\n    for i in range(6):\n        Skip()(images)\n"
    program = run(code)
    found = refusals(program)
    assert len({id(each.network) for each in found}) == len(found) == 6
    assert all(each.sizes == (27, 27) for each in found)
    assert program.remembered["solved"] == (ONCE + BOUND) * len(found[0].network.nodes)


def test_a_network_that_was_followed_on_such_data_is_not_run_again():
    code = (
        "import numpy as np\nfrom keras import Sequential, layers\n"
        "model = Sequential([layers.Input((28, 28, 1)), layers.Conv2D(4, 3), layers.Flatten(), layers.Dense(1)])\n"
        "model.compile('adam', 'mse')\nmodel.fit(np.zeros((50, {}, 28, 1)), np.zeros((50, 1)))\n"
    )
    same, other = run(code.format(28)), run(code.format(30))
    assert refusals(same) == []
    assert "solved" not in same.remembered
    refusals(other)
    assert "solved" in other.remembered
