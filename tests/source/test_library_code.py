"""Code as large libraries write it, which nobody calls in its own file: nothing false is said of it."""

from __future__ import annotations

import pytest

from footgun import check_source

IMPORTS = "import torch\nfrom torch import nn\nfrom collections import defaultdict\n"
SOUND = {
    "keywords that are handed on": """
class Norm(nn.GroupNorm):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
""",
    "a score for each step": """
class Score(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.hidden = nn.Linear(size, 16)
        self.score = nn.Linear(16, 1)
    def forward(self, x):
        weights = torch.softmax(self.score(torch.tanh(self.hidden(x))), dim=1)
        return (weights * x).sum(1), weights
""",
    "a layer or a list of them": """
class Embed(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.shared = config.shared
        self.parts = nn.Linear(3, 4) if config.shared else nn.ModuleList([nn.Linear(3, 4)])
    def forward(self, x):
        if self.shared:
            return self.parts(x)
        return self.parts[0](x)
""",
    "a question in front of the name": """
def neuron():
    return hasattr(torch, "neuron") and torch.neuron.is_available()
""",
    "a table under keys that are not known": """
def table(n, pairs):
    found = defaultdict(list)
    for a, b in pairs:
        found[a / b].append((a, b))
    rows = []
    for values in found.values():
        for a, b in values:
            rows.append((a * n, b * n))
    return torch.tensor(rows)[:, 0]
""",
    "an option that another way takes": """
def build(options):
    if "experts" in options and options["experts"] > 0:
        return None
    return nn.Conv2d(3, 4, 3, **options)
class Block(nn.Module):
    def __init__(self, experts):
        super().__init__()
        self.conv = build({"experts": experts, "bias": False})
""",
    "a default that stands for a missing argument": """
class Rows(nn.Module):
    def forward(self, x: torch.Tensor, groups: int = 0):
        n, width = x.shape
        each = width // groups
        return x.view(n, groups, each)
class Chosen(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
    def forward(self, x, index=None):
        x = self.conv(x)
        if len(index) > 0:
            x = self.conv(x[index])
        return x
""",
    "the places where a condition holds": """
class Longest(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(4, 4, 1)
    def forward(self, x: torch.Tensor, longer: torch.Tensor):
        x = self.conv(x)
        index = torch.where(longer == 1)[0]
        rows, columns = torch.nonzero(torch.ones(3, 4), as_tuple=True)
        return self.conv(x[index]), torch.ones(3, 4)[rows, columns].view(-1, 1)
""",
}


@pytest.mark.parametrize("case", SOUND)
def test_nothing_is_wrong(case: str) -> None:
    report = check_source(IMPORTS + SOUND[case], "net.py")
    assert [
        f"{f.code} {f.message}" for f in report.findings if f.severity.value in ("error", "warning")
    ] == []


def test_what_is_written_in_the_call_is_still_held_against_it() -> None:
    code = IMPORTS + SOUND["an option that another way takes"].replace("**options", "experts=2")
    assert [f.code for f in check_source(code, "net.py").findings] == ["SHP018"]


def test_a_constructor_that_is_not_followed_again_has_been_called() -> None:
    net = "class Net{0}(Base):\n    def __init__(self, width={0}):\n        super().__init__()\n        self.body, self.head = grow(width), nn.Linear(2, 2)\n"
    base = "class Base(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    grow = "def grow(width):\n    return nn.Sequential(*[nn.Linear(width, width) for _ in range(90)])\n"
    code = IMPORTS + base + grow + "".join(net.format(n) for n in range(1, 40))
    assert [f.code for f in check_source(code, "net.py").findings if f.code.startswith("API")] == []
