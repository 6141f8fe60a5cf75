"""Which input sizes a network accepts, and how that is said."""

from __future__ import annotations

import pytest

from footgun.calculate.accepts import accepted, unsized
from footgun.calculate.wording import phrase, record
from footgun.source import analyse
from footgun.source.read import read

HEAD = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"


def network(text):
    (found,) = analyse(read("net.py", f"{HEAD}{text}".encode())).networks
    return found


def module(layers, forward):
    made = "\n        ".join(layers)
    steps = "\n        ".join(forward)
    return f"""
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        {made}

    def forward(self, x):
        {steps}

net = Net()
"""


CHAINS = {
    "nn.Conv2d(3, 8, 3), nn.ReLU(), nn.Flatten(), nn.Linear(8 * 26 * 26, 10)": "28 x 28",
    "nn.Conv2d(3, 8, 3), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 17 * 17, 10)": "h and w: 36 or 37",
    "nn.Conv2d(3, 8, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 10)": "h and w: 3 or more",
    "nn.Conv2d(3, 8, 3, padding=1), nn.ReLU()": "any size",
    "nn.Conv1d(1, 8, 9, stride=4), nn.Flatten(), nn.Linear(8 * 61, 4)": "t: 249 to 252",
    "nn.Conv2d(3, 8, 3), nn.Flatten(), nn.Linear(8 * 7, 4)": "no square image, but such as 3 x 9",
    "nn.Conv2d(3, 8, 3), nn.Flatten(), nn.Linear(7, 4)": "no size",
    "nn.PixelUnshuffle(4), nn.Conv2d(48, 8, 1)": None,
}


@pytest.mark.parametrize("layers", CHAINS)
def test_a_chain_accepts(layers):
    found = accepted(network(f"net = nn.Sequential({layers})"), rectangles=True)
    wanted = CHAINS[layers]
    assert (found and phrase(found).partition(", or other")[0]) == wanted


def hourglass(up):
    layers = [
        "self.enter = nn.Conv2d(3, 8, 3, padding=1)",
        "self.deep = nn.Conv2d(8, 8, 3, padding=1)",
        "self.up = nn.ConvTranspose2d(8, 8, 4, stride=4)",
    ]
    return module(layers, ["a = self.enter(x)", "y = self.deep(F.max_pool2d(a, 4))", *up])


def test_skip_connections_want_sizes_that_halve_evenly():
    found = accepted(network(hourglass(["return torch.cat([self.up(y), a], 1)"])))
    assert phrase(found) == "h and w: multiples of 4, tried up to 256"
    assert found.fits(64, 128) is True
    assert found.fits(64, 130) is False


def test_sizes_that_the_code_brings_together_itself_are_free():
    resized = hourglass(["return torch.cat([F.interpolate(self.up(y), size=a.shape[2:]), a], 1)"])
    assert phrase(accepted(network(resized))) == "h and w: 4 or more, tried up to 256"


def test_a_branch_that_mends_the_sizes_is_no_refusal():
    mended = hourglass(
        [
            "y = self.up(y)",
            "if y.shape != a.shape:",
            "    y = F.interpolate(y, size=a.shape[2:])",
            "return y + a",
        ]
    )
    found = accepted(network(mended))
    assert found is None or found.fits(45, 45) is not False


def test_learned_positions_fix_the_number_of_patches():
    layers = [
        "self.cut = nn.Conv2d(3, 16, 16, stride=16)",
        "self.first = nn.Parameter(torch.zeros(1, 1, 16))",
        "self.places = nn.Parameter(torch.zeros(1, 197, 16))",
    ]
    forward = [
        "x = self.cut(x).flatten(2).transpose(1, 2)",
        "return torch.cat([self.first.expand(x.size(0), -1, -1), x], 1) + self.places",
    ]
    found = accepted(network(module(layers, forward)), rectangles=True)
    assert phrase(found) == "h and w: 224 to 239, or other sides of as many positions, such as 112 x 448"
    assert found.fits(112, 448) is True


def test_a_fold_of_the_batch_is_not_accepted():
    layers = ["self.conv = nn.Conv2d(3, 16, 5)", "self.head = nn.Linear(400, 10)"]
    found = accepted(network(module(layers, ["return self.head(self.conv(x).view(-1, 400))"])))
    assert found.square.single == 9


def test_axes_may_differ():
    layers = ["self.conv = nn.Conv2d(1, 8, 3, padding=1)", "self.head = nn.Linear(64, 5)"]
    found = accepted(network(module(layers, ["return self.head(F.max_pool2d(self.conv(x), 2).mean(1))"])))
    assert phrase(found) == "h: 2 or more, w: 128 or 129"


def test_a_network_with_its_own_checks_says_so():
    text = module(
        ["self.conv = nn.Conv2d(3, 8, 3, padding=1)"],
        ["if x.shape[2] % 32:", "    raise ValueError(x.shape)", "return self.conv(x)"],
    )
    assert phrase(accepted(network(text))) == "any size, unless its own checks refuse it"


def test_a_network_that_cannot_be_followed_is_not_known():
    layers = ["self.conv = nn.Conv2d(3, 8, 3)", "self.head = nn.Linear(100, 5)"]
    assert accepted(network(module(layers, ["return self.head(mystery(self.conv(x)))"]))) is None


def test_only_networks_of_unstated_size_are_asked():
    text = "net = nn.Sequential(nn.Conv2d(3, 8, 3))\n"
    assert unsized(network(text))
    assert not unsized(network(f"{text}net(torch.randn(1, 3, 32, 32))"))


def test_the_answer_for_programs():
    found = record(accepted(network("net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.MaxPool2d(2))")))
    assert found["axes"] == ["h", "w"]
    assert found["sizes"][0] == {"ranges": [], "from": 4, "period": 1, "residues": [0]}
    assert found["tried_up_to"] is None


def test_asking_leaves_nothing_behind():
    program = analyse(read("net.py", f"{HEAD}net = nn.Sequential(nn.Conv2d(3, 8, 3))".encode()))
    before = len(program.nodes), len(program.layers), len(program.networks), len(program.not_checked)
    first = phrase(accepted(program.networks[0]))
    assert phrase(accepted(program.networks[0])) == first
    assert (
        len(program.nodes),
        len(program.layers),
        len(program.networks),
        len(program.not_checked),
    ) == before
