"""Where tensors and layers are: faults only where both sides are certain."""

from __future__ import annotations

import pytest

from footgun.source import analyse
from footgun.source.read import read

HEAD = "import torch\nfrom torch import nn\n"


def faults(text):
    program = analyse(read("net.py", (HEAD + text).encode()))
    return [
        (node.label, fault.expected, fault.got)
        for node in program.nodes
        for fault in node.faults
        if fault.kind == "device"
    ]


@pytest.mark.parametrize(
    "move",
    [
        ".cuda()",
        ".to('cuda')",
        ".to('cuda:1')",
        ".to(0)",
        ".to(device=torch.device('cuda'))",
        ".to(torch.device('cuda', 0))",
    ],
)
def test_a_moved_model_and_a_batch_that_stayed(move):
    assert faults(f"net = nn.Linear(4, 2){move}\nnet(torch.randn(3, 4))") == [("Linear", "cuda", "default")]


def test_a_moved_batch_and_a_model_that_stayed():
    text = "net = nn.Linear(4, 2)\nx = torch.randn(3, 4).cuda()\nnet(x)"
    assert faults(text) == [("Linear", "default", "cuda")]


@pytest.mark.parametrize(
    "device",
    [
        "'cuda' if torch.cuda.is_available() else 'cpu'",
        "torch.device('cuda:0' if torch.cuda.is_available() else 'cpu')",
        "torch.device('cuda') if torch.cuda.is_available() else torch.device('cpu')",
        "'cuda' if torch.cuda.is_available() else 'mps' if torch.backends.mps.is_available() else 'cpu'",
    ],
)
def test_a_device_that_depends_on_the_machine_is_one_device(device):
    setup = f"device = {device}\nnet = nn.Linear(4, 2).to(device)\n"
    assert faults(f"{setup}net(torch.randn(3, 4).to(device))") == []
    assert faults(f"{setup}net(torch.randn(3, 4, device=device))") == []
    assert faults(f"{setup}net(torch.randn(3, 4))") == [("Linear", "auto", "default")]


@pytest.mark.parametrize(
    "text",
    [
        "import sys\ndevice = sys.argv[1]\nnn.Linear(4, 2).to(device)(torch.randn(3, 4))",
        "net = nn.Linear(4, 2)\nif torch.cuda.is_available():\n    net.cuda()\nnet(torch.randn(3, 4))",
        "net = nn.Linear(4, 2).cuda()\nnet.cpu()\nnet(torch.randn(3, 4))",
        "net = nn.Linear(4, 2).cuda()\nx = torch.randn(3, 4)\nx = x.to(next(net.parameters()).device)\nnet(x)",
        "x = torch.randn(3, 4).cuda()\nx * torch.tensor(2.0) + 1",
        "x = torch.randn(3, 4).cuda()\nx[torch.arange(2)]",
        "x = torch.randn(3, 4).cuda()\nx + torch.zeros_like(x) + torch.ones(4).to(x) + x.new_zeros(4)",
        "torch.set_default_device('cuda')\nnn.Linear(4, 2)(torch.randn(3, 4).cuda())",
        "import lightning\nnn.Linear(4, 2)(torch.randn(3, 4).cuda())",
    ],
)
def test_what_is_not_certain_is_no_fault(text):
    assert faults(text) == []


@pytest.mark.parametrize("meet", ["x + y", "torch.cat([x, y])", "x @ y.T", "nn.functional.mse_loss(x, y)"])
def test_two_tensors_that_meet(meet):
    ((_, first, second),) = faults(f"x = torch.randn(3, 4).cuda()\ny = torch.randn(3, 4)\n{meet}")
    assert (first, second) == ("cuda", "default")
