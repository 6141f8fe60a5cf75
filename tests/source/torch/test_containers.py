"""Containers that are filled by loops over what is not known."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import run, value_of


def test_a_layer_under_an_unknown_name_is_there_any_number_of_times():
    program = run("""
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self, widths):
                super().__init__()
                self.body = nn.Sequential(nn.Linear(8, 16))
                last = 16
                for i, width in enumerate(widths):
                    self.body.add_module("layer{}".format(i), nn.Linear(last, width))
                    last = width
                self.head = nn.Linear(32, 4)
            def forward(self, x):
                return self.head(self.body(x))
        def build(depth):
            return Net([32] * depth)(torch.randn(2, 8))
        """)
    assert [fault for node in program.nodes for fault in node.faults] == []
    assert "Linear(inp=16, out=32, bias=True)" in {repr(node.op) for node in program.nodes}


def test_a_network_that_lost_a_layer_to_others_is_not_applied_by_itself():
    program = run("""
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
                self.head = nn.Linear(8, 4)
            def forward(self, x):
                return self.head(self.body(x))
        def backbone():
            body = Net().body
            del body[-1]
            return body
        kept = backbone()
        """)
    assert [fault for node in program.nodes for fault in node.faults] == []


def test_a_container_whose_parts_are_all_elsewhere_is_not_applied_by_itself():
    program = run("""
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                ups = nn.Sequential(nn.Conv2d(8, 3, 3), nn.Conv2d(4, 8, 3))
                self.ups = ups[::-1]
            def forward(self, x):
                return self.ups(x)
        Net()(torch.randn(1, 4, 9, 9))
        """)
    assert [network.name for network in program.networks] == ["Net"]
    assert [fault for node in program.nodes for fault in node.faults] == []


def test_layers_by_name_are_read_but_not_replaced():
    program = run("""
        import torch
        from torch import nn
        class Net(nn.Module):
            def __init__(self):
                super().__init__()
                self.body = nn.Sequential(nn.Conv2d(3, 8, 3), nn.ReLU6())
                for name, part in self.body.named_children():
                    if isinstance(part, unknown):
                        self.body._modules[name] = nn.Tanh()
            def forward(self, x):
                for layer in self.body._modules.values():
                    x = layer(x)
                return x
        Net()(torch.randn(1, 3, 9, 9))
        """)
    assert [node.label for node in program.nodes if node.layer is not None] == ["Conv2d", "ReLU6"]


PARTS = "nn.Linear(3, 4), nn.ReLU(), nn.Linear(4, 5), nn.Linear(6, 7)"
SEQ = """
import torch
from torch import nn
class Seq(nn.Sequential):
    def forward(self, x):
        for layer in self:
            x = layer(x)
        return x
"""


@pytest.mark.parametrize("kind", ["nn.Sequential", "Seq"])
@pytest.mark.parametrize("gone", ["-1", "3", "3:", "-1:"])
def test_what_is_deleted_from_a_sequential_does_not_run(kind, gone):
    program = run(f"{SEQ}body = {kind}({PARTS})\ndel body[{gone}]\ny = body(torch.zeros(2, 3))\n")
    assert [node.label for node in program.nodes] == ["Linear", "ReLU", "Linear"]
    assert program.nodes[-1].output.shape == (2, 5)


def test_what_is_left_is_numbered_anew():
    code = f"{SEQ}body = Seq({PARTS})\ndel body[:2]\ndel body[1]\ny = body(torch.zeros(2, 4))\n"
    assert [node.output.shape for node in run(code).nodes] == [(2, 5)]
    named = f"{SEQ}d = nn.ModuleDict({{'a': nn.Linear(2, 3), 'b': nn.Linear(3, 4)}})\ndel d['a']\nn = 'a' in d, 'b' in d\n"
    assert value_of(named, "n") == (False, True)
