"""What surrounds a network: first weights, optimisers and exactly what they hold, losses, loaders, arguments."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine, run

from footgun.sizes import show

START = "import torch\nfrom torch import nn, optim\n"
NET = """
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(1, 4, 3), nn.BatchNorm2d(4))
        self.head = nn.Linear(4, 2)
        self.scale = nn.Parameter(torch.ones(3))
    def forward(self, x):
        return self.head(self.body(x).mean((2, 3))) * self.scale.sum()
net = Net()
"""


def held(code):
    """The names and shapes of what the only optimiser holds."""
    (use,) = run(START + NET + code).optimizers
    return None if use.parameters is None else [(p.name, p.shape) for p in use.parameters]


def test_an_optimiser_holds_the_very_parameters():
    program = run(START + NET + "optim.Adam(net.head.parameters())\nnet(torch.randn(2, 1, 9, 9))\n")
    (use,) = program.optimizers
    (network,) = program.networks
    head = next(layer for layer in network.layers() if layer.path == "head")
    assert use.parameters == head.parameters
    assert all(p.requires_grad is True for p in use.parameters)


@pytest.mark.parametrize(
    ("code", "count"),
    [
        ("optim.SGD(net.parameters(), lr=0.1)", 7),
        ("optim.SGD([p for p in net.parameters()], 0.1)", 7),
        ("optim.SGD(net.body.parameters(), 0.1)", 4),
        ("optim.SGD([{'params': net.body.parameters()}, {'params': [net.scale], 'lr': 1.0}], lr=0.1)", 5),
        ("optim.SGD(list(net.body.parameters()) + list(net.head.parameters()), lr=0.1)", 6),
        ("import itertools\noptim.SGD(itertools.chain(net.body.parameters(), [net.scale]), lr=0.1)", 5),
        ("optim.SGD([p for n, p in net.named_parameters() if 'bias' in n], lr=0.1)", 3),
        ("for p in net.body.parameters(): p.requires_grad = False\n"
         "optim.SGD(filter(lambda p: p.requires_grad, net.parameters()), lr=0.1)", 3),
        ("net.body.requires_grad_(False)\noptim.SGD((p for p in net.parameters() if p.requires_grad), lr=0.1)", 3),
        ("net.head.weight.requires_grad = False\n"
         "optim.SGD([p for p in net.parameters() if p.requires_grad], lr=0.1)", 6),
        ("o = optim.SGD([net.scale], lr=0.1)\no.add_param_group({'params': net.head.parameters()})", 3),
    ],
)  # fmt: skip
def test_groups_and_filters(code, count):
    assert len(held(code)) == count


def test_unknown_parameters_stay_unknown():
    assert held("from somewhere import more\noptim.SGD(more(net), lr=0.1)") is None


def test_settings_are_those_given():
    program = run(START + NET + "optim.SGD(net.parameters(), 0.1, 0.9, weight_decay=1e-4)\n")
    assert program.optimizers[0].settings == {"lr": 0.1, "momentum": 0.9, "weight_decay": 1e-4}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("nn.init.zeros_(l.weight)", "zeros"),
        ("nn.init.constant_(l.weight, 0)", "zeros"),
        ("nn.init.constant_(l.weight, 0.3)", "constant"),
        ("nn.init.xavier_uniform_(l.weight, gain=2)", "glorot_uniform"),
        ("nn.init.kaiming_normal_(l.weight, nonlinearity='relu')", "he_normal"),
        ("nn.init.normal_(l.weight.data, 0.0, 0.02)", "normal"),
        ("l.weight.data.fill_(0)", "zeros"),
        ("l.weight.data.zero_()", "zeros"),
        ("l.weight.data.normal_(0, 0.1)", "normal"),
        ("with torch.no_grad(): l.weight.uniform_(-0.1, 0.1)", "uniform"),
        ("l.apply(lambda m: nn.init.orthogonal_(m.weight))", "orthogonal"),
    ],
)
def test_how_a_weight_begins(code, expected):
    program = run(f"{START}l = nn.Linear(3, 2)\n{code}\nl(torch.randn(1, 3))\n")
    weight = program.layers[0].parameters[0]
    assert weight.initializer is not None
    assert (weight.initializer.kind, weight.initializer.explicit) == (expected, True)
    assert weight.initializer.span.line == 4


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("optim.Adam(net.parameters(), learning_rate=0.1)", "`Adam` has no argument `learning_rate`"),
        ("optim.SGD(lr=0.1)", "`SGD` misses the argument `params`"),
        ("optim.SGD(net.parameters(), lr=-0.1)", "`SGD`: `lr` must be 0 or more, got -0.1"),
        ("optim.SGD(net.parameters(), lr=0.1, nesterov=True)", "`SGD`: `nesterov` needs a `momentum` above 0"),
        ("optim.AdamW(net.parameters(), betas=(0.9, 1.0))", "`AdamW`: each of `betas` is at least 0 and below 1, got 1.0"),
        ("optim.RMSprop(net.parameters(), momentum=0.9, beta=0.1)", "`RMSprop` has no argument `beta`"),
        ("optim.lr_scheduler.StepLR(optim.SGD([net.scale], 0.1))", "`StepLR` misses the argument `step_size`"),
        ("optim.lr_scheduler.StepLR(optim.SGD([net.scale], 0.1), 3, gama=0.1)", "`StepLR` has no argument `gama`"),
        ("nn.Conv2d(3, 8)", "`Conv2d` misses the argument `kernel_size`"),
        ("nn.Linear(3, 2, True, None, None, 5)", "`Linear` takes at most 5 positional arguments, 6 given"),
        ("nn.Linear(3, 2, out_features=4)", "`Linear` gets `out_features` twice"),
        ("nn.Conv2d(3, 8, 3, activation='relu')", "`Conv2d` has no argument `activation`"),
        ("torch.cat([net.scale], dims=0)", "`cat` has no argument `dims`"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_told(code, message):
    assert [fault.message for fault in run(START + NET + code).arguments] == [message]


@pytest.mark.parametrize(
    "code",
    [
        "torch.cat([net.scale], axis=0)",
        "torch.sum(net.scale, axis=0, keepdims=True)",
        "torch.matmul(net.scale, net.scale, out=torch.empty(()))",
        "torch.add(net.scale, other=1, alpha=2)",
        "options = {'lr': 0.1, 'momentum': 0.9}\noptim.SGD(net.parameters(), **options)",
        "from somewhere import options\noptim.SGD(net.parameters(), **options)",
        "optim.Adam(net.parameters(), 1e-3, (0.9, 0.99), fused=True)",
        "optim.lr_scheduler.ReduceLROnPlateau(optim.SGD([net.scale], 0.1), 'max', verbose=True)",
        "nn.Conv2d(3, 8, 3, device='cpu', dtype=torch.float32)",
    ],
)
def test_a_right_argument_is_not(code):
    assert run(START + NET + code).arguments == []


def loss_of(code):
    """What flows into the only loss."""
    (use,) = run(START + code).losses
    shapes = [None if v is None or v.shape is None else show(v.shape) for v in (use.prediction, use.target)]
    return use.label, *shapes, use.network and use.network.name, use.implied


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "model = nn.Linear(4, 3)\ncriterion = nn.CrossEntropyLoss()\n"
            "criterion(nn.Sequential(model)(torch.randn(2, 4)), torch.tensor([0, 1]))",
            ("CrossEntropyLoss", "(2, 3)", "(2,)", "Sequential", False),
        ),
        (
            "model = nn.Sequential(nn.Linear(4, 1))\nnn.functional.mse_loss(model(torch.randn(2, 4)).squeeze(1), torch.randn(2))",
            ("mse_loss", "(2,)", "(2,)", "model", False),
        ),
        (
            "model = nn.Sequential(nn.Linear(4, 3))\ncriterion = nn.NLLLoss()",
            ("NLLLoss", "(n, 3)", None, "model", True),
        ),
    ],
)  # fmt: skip
def test_losses(code, expected):
    assert loss_of(code) == expected


def test_a_model_is_one_network_however_often_it_runs():
    program = run(START + NET + "for i in range(3):\n    y = net(torch.randn(2, 1, 9, 9))\n")
    assert [network.name for network in program.networks] == ["net"]


def test_the_last_batch_may_be_smaller():
    code = """
from torch.utils.data import DataLoader, TensorDataset
whole = TensorDataset(torch.randn(100, 5), torch.zeros(100, dtype=torch.long))
a = next(iter(DataLoader(whole, batch_size=30)))[0].shape
b = next(iter(DataLoader(whole, batch_size=25)))[0].shape
c = next(iter(DataLoader(whole, batch_size=30, drop_last=True)))[1].shape
"""
    names = machine(START + code).globals
    assert [show(names[n]) for n in "abc"] == ["(n, 5)", "(25, 5)", "(30,)"]
