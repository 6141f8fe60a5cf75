"""`check --fix` and its relatives, on real files."""

from __future__ import annotations

import json
import os
import stat

import pytest

NET = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))  # small\n"
MENDED = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(3, 1))  # small\n"


@pytest.fixture
def net(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "net.py"
    path.write_bytes(NET.encode())
    return path


def test_unsafe_fixes_are_applied_where_they_are_allowed(net, footgun):
    result = footgun("check", "net.py", "--fix")
    assert net.read_text() == NET
    assert result.code == 1
    result = footgun("check", "net.py", "--fix", "--unsafe-fixes")
    assert net.read_text() == MENDED
    assert result.out.startswith("Fixed 2 findings in 1 file\nAll checks passed")
    assert result.code == 0


def test_a_second_run_changes_nothing(net, footgun):
    footgun("check", "net.py", "--fix", "--unsafe-fixes")
    before = net.stat().st_mtime_ns
    footgun("check", "net.py", "--fix", "--unsafe-fixes")
    assert net.stat().st_mtime_ns == before


def test_a_diff_writes_nothing(net, footgun):
    result = footgun("check", "net.py", "--diff", "--unsafe-fixes")
    assert net.read_text() == NET
    rows = result.out.splitlines()
    assert [row for row in rows if row[0] in "+-" and row[:3] not in ("+++", "---")] == [
        "-" + NET.splitlines()[1],
        "+" + MENDED.splitlines()[1],
    ]
    assert result.err == "Would fix 2 findings in 1 file\n"
    assert result.code == 1


def test_fix_only_is_quiet_about_the_rest(net, footgun):
    net.write_text(NET + "nn.Conv2d(3, 8, 3)(undefined)\n")
    result = footgun("check", "net.py", "--fix-only", "--unsafe-fixes")
    assert result.out == "Fixed 2 findings in 1 file\n"
    assert result.code == 0


def test_each_fix_is_explained(net, footgun):
    result = footgun("check", "net.py", "--explain-fix", "--unsafe-fixes")
    assert net.read_text() == NET
    assert "ACT001 missing-nonlinearity: put a ReLU after `Linear` (unsafe)" in result.out
    assert "SHP002 features-mismatch: `in_features=3` (unsafe)" in result.out


def test_bytes_that_are_not_mended_stay(net, footgun):
    text = b"\xef\xbb\xbf# \xd1\x81\r\n" + NET.encode().replace(b"\n", b"\r\n") + b"# no end of line"
    net.write_bytes(text)
    net.chmod(0o640)
    footgun("check", "net.py", "--fix", "--unsafe-fixes")
    done = text.replace(b"nn.Linear(4, 3), nn.Linear(2", b"nn.Linear(4, 3), nn.ReLU(), nn.Linear(3")
    assert net.read_bytes() == done
    assert stat.S_IMODE(net.stat().st_mode) == 0o640


def test_an_old_encoding_is_kept(net, footgun):
    head = "# -*- coding: cp1251 -*-\n# сеть\n"
    net.write_bytes((head + NET).encode("cp1251"))
    footgun("check", "net.py", "--fix", "--unsafe-fixes")
    assert net.read_bytes() == (head + MENDED).encode("cp1251")


def test_a_link_stays_a_link(net, footgun, tmp_path):
    link = tmp_path / "link.py"
    link.symlink_to("net.py")
    footgun("check", "link.py", "--fix", "--unsafe-fixes")
    assert link.is_symlink()
    assert net.read_text() == MENDED


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write what it likes")
def test_a_file_that_may_not_be_written_is_told(net, footgun):
    net.chmod(0o400)
    result = footgun("check", "net.py", "--fix", "--unsafe-fixes")
    assert result.code == 2
    assert "net.py: not mended: permission denied" in result.err


def notebook(source, indent):
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Сеть\n", "`source`"]},
        {"cell_type": "code", "execution_count": 3, "metadata": {}, "outputs": [], "source": source},
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=indent)


@pytest.mark.parametrize("indent", [1, 4, None])
@pytest.mark.parametrize("lines", [True, False])
def test_a_notebook_changes_in_its_cell_alone(net, footgun, indent, lines):
    def written(text):
        return notebook(text.splitlines(keepends=True) if lines else text, indent)

    path = net.with_name("net.ipynb")
    path.write_text(written(NET), encoding="utf-8")
    result = footgun("check", "net.ipynb", "--fix", "--unsafe-fixes")
    assert path.read_text(encoding="utf-8") == written(MENDED)
    assert "Fixed 2 findings" in result.out


def test_a_notebook_is_shown_by_its_cells(net, footgun):
    path = net.with_name("net.ipynb")
    path.write_text(notebook(NET, 1), encoding="utf-8")
    rows = footgun("check", "net.ipynb", "--diff", "--unsafe-fixes").out.splitlines()
    assert rows[:2] == ["--- net.ipynb:cell 2", "+++ net.ipynb:cell 2"]


def test_code_in_prose_is_mended_there(net, footgun):
    page = net.with_name("page.md")
    text = "# A net\n\nText.\n\n```py\n{}```\n\n    not code\n"
    page.write_text(text.format(NET))
    footgun("check", "page.md", "--fix", "--unsafe-fixes")
    assert page.read_text() == text.format(MENDED)


def test_errors_of_rules_that_are_not_asked_for_stand_against_a_fix(net, footgun):
    """A smaller pool makes the map larger, and the reshape then takes rows of several images together."""
    text = (
        "import torch\nfrom torch import nn\n\n\n"
        "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
        "        self.pool = nn.MaxPool2d(8)\n        self.out = nn.Linear(3 * 4 * 4, 2)\n\n"
        "    def forward(self, x):\n        return self.out(self.pool(x).view(-1, 3 * 4 * 4))\n\n\n"
        "print(Net()(torch.zeros(2, 3, 32, 32)).shape)\n"
    )
    net.write_text(text)
    result = footgun("check", "net.py", "--fix", "--unsafe-fixes", "--explain-fix", "--select", "ARC004")
    assert "ARC004 oversized-pooling: pool by 2 (not applied: something else" in result.out
    assert net.read_text() == text
