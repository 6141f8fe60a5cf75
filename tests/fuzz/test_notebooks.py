"""Whatever a notebook's JSON holds: it is read, or refused with a reason; every position is in its cell."""

from __future__ import annotations

import json

import pytest
from hypothesis import strategies as st
from tests.fuzz.hostile import SIGNS, damaged, encodings, json_of, spoiled
from tests.fuzz.sound import sound
from tests.fuzz.target import Target
from tests.fuzz.watched import explore

CODE = [
    "import torch\nfrom torch import nn", "net = nn.Sequential(nn.Conv2d(3, 8, 3), nn.Conv2d(9, 8, 3))", "y = net(torch.zeros(1, 3, 9, 9))",
    "%matplotlib inline\n!pip install torch", "%%bash\nrm -rf .", "%%time\nx = !ls\n", "%%capture\n%%time\nfor i in range(3): pass", "a = (\n  1,",
    "import keras\nm = keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, activation='softmax')])", "m.compile('adam', 'mse')",
    "def f(:\n  pass", "x = '\ud800'", "\ufeffx = 1", "x = 1\r\ny = 2\rz = 3", "\t\tx = 1", "?help", "nn.Linear(3, 4)??", "", "\n\n", "#", "'''",
    "# footgun: ignore\nnn.Softmax()", "x = 1 \\\n", "%run ../../secret.py", "%load_ext /etc/passwd", "x" * 30_000, "x = [" + "1, " * 9000 + "]",
    "for i in range(3):\n    loss.backward()\n    optimizer.step()", *[f"x = '{sign}'" for sign in SIGNS],
]  # fmt: skip
PROSE = ["# Input 3 x 32 x 32", "", "```py\nx = 1\n```", "text \x1b[31m", "x" * 10_000]


@st.composite
def notebooks(draw):
    """Bytes that are nearly a notebook."""
    cells = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["code", "code", "code", "markdown", "raw"]))
        source = draw(st.sampled_from(CODE if kind == "code" else PROSE))
        cell = {
            "cell_type": kind,
            "metadata": {},
            "source": source.splitlines(True) if draw(st.booleans()) else source,
        }
        cells.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    book = {
        "cells": cells,
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    if draw(st.integers(0, 9)) == 0:  # of format 3
        book = {"worksheets": [{"cells": [{**c, "input": c["source"], "language": "python"} for c in cells], "metadata": {}}],
                "metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0}  # fmt: skip
    data = json_of(draw, draw(spoiled(book)))
    kind = draw(st.sampled_from(["whole", "whole", "damaged", "encoded"]))
    if kind == "encoded":
        return draw(encodings(data.decode("utf-8", "surrogatepass")))
    return draw(damaged(data)) if kind == "damaged" else data


def tried(watch, start, end):
    explore(watch, notebooks(), lambda data: sound("book.ipynb", data), start, end)


NOTEBOOKS = Target("notebooks", tried, short=80, long=10_000)


@pytest.mark.parametrize("start", NOTEBOOKS.starts)
def test_any_notebook(start, tmp_path):
    NOTEBOOKS.run(start, tmp_path)


def test_one_that_is_right_is_read():
    """The cases are not all refused at the door."""
    cells = [{"cell_type": "code", "source": text, "metadata": {}} for text in CODE[:3]]
    data = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()
    sound("book.ipynb", data)
