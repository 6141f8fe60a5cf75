"""Methods that nobody calls find their object as other methods may have left it."""

from __future__ import annotations

from footgun.engine import check_source

HEAD = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"


def codes(text: str) -> list[str]:
    return [f.code for f in check_source(HEAD + text).findings if f.severity.value != "info"]


STATISTICS = """class Scores:
    def __init__(self):
        self.kept = []
        self.size = None
        self.width = 0

    {setting}

    def best(self):
        return torch.argmin(torch.tensor(self.kept))

    def resized(self, x):
        return F.interpolate(x, size=self.size, mode="bilinear")

    def changed(self, x):
        return nn.Linear(self.width, 4)(torch.zeros(2, 3))
"""
SETS = "def add(self, x):\n        self.kept.append(x.item())\n        self.size = x.shape[-2:]\n        self.width = 3"


def test_what_another_method_sets_is_not_known() -> None:
    assert codes(STATISTICS.format(setting=SETS)) == []


def test_what_no_method_sets_is_as_it_was_made() -> None:
    assert "SHP018" in codes(STATISTICS.format(setting="pass"))


def test_a_list_that_grows_is_still_followed() -> None:
    text = (
        "class Trainer:\n    def __init__(self):\n        self.net = nn.Linear(4, 2)\n"
        "        self.optimizer = torch.optim.Adam(self.net.parameters())\n        self.losses = []\n"
        "    def fit(self, loader):\n        for x, y in loader:\n"
        "            loss = F.cross_entropy(self.net(x), y)\n            self.optimizer.zero_grad()\n"
        "            loss.backward()\n            self.optimizer.step()\n            self.losses.append(loss)\n"
    )
    assert codes(text) == ["LOP007"]
    assert codes(text.replace("append(loss)", "append(loss.item())")) == []
