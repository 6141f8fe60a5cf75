"""Settings that a layer gets after it was made."""

from __future__ import annotations

from footgun.engine import check_source

HEAD = "import torch\nfrom torch import nn\nimport torch.nn.functional as F\n"


def errors(text: str) -> list[str]:
    return [f.message for f in check_source(HEAD + text).findings if f.severity.value == "error"]


def test_a_dilated_backbone() -> None:
    text = (
        "net = nn.Sequential(nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.MaxPool2d(2))\n"
        "net[0].stride, net[0].dilation, net[0].padding = (1, 1), 2, (2, 2)\nnet[1].stride = 1\n"
        "y = net(torch.zeros(1, 3, 16, 16))\n"
    )
    assert errors(text + "y + torch.zeros(1, 8, 15, 15)\n") == []
    assert len(errors(text + "y + torch.zeros(1, 8, 4, 4)\n")) == 1


def test_a_convolution_that_pads_by_itself() -> None:
    text = (
        "class Causal(nn.Conv1d):\n    def __init__(self, width):\n        super().__init__(width, width, 3, padding=1)\n"
        "        self.before, self.padding = (2 * self.padding[0], 0), (0,)\n"
        "    def forward(self, x):\n        return super().forward(F.pad(x, self.before))\n"
        "x = torch.zeros(2, 4, 9)\n"
    )
    assert errors(text + "x + Causal(4)(x)\n") == []
    assert len(errors(text.replace("(2 * self.padding[0], 0)", "(3, 3)") + "x + Causal(4)(x)\n")) == 1


def test_a_setting_of_one_of_two_ways_is_not_known() -> None:
    text = (
        "import sys\nconv = nn.Conv2d(3, 8, 3, stride=2)\nif len(sys.argv) > 1:\n    conv.stride = 1\n"
        "conv(torch.zeros(1, 3, 16, 16)) + torch.zeros(1, 8, 14, 14)\n"
    )
    assert errors(text) == []


def test_what_is_no_longer_in_place() -> None:
    text = (
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.fc, self.act = nn.Linear(4, 4), nn.ReLU(inplace=True)\n        {}\n"
        "    def forward(self, x):\n        y = torch.sigmoid(self.fc(x))\n        return self.act(y) * y\n"
        "net = Net()\nopt = torch.optim.SGD(net.parameters(), 0.1)\nfor _ in range(9):\n    opt.zero_grad()\n"
        "    net(torch.randn(2, 4)).sum().backward()\n    opt.step()\n"
    )
    assert len(errors(text.format("pass"))) == 1
    assert errors(text.format("self.act.inplace = False")) == []
