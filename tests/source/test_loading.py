"""What is said of a file does not depend on the files that were checked before it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

ARRAYS = "import {0}\nimport numpy as np\nc = np.zeros((3, 4))\nlow, high = np.floor(c.min()).astype(int) + 1, c.max(0)\n"
TORCH = "import torch\nfrom torch import nn\nnn.Linear(3, 4)(torch.zeros(2, 3)).min()\n"
RUN = """
import json, sys
from footgun import check_source
for text in json.loads(sys.argv[1]):
    report = check_source(text, "page.py")
(file,) = report.files
print([(gap.span.line, gap.reason) for gap in file.not_checked], [str(f) for f in report.findings])
"""


def told(*texts: str) -> str:
    command = [sys.executable, "-c", RUN, json.dumps(texts)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("library", ["numpy", "keras", "pandas", "PIL"])
def test_arrays_are_followed_alike_whatever_was_loaded(library: str) -> None:
    text = ARRAYS.format(library)
    assert told(text) == told(TORCH, text)
