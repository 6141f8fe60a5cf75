"""The receptive field of random networks, against which inputs get a gradient from one output in torch."""

from __future__ import annotations

import random

import pytest
from tests.oracle.agreement import LONG

from footgun.calculate.receptive import receptive_size
from footgun.source import analyse
from footgun.source.read import read

torch = pytest.importorskip("torch")

NETS = 200 if LONG else 30
LENGTH = 600


def layers(rng):
    made = []
    for _ in range(rng.randint(1, 6)):
        kernel, dilation = rng.randint(1, 5), rng.choice([1, 1, 1, 2, 3])
        stride = rng.randint(1, min(2, kernel))
        pad = rng.randint(0, kernel // 2)
        made.append(
            rng.choice(
                [
                    f"nn.Conv1d(1, 1, {kernel}, {stride}, {pad}, {dilation})",
                    f"nn.AvgPool1d({kernel}, {stride}, {pad})",
                    "nn.Softplus()",
                    "nn.BatchNorm1d(1)",
                ]
            )
        )
    return made


def program(rng):
    """A chain, or a block with a shortcut beside it."""
    head = "import torch\nfrom torch import nn\n"
    chain = ", ".join(layers(rng))
    if rng.random() < 0.5:
        return f"{head}net = nn.Sequential({chain})\nnet(torch.randn(1, 1, {LENGTH}))\n"
    width, pad = rng.choice([(3, 1), (5, 2), (7, 3)])
    return f"""{head}
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter = nn.Sequential({chain})
        self.wide = nn.Conv1d(1, 1, {width}, padding={pad})
        self.narrow = nn.Conv1d(1, 1, 3, padding=1)

    def forward(self, x):
        x = self.enter(x)
        return torch.cat([self.wide(x), self.narrow(x)], dim=1) + x

net = Net()
net(torch.randn(1, 1, {LENGTH}))
"""


def seen(net):
    """How many inputs the middle output depends on: from the first to the last with a gradient."""
    net = net.double().eval()
    for weight in net.parameters():
        torch.nn.init.constant_(weight, 0.5)
    x = torch.zeros(1, 1, LENGTH, dtype=torch.float64, requires_grad=True)
    out = net(x)
    out[0, :, out.shape[2] // 2].sum().backward()
    (places,) = torch.nonzero(x.grad[0, 0], as_tuple=True)
    return int(places.max() - places.min() + 1)


@pytest.mark.parametrize("seed", range(NETS))
def test_the_field_is_what_gets_a_gradient(seed):
    text = program(random.Random(seed))
    names = {}
    exec(text, names)
    (network,) = analyse(read("net.py", text.encode())).networks
    assert receptive_size(network, network.outputs[0]) == (seen(names["net"]),), text
