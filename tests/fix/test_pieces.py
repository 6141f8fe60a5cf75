"""Pieces of lines that fixes put in and take out: layers in lists, calls around tensors, names of modules."""

from __future__ import annotations

import json

from footgun.config import Config
from footgun.engine import Engine
from footgun.fix.apply import applied
from footgun.fix.mend import applicable, mend

ENGINE = Engine()
ENGINE.fixes = True


def mended(path: str, text: str, codes: str) -> str:
    def check(data):
        result = ENGINE.check_data(path, data, Config())
        assert not result.internal
        return None if result.error else result.findings

    def write(data, edits):
        return applied(data, "utf-8", edits, path.endswith(".ipynb"))

    def wanted(finding):
        return finding.code in codes and any(applicable([finding], True))

    return mend(text.encode(), check, write, wanted).data.decode()


def test_tabs_and_windows_line_ends_stay():
    before = (
        "import torch\r\nfrom torch import nn\r\nnet = nn.Sequential(\r\n\tnn.Linear(8, 4),\r\n"
        "\tnn.Linear(4, 4),\r\n\tnn.Softmax(\r\n\t\tdim=1,\r\n\t),  # why\r\n\tnn.Linear(8, 2),\r\n)\r\n"
        "net(torch.randn(2, 8))\r\n"
    )
    after = (
        "import torch\r\nfrom torch import nn\r\nnet = nn.Sequential(\r\n\tnn.Linear(8, 4),\r\n\tnn.ReLU(),\r\n"
        "\tnn.Linear(4, 4),\r\n\tnn.ReLU(),  # why\r\n\tnn.Linear(4, 2),\r\n)\r\n"
        "net(torch.randn(2, 8))\r\n"
    )
    assert mended("net.py", before, "ACT001 ACT002 SHP002") == after


def test_several_statements_on_a_line():
    head = "import torch; from torch import nn; import torch.nn.functional as F\nclass Net(nn.Module):\n"
    before = """\
    def __init__(self):
        self.a = nn.Linear(8, 4); self.b = nn.Linear(4, 2)
    def forward(self, x):
        x = self.a(x); F.relu(x)
        if self.training: F.dropout(x)
        return F.softmax(self.b(x))
Net()(torch.randn(2, 8))
"""
    after = """\
    def __init__(self):
        super().__init__()
        self.a = nn.Linear(8, 4); self.b = nn.Linear(4, 2)
    def forward(self, x):
        x = self.a(x); x = F.relu(x)
        if self.training: x = F.dropout(x)
        return F.softmax(self.b(x), dim=1)
Net()(torch.randn(2, 8))
"""
    assert mended("net.py", head + before, "API001 ARC014 SHP013") == head + after


def test_a_session_with_prompts():
    before = """\
>>> import torch
>>> from torch import nn
>>> layers = []
>>> layers.append(nn.Conv2d(3, 8, 3))
>>> layers.append(nn.Conv2d(8, 8, 3))
>>> layers.append(nn.ReLU())
>>> layers.append(nn.Flatten())
>>> net = nn.Sequential(
...     *layers,
...     nn.Linear(100, 10),
... )
>>> y = net(torch.randn(2, 3, 8, 8))
"""
    wanted = before.replace("100", "8 * 4 * 4").replace(
        ">>> layers.append(nn.Conv2d(8, 8, 3))\n",
        ">>> layers.append(nn.ReLU())\n>>> layers.append(nn.Conv2d(8, 8, 3))\n",
    )
    text = f"# A page\n\n```pycon\n{before}```\n"
    assert mended("page.md", text, "ACT001 SHP002") == text.replace(before, wanted)


def test_cells_of_a_notebook():
    cells = [
        ["import torch\n", "from torch import nn"],
        ["net = nn.Sequential(nn.Linear(8, 4), nn.Linear(4, 3))\n", "x = F.relu(net(torch.randn(2, 8)))"],
        ["p = torch.log(torch.softmax(net(torch.randn(2, 8)), 1))"],
    ]
    shell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    page = {"cells": [{**shell, "source": rows} for rows in cells], "metadata": {}, "nbformat": 4}
    after = json.loads(mended("page.ipynb", json.dumps(page), "ACT001 API005 NUM001"))
    assert ["".join(cell["source"]) for cell in after["cells"]] == [
        "import torch\nfrom torch import nn\nimport torch.nn.functional as F",
        "net = nn.Sequential(nn.Linear(8, 4), nn.ReLU(), nn.Linear(4, 3))\nx = F.relu(net(torch.randn(2, 8)))",
        "p = torch.log_softmax(net(torch.randn(2, 8)), 1)",
    ]


def test_brackets_where_an_operand_needs_them():
    head = "import torch\nimport torch.nn.functional as F\nfrom torch import nn\n"
    head += "net = nn.Linear(8, 3)\nz, y = net(torch.randn(4, 8)), torch.randn(4, 3)\n"
    before = "a = z / F.relu(z).sum(1, keepdim=True)\nb = F.mse_loss(z, y).sqrt()\nc = (z + z) @ (z - 1)\n"
    after = mended("net.py", head + before.replace("F.relu(z).sum", "(F.relu(z)).sum"), "NUM002 SHP008")
    assert after.removeprefix(head) == (
        "a = z / ((F.relu(z)).sum(1, keepdim=True) + 1e-8)\nb = (F.mse_loss(z, y) + 1e-8).sqrt()\n"
        "c = (z + z) @ (z - 1).transpose(-2, -1)\n"
    )


def test_without_an_import_of_the_functions():
    text = """\
from torch.nn import Linear, Module
class Net(Module):
    def __init__(self):
        super().__init__()
        self.a, self.b = Linear(8, 4), Linear(4, 2)
    def forward(self, x):
        return self.b(self.a(x))
"""
    assert "return self.b(self.a(x).relu())" in mended("net.py", text, "ACT001")


def test_names_that_hold_a_size():
    text = "import torch\nfrom torch import nn\nwide = 4\nnet = nn.Sequential(nn.Linear(8, 5), nn.Linear(wide, 2))\n"
    call = "net(torch.randn(2, 8))\n"
    assert "wide = 5" in mended("net.py", text + call, "SHP002")
    assert mended("net.py", text + call + "print(wide)\n", "SHP002") == text + call + "print(wide)\n"
    in_function = text.replace("wide = 4", "def make(wide):").replace("net =", "    return")
    assert "make(wide)" in mended("net.py", in_function + "make(4)(torch.randn(2, 8))\n", "SHP002")
