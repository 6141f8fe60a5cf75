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
