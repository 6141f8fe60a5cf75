"""Lines that fixes put in, move and indent look like the lines around them, in every form of text."""

from __future__ import annotations

import json

import pytest

from footgun.config import Config
from footgun.engine import Engine
from footgun.fix.apply import applied
from footgun.fix.mend import applicable, mend

ENGINE = Engine()
ENGINE.fixes = True

SETUP = """\
import torch
from torch import nn

torch.manual_seed(0)
net = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Dropout(0.5), nn.Linear(16, 3))
opt = torch.optim.Adam(net.parameters())
loader = torch.utils.data.DataLoader([(torch.randn(8), 1)] * 64, batch_size=4, shuffle=True)
"""
LOOPS = """\
for epoch in range(3):
    for x, y in loader:
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
    for x, y in loader:
        print((net(x).argmax(1) == y).sum())
"""
MENDED = """\
for epoch in range(3):
    for x, y in loader:
        loss = nn.functional.cross_entropy(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
    net.eval()
    with torch.no_grad():
        for x, y in loader:
            print((net(x).argmax(1) == y).sum())
    net.train()
"""


def mended(path: str, text: str, codes: str = "LOP001 LOP004 LOP006") -> str:
    def check(data):
        result = ENGINE.check_data(path, data, Config())
        assert not result.internal
        return None if result.error else result.findings

    def write(data, edits):
        return applied(data, "utf-8", edits, path.endswith(".ipynb"))

    def wanted(finding):
        return finding.code in codes and any(applicable([finding], True))

    return mend(text.encode(), check, write, wanted).data.decode()


def test_windows_line_ends_stay():
    text = mended("net.py", (SETUP + LOOPS).replace("\n", "\r\n"))
    assert text == (SETUP + MENDED).replace("\n", "\r\n")


def test_lines_after_prompts_get_a_prompt():
    def session(code: str) -> str:
        rows = code.splitlines()
        return "".join(f"{'...' if row[:1] == ' ' else '>>>'} {row}".rstrip() + "\n" for row in rows if row)

    text = mended("notes.md", f"# Notes\n\n```python\n{session(SETUP + LOOPS)}```\n", "LOP001 LOP004")
    assert "\n...         opt.zero_grad()\n...         loss.backward()\n" in text
    assert "\n...     net.eval()\n...     for x, y in loader:\n" in text
    assert text.endswith("\n...     net.train()\n```\n")


def test_a_line_behind_the_imports_of_a_session():
    text = mended("notes.md", "```python\n>>> import torch\n>>> x = 1\n```\n" + _unseeded(), "REP001")
    assert "```py\nimport torch\nfrom torch import nn\n\nnet" in text
    assert ">>> import torch\n>>> torch.manual_seed(0)\n>>> x = 1\n" in text


def _unseeded() -> str:
    script = (SETUP + MENDED).replace("torch.manual_seed(0)\n", "")
    return f"\n```py\n{script}```\n"


def test_cells_of_a_notebook():
    sources = [SETUP, "%time\n" + LOOPS]
    cells = [{"cell_type": "code", "source": s.splitlines(keepends=True), "outputs": []} for s in sources]
    text = mended("net.ipynb", json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}))
    assert ["".join(cell["source"]) for cell in json.loads(text)["cells"]] == [SETUP, "%time\n" + MENDED]


@pytest.mark.parametrize("indent", ["  ", "\t"])
def test_lines_indented_otherwise(indent):
    assert mended("net.py", SETUP + LOOPS.replace("    ", indent)) == SETUP + MENDED.replace("    ", indent)


def test_a_name_that_another_function_has_for_something_else_is_not_used():
    text = SETUP + (
        "def tell(net):\n"
        "    for epoch in range(3):\n"
        "        for x, y in loader:\n"
        "            opt.zero_grad()\n"
        "            nn.functional.cross_entropy(model(x), y).backward()\n"
        "            opt.step()\n"
        "        run(x)\n"
        "model = net\n"
        "def run(x):\n"
        "    print(model(x))\n"
        "tell(3)\n"
    )
    assert "net.eval()" not in mended("net.py", text)
