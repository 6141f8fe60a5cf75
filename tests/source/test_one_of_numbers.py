"""A number that a condition chooses is still one number: class numbers of examples are written so."""

from __future__ import annotations

import pytest
from tests.source.interpret.running import machine

HEAD = "import os, numpy as np, torch\nfrom torch.utils.data import DataLoader, TensorDataset\nc = input()\n"
LOADED = """
class Photos(torch.utils.data.Dataset):
    def __len__(self):
        return 100
    def __getitem__(self, i):
        return torch.zeros(3), {}
for x, y in DataLoader(Photos(), batch_size=10):
    pass
"""


@pytest.mark.parametrize(
    ("text", "shape", "dtype"),
    [
        ("y = torch.tensor([0 if f > c else 1 for f in os.listdir(c)])", 1, "int64"),
        ("y = torch.tensor(0.0 if c else 1.0)", 0, "float32"),
        ("y = torch.tensor(0 if c else 0.5)", 0, "float32"),
        ("y = torch.tensor(0 if c else 1.5 if c > 3 else 2)", 0, "float32"),
        ("y = torch.tensor(0 if c else 0.0)", 0, "float32"),
        ("y = np.array([1 if 'dog' in f else 0 if 'cat' in f else 2 for f in os.listdir(c)])", 1, "int64"),
        ("y = torch.tensor([0 if f > c else 'a' for f in os.listdir(c)])", None, None),
        (LOADED.format("int(i > 3) if c else 7"), None, None),
        (LOADED.format("0 if c else 1"), 1, "int64"),
    ],
)
def test_it_has_rank_0(text, shape, dtype):
    y = machine(HEAD + text + "\n").globals["y"]
    shape_of = getattr(y, "shape", None)
    assert (None if shape_of is None else len(shape_of), getattr(y, "dtype", None)) == (shape, dtype)


def test_class_numbers_of_a_batch_have_a_range():
    y = machine(HEAD + LOADED.format("3 if c else 1")).globals["y"]
    assert y.facts["range"] == (1, 3)


def test_a_size_that_is_one_of_two_stays_unknown():
    found = machine(f"{HEAD}n = 3 if c else 5\nx = torch.zeros(4, n)\n").globals["x"]
    assert found.shape[0] == 4
    assert not isinstance(found.shape[1], int)
