"""Small tensors whose numbers the text states are computed with, as rates and widths of networks are."""

from __future__ import annotations

from typing import Any

import pytest
from tests.source.interpret.running import value_of

HEAD = "import math\nimport numpy as np\nimport torch\n"


def found(text: str) -> Any:
    return value_of(f"{HEAD}found = {text}", "found")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("torch.arange(4).tolist()", [0, 1, 2, 3]),
        ("(torch.arange(3) * 24 + 8).tolist()", [8, 32, 56]),
        ("(4 ** torch.arange(3)).flip(0).tolist()", [16, 4, 1]),
        ("(10 - torch.arange(3)).tolist()", [10, 9, 8]),
        ("torch.round(torch.tensor([1.6, 2.5, 7.4])).int().tolist()", [2, 2, 7]),
        ("torch.diff(torch.tensor([1, 4, 9])).tolist()", [3, 5]),
        ("[x.item() for x in torch.linspace(0, 1, 3)]", [0.0, 0.5, 1.0]),
        ("[x.tolist() for x in torch.linspace(0, 4, 5).split([2, 3])]", [[0.0, 1.0], [2.0, 3.0, 4.0]]),
        ("int(torch.tensor([3, 8, 5]).max().item())", 8),
        ("len(torch.unique(torch.tensor([3, 8, 3])))", 2),
        (
            "[x.tolist() for x in torch.unique(torch.tensor([5, 5, 2]), return_inverse=True, return_counts=True)]",
            [[2, 5], [1, 1, 0], [1, 2]],
        ),
        ("torch.diff(torch.tensor([1, 4, 9]), n=2).tolist()", [2]),
        ("torch.tensor(5).item()", 5),
        ("np.linspace(0, 1, 3).tolist()", [0.0, 0.5, 1.0]),
        ("[int(x) for x in np.arange(3) * 2]", [0, 2, 4]),
        ("[x.tolist() for x in np.unique([5, 5, 2], return_counts=True)]", [[2, 5], [1, 2]]),
    ],
)
def test_numbers_follow_from_how_a_tensor_was_made(text: str, numbers: Any) -> None:
    assert found(text) == numbers


def test_precision_is_that_of_the_tensor() -> None:
    assert found("torch.tensor([0.1]).tolist()") == [0.10000000149011612]
    assert found("np.array([0.1]).tolist()") == [0.1]


@pytest.mark.parametrize(
    "change",
    ["x[0] = 5", "x.add_(1)", "x += 1", "x[:2].fill_(7)", "x.view(-1)[0] = 3", "y = x * 2; x = y * z"],
)
def test_a_tensor_that_is_changed_has_no_numbers(change: str) -> None:
    text = f"{HEAD}z = torch.rand(3)\nx = torch.tensor([1, 2, 3])\n{change}\nfound = x.tolist()\n"
    assert all(type(item).__name__ == "Unknown" for item in value_of(text, "found"))


def test_rates_of_dropping_decide_what_is_built() -> None:
    text = """
        import torch, torch.nn as nn
        rates = [x.item() for x in torch.linspace(0, 0.1, 3)]
        layers = [nn.Dropout(r) if r > 0.0 else nn.Identity() for r in rates]
        found = [type(layer).__name__ for layer in layers]
        """
    assert value_of(text, "found") == ["Identity", "Dropout", "Dropout"]
