"""Train and eval mode, scripting and gradients of one's own: which way a forward takes."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine, value_of

NET = """
import torch, torch.nn as nn, torch.nn.functional as F
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc, self.side, self.inner = nn.Linear(4, 2), nn.Linear(4, 3), nn.Sequential(nn.Linear(2, 2))
    def forward(self, x):
        if torch.jit.is_scripting():
            return None
        y = F.dropout(self.fc(x), 0.5, training=self.training)
        return (y, self.side(x)) if self.training else y
net = Net()
x = torch.zeros(5, 4)
"""


def test_the_mode_decides_where_it_was_chosen() -> None:
    assert value_of(f"{NET}net.eval()\ny = net(x)\n", "y").shape == (5, 2)
    assert len(value_of(f"{NET}net.eval()\nz = net(x)\nnet.train()\ny = net(x)\n", "y")) == 2
    assert len(value_of(f"{NET}net.train(True)\ny = net(x)\n", "y")) == 2


def test_the_mode_is_not_known_before_it_is_chosen() -> None:
    assert type(value_of(f"{NET}y = net(x)\n", "y")).__name__ == "Unknown"


def test_the_mode_reaches_every_part() -> None:
    found = machine(f"{NET}net.eval()\ninner = net.inner[0].training\n").globals["inner"]
    assert found.on is False


def test_dropout_stays_part_of_a_network_that_was_only_evaluated() -> None:
    labels = [n.label for n in machine(f"{NET}net.eval()\ny = net(x)\n").program.networks[0].nodes]
    assert "dropout" in labels


def test_a_function_with_its_own_gradient_gives_what_its_forward_gives() -> None:
    text = """
        import torch
        class Swish(torch.autograd.Function):
            @staticmethod
            def forward(ctx, x):
                ctx.save_for_backward(x)
                return x.mul(torch.sigmoid(x)).flatten(1)
            @staticmethod
            def backward(ctx, grad):
                return grad
        y = Swish.apply(torch.zeros(2, 3, 4))
        """
    assert value_of(text, "y").shape == (2, 12)


@pytest.mark.parametrize("setting", ["kernel_size", "stride", "dilation", "padding"])
def test_a_convolution_keeps_a_number_for_each_axis(setting: str) -> None:
    text = f"import torch.nn as nn\nfound = nn.Conv2d(1, 2, 3, {setting if setting != 'kernel_size' else 'stride'}=2).{setting}\n"
    assert value_of(text, "found") == ((3, 3) if setting == "kernel_size" else (2, 2))


def test_a_bias_that_is_taken_away_is_not_counted() -> None:
    text = "import torch.nn as nn\nlayer = nn.LayerNorm(8)\nlayer.bias = None\nn = sum(p.numel() for p in layer.parameters())\n"
    assert value_of(text, "n") == 8


def test_lists_of_modules_grow_by_adding() -> None:
    text = "import torch.nn as nn\nlayers = nn.ModuleList()\nlayers += [nn.Linear(1, 2), nn.ReLU()]\nn = len(layers)\n"
    assert value_of(text, "n") == 2
