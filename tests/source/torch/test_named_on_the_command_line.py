"""A loss or optimiser whose name the command line gives is its default, unless the code asks which one it is."""

from __future__ import annotations

import pytest

from footgun import check_source

TEXT = """
import argparse
import torch
from torch import nn
parser = argparse.ArgumentParser()
parser.add_argument("--loss", default="NLLLoss")
args = parser.parse_args()
net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 3))
optimizer = torch.optim.Adam(net.parameters())
criterion = getattr(nn, args.loss)()
for i in range(100):
    out = net(torch.randn(8, 4))
    {line}
    loss = criterion(out, torch.zeros(8, dtype=torch.long))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
"""


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("pass", ["OUT002"]),
        ('out = out.log_softmax(1) if args.loss == "NLLLoss" else out', []),
        ('out = out.log_softmax(1) if "NLL" in args.loss else out', []),
        ('out = out.log_softmax(1) if args.loss.startswith("NLL") else out', []),
    ],
)
def test_the_default_is_what_runs(line, codes):
    found = check_source(TEXT.format(line=line), "net.py").findings
    assert [f.code for f in found if f.severity.value == "error"] == codes
