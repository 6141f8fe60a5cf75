"""Where nobody calls the code, equal blocks are built and run once: all that is told of them stays the same."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

IMPORTS = """\
import torch
from torch import nn
import torch.nn.functional as F
"""
BLOCK = """\
class Block(nn.Module):
    def __init__(self, width, p=0.1):
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.scale = nn.Parameter(torch.ones(width))
        self.body = nn.Sequential(nn.Linear(width, 4 * width), nn.ReLU(inplace=True), nn.Linear(4 * width, width))
        self.out = nn.Linear(width, width)
        self.drop = nn.Dropout(p)
    def forward(self, x):
        y = self.norm(x) * self.scale
        y = F.linear(self.body(y), self.out.weight, self.out.bias)
        if y.shape[-1] != x.shape[-1]:
            raise ValueError("widths differ")
        return x + self.drop(y)
"""
NET = """\
class Net(nn.Module):
    def __init__(self, depth=6, width=32):
        super().__init__()
        self.blocks = nn.ModuleList([Block(width) for _ in range(depth)])
        self.head = nn.Linear(width, 10)
    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return self.head(x.mean(1))
"""
MAIN = "def main():\n    net = Net()\n    net(torch.zeros(2, 7, 32))\n"
RUN = MAIN + "main()\n"


def net_of(m):
    """The network of the class `Net` of which most is known; its class and the block's are visited too."""
    return max((n for n in m.program.networks if n.name in ("Net", "net")), key=known)


def known(network):
    """Whether the size of its input is known."""
    return None not in [value.shape for value in network.inputs]


def told(code):
    """The steps taken, and all that is known of the network."""
    m = machine(code)
    network = net_of(m)
    nodes = [
        (n.label, n.path, n.turn, n.made[1:], n.called[1:], [v.shape and v.shape[2:] for v in n.outputs])
        for n in network.nodes
    ]
    layers = [(layer.label, layer.path, layer.turn) for layer in network.layers_made]
    changes = [
        (o.label, o.span[1:], m.program.nodes[o.place].label)
        for o in m.program.overwrites
        if o.network is network
    ]
    weights = [(p.name, p.shape) for p in network.parameters()]
    return m.steps, (nodes, layers, changes, weights, network.complete)


@pytest.mark.parametrize(
    "block", [BLOCK, BLOCK.replace("x + self.drop(y)", "torch.cat([x, y], -1)[..., :32]")]
)
def test_all_is_told_as_if_every_block_were_followed(block):
    code = IMPORTS + block + NET
    steps, visited = told(code + MAIN)
    all_steps, called = told(code + RUN)
    assert visited == called
    more, _ = told((code + MAIN).replace("depth=6", "depth=12"))
    all_more, _ = told((code + RUN).replace("depth=6", "depth=12"))
    assert more - steps < (all_more - all_steps) / 2  # though class and function are visited, it costs less


def test_weights_are_their_own_and_shared_ones_stay_shared():
    shared = BLOCK.replace("self.drop =", "self.out.weight = self.body[0].weight; self.drop =").replace(
        "4 * w", "w"
    )
    for block in (BLOCK, shared):
        m = machine(IMPORTS + block + NET)
        live = machine(IMPORTS + block + NET + RUN)
        count = net_of(m).parameter_count()
        assert count == net_of(live).parameter_count()
        assert count > 6 * 32 * 32


def test_a_constructor_that_changes_what_others_see_runs_each_time():
    counted = BLOCK.replace("self.norm =", "made.append(width + len(made)); self.norm =")
    code = (
        IMPORTS
        + "made = []\n"
        + counted
        + NET
        + "def build():\n    Net(6)\n    return nn.Linear(made[5], 2)\n"
    )
    layers = [layer for layer in machine(code).program.layers if layer.label == "Linear"]
    assert layers[-1].op.inp == 37


@pytest.mark.parametrize(
    "counting",
    ["self.seen.append(x); y = self.norm(x) * self.scale", "self.last = x; y = self.norm(x) * self.scale"],
)
def test_a_block_that_remembers_runs_each_time(counting):
    block = BLOCK.replace("self.norm =", "self.seen = []; self.norm =")
    block = block.replace("y = self.norm(x) * self.scale", counting)
    code = (
        IMPORTS
        + block
        + NET.replace("return self.head", "x = x[:, : len(self.blocks[5].seen)]\n        return self.head")
    )
    m = machine(code)
    network = net_of(m)
    assert [n.label for n in network.nodes].count("Linear") == 6 * 2 + 1
    assert all(
        len(block.attributes["seen"]) == counting.count("append")
        for block in m.modules
        if block.label == "Block"
    )


def test_a_fault_is_told_of_every_block_that_has_it():
    code = IMPORTS + BLOCK.replace("nn.Linear(4 * width, width))", "nn.Linear(3 * width, width))") + NET
    m = machine(code)
    assert sum(bool(node.faults) for node in net_of(m).nodes) == 6


def test_other_settings_make_another_block():
    code = (
        IMPORTS
        + BLOCK
        + NET.replace("Block(width) for _ in range(depth)", "Block(width + i) for i in range(depth)")
    )
    widths = [layer.op.shape[0] for layer in machine(code).program.layers if layer.label == "LayerNorm"]
    assert widths[-6:] == [32, 33, 34, 35, 36, 37]


def test_rates_are_alike_but_for_none_and_all():
    code = (
        IMPORTS
        + BLOCK
        + NET.replace("Block(width) for _ in range(depth)", "Block(width, i / 5) for i in range(depth)")
    )
    drops = [layer.op.p for layer in machine(code).program.layers if layer.label == "Dropout"]
    assert drops[-6:] == [0.0, 0.2, 0.2, 0.2, 0.2, 1.0]


def test_a_function_that_does_nothing_to_an_object_is_asked_once():
    log = "def log(obj):\n    name = type(obj).__name__\n    for _ in range(20):\n        name = name + '.'\n"
    block = BLOCK.replace("self.norm =", "log(self); self.norm =")
    few, many = (
        machine(
            IMPORTS + log + block + NET.replace("width) for", f"width, i / {n}) for").replace("_ in", "i in")
        ).steps
        for n in (10, 20)
    )
    assert few == many < 4_000
    wrong = log + "    obj.extra = nn.Linear(3, 4)\n"
    layers = machine(IMPORTS + wrong + block + NET).program.layers
    assert sum(layer.op.settings().get("inp") == 3 for layer in layers) == 7  # six, and one by itself
