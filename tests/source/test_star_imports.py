"""What imported files of the project bring: names, undefined only where all are known, and findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from footgun import check

USE = "from common import *\nimport torch\nprint(helper, torch.ones(2))\n"
OPEN = {
    "a library behind it": {"common.py": "from fastcore.all import *\n"},
    "a library two files behind it": {"common.py": "from .inner import *\n", "inner.py": "import os\nfrom numpy import *\n"},
    "names made up": {"common.py": "for n in dir():\n    globals()[n + 'er'] = n\n"},
    "code in a text": {"common.py": "exec(open('x').read())\n"},
    "a file that cannot be read": {"common.py": "def (:\n"},
    "after names of its own": {"common.py": "from fastcore.all import *\n", "page.py": f"x = 1\n{USE}"},
    "a list of names that grows": {"common.py": "import sys\n__all__ = []\n__all__ += sys.argv\n"},
}  # fmt: skip
CLOSED = {
    "all of it known": {"common.py": "from inner import *\nx = 1\n", "inner.py": "y = 2\n"},
    "a list of names": {"common.py": "__all__ = ['x']\nfrom fastcore.all import *\nx = 1\n"},
    "a circle": {"common.py": "from inner import *\n", "inner.py": "from common import *\n"},
}


def undefined(folder: Path, files: dict[str, str]) -> list[str]:
    (folder / "pyproject.toml").touch()
    for name, text in {"page.py": USE, **files}.items():
        (folder / name).write_text(text, encoding="utf-8")
    report = check(folder / "page.py")
    return [f.message for file in report.files for f in file.findings if f.code == "API005"]


@pytest.mark.parametrize("case", OPEN)
def test_a_name_that_some_star_may_bring(tmp_path: Path, case: str) -> None:
    assert undefined(tmp_path, OPEN[case]) == []


@pytest.mark.parametrize("case", CLOSED)
def test_a_name_that_no_star_brings(tmp_path: Path, case: str) -> None:
    assert undefined(tmp_path, CLOSED[case]) == ["`helper` is not defined"]


def test_what_no_line_of_the_file_leads_to_is_told_in_the_other(tmp_path: Path) -> None:
    base = (
        "import torch\nimport lightning as L\nclass Base(L.LightningModule):\n"
        "    def predict_step(self, batch, batch_idx):\n        kept = []\n"
        "        for _ in range(9):\n            kept.append(self(batch))\n        return torch.cat(kept)\n"
    )
    page = "from common import Base\nfrom torch import nn\nclass Net(Base):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(4, 2)\n    def forward(self, x):\n        return self.fc(x)\n"
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "common.py").write_text(base, encoding="utf-8")
    (tmp_path / "page.py").write_text(page, encoding="utf-8")
    report = check(tmp_path / "page.py")
    assert [f.code for file in report.files for f in file.findings if f.span.line == 1] == []
