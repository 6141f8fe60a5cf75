"""The rows of each fold of a cross-validation are known in kind: what they pick has the features of the whole."""

from __future__ import annotations

import pytest

from footgun import check_source

TEXT = """
import numpy as np
import torch
from torch import nn
from sklearn.model_selection import KFold
X = np.random.randn(100, 6).astype(np.float32)
{line}
nn.Linear({features}, 3)(torch.from_numpy(X[rows]))
"""


@pytest.mark.parametrize(
    "line",
    [
        "for i, (rows, rest) in enumerate(KFold(5).split(X)): pass",
        "rest, rows = list(KFold(5).split(X))[0]",
        "rows, rest = next(KFold(5).split(X))",
    ],
)
@pytest.mark.parametrize(("features", "codes"), [(6, []), (7, ["SHP002"])])
def test_the_features_stay(line, features, codes):
    found = check_source(TEXT.format(line=line, features=features), "net.py").findings
    assert [f.code for f in found if f.severity.value == "error"] == codes


PICKED = """
import torch
from torch import nn
from sklearn.model_selection import KFold
from torch.utils.data import DataLoader, Subset, TensorDataset
whole = TensorDataset(torch.randn(100, 6), torch.randint(0, 3, (100,)))
for seen, kept in KFold(5, shuffle=True, random_state=0).split(range(100)):
    net = nn.Linear(6, 3)
    optimizer = torch.optim.Adam(net.parameters())
    for epoch in range(5):
        net.train()
        for x, y in DataLoader(Subset(whole, seen), 10, shuffle=True):
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()
        net.eval()
        with torch.no_grad():
            for x, y in DataLoader(Subset(whole, {rows}), 10):
                print((net(x).argmax(1) == y).sum())
"""


@pytest.mark.parametrize(("rows", "codes"), [("kept", []), ("seen", ["LOP009"])])
def test_a_fold_is_evaluated_on_the_rows_it_keeps(rows, codes):
    found = check_source(PICKED.format(rows=rows), "net.py").findings
    assert [f.code for f in found if f.code == "LOP009"] == codes
