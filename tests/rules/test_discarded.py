"""A result that is thrown away is one mistake: what no longer fits because of it is not told as well."""

from __future__ import annotations

import pytest

from footgun.engine import check_source

NET = """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv, self.pool = nn.Conv2d(3, 8, 3, padding=1), nn.MaxPool2d(2)
        self.skip = nn.Conv2d(3, 8, 1, stride=2)
    def forward(self, x):
        y = torch.relu(self.conv(x))
        {line}
        return y + self.skip(x)
Net()(torch.randn(2, 3, 32, 32))
"""


@pytest.mark.parametrize(
    ("line", "codes"), [("self.pool(y)", ["ARC014"]), ("y = self.pool(y)", []), ("pass", ["SHP006"])]
)
def test_a_discarded_pool_is_told_once(line, codes):
    found = check_source(NET.format(line=line), "net.py").findings
    assert [f.code for f in found if f.severity.value == "error"] == codes


OWN = """
import torch
from torch import nn
class Gate(nn.Module):
    def __init__(self):
        super().__init__()
        self.weigh = nn.Sequential(nn.Linear(8, 8), nn.ReLU({inplace}), nn.Linear(8, 8))
        self.seen = 0
    def forward(self, x):
        {first}
        return x * torch.sigmoid(self.weigh(x))
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.body, self.gate = nn.Linear(4, 8), Gate()
    def forward(self, x):
        y = self.body(x)
        {line}
        return torch.relu(y)
for x in [torch.randn(2, 4)]:
    Net()(x)
"""


@pytest.mark.parametrize(
    ("line", "first", "inplace", "codes"),
    [
        ("self.gate(y)", "pass", "", ["ARC014"]),
        ("y = self.gate(y)", "pass", "", []),
        ("self.gate(y)", "self.seen = x", "", []),
        ("self.gate(y)", "x += 1", "", []),
        ("self.gate(y)", "x.mul_(2)", "", []),
        ("self.gate(y)", "record(x)", "", []),
        ("self.gate(y)", "pass", "inplace=True", []),
    ],
)
def test_a_module_of_the_code_that_only_computes(line, first, inplace, codes):
    text = OWN.format(line=line, first=first, inplace=inplace)
    found = check_source(text, "net.py").findings
    assert [f.code for f in found if f.code == "ARC014"] == codes
