"""What is said of a file depends on what it imports, not on the files that were checked before it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

BEFORE = """import torch, torchvision, keras, timm, pandas, sklearn, einops, cv2, PIL
from torch import nn
nn.Linear(3, 4)(torch.zeros(2, 3)).min()
"""
ARRAYS = """import numpy as np
table = np.zeros((3, 4))
for row in np.moveaxis(table, 0, 1):
    low, last = row.min(), row.cumsum()
"""
TENSORS = """import keras
x = keras.layers.Dense(3)(keras.Input((3, 4)))
y = x.clamp(0, 1).topk(2)
"""
RUN = """
import json, sys
from footgun import check_source
for text in json.loads(sys.argv[1]):
    report = check_source(text, "page.py")
(file,) = report.files
print(file.networks, file.not_checked)
for finding in file.findings:
    print(finding)
"""


def told(*texts: str) -> str:
    """What a process says of the last of some texts."""
    command = [sys.executable, "-c", RUN, json.dumps(texts)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("text", [ARRAYS, TENSORS, TENSORS + ARRAYS, "import pandas\n" + ARRAYS])
def test_the_files_before_change_nothing(text: str) -> None:
    assert told(text) == told(BEFORE, text)


def test_methods_of_arrays_are_held_against_numpy_only() -> None:
    calls = (
        "np.moveaxis(table, 0, 1)[0]",
        "table[table > 0]",
        "torch.zeros(3, 2).numpy()",
        "np.asarray(torch.ones(2))",
    )
    lines = [f"{call}.cumsum()" for call in calls]
    text = "\n".join(["import torch", "import numpy as np", "table = np.zeros((3, 4))", *lines])
    assert "misses" not in told(text)
    assert "misses" in told(text + "\ntorch.zeros(3, 2).cumsum()")


def test_what_a_plugin_binds_stays_when_ours_is_imported_later() -> None:
    script = (
        "from footgun.source import registry\nregistry.begin()\nregistry.load('torch')\n"
        "names = dict.items(registry.REGISTRY)\n"
        "late = next(name for name, module in names if module == 'footgun.source.torch.rare')\n"
        "registry.REGISTRY[late] = 'theirs'.upper\n"
        "import footgun.source.torch.rare\nprint(registry.REGISTRY[late]())\n"
    )
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(2):  # with the index of the first run, modules are imported as they are needed
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, text=True, env=env, check=False
        )
    assert done.stdout == "THEIRS\n", done.stderr
