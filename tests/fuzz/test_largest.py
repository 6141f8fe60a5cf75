"""The largest and deepest texts that are read at all: each within the memory that a file may take, or cut off in time.

Those whose names begin with `too` are refused.
"""

from __future__ import annotations

import json
import re

import pytest
from tests.fuzz.sound import ENGINE
from tests.fuzz.target import Target

from footgun.config import Config
from footgun.engine import few_collections
from footgun.source.read import _WEIGHED, LARGEST_NOTEBOOK, LARGEST_TEXT, MOST_SIGNS

ENGINE.hurried = True
TORCH = "import torch\nfrom torch import nn\n"


def full(unit, head=""):
    """As many copies as one text may hold."""
    signs = (len(re.findall(_WEIGHED, unit * 11)) - len(re.findall(_WEIGHED, unit))) / 10
    most = min((LARGEST_TEXT - len(head.encode())) // len(unit.encode()), (MOST_SIGNS - 50) / (signs or 1e-9))
    return (head + unit * int(most)).encode()


def book(cells):
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def code(source, **more):
    return {"cell_type": "code", "source": source, "metadata": {}, **more}


def image():
    """Outputs as large as a notebook may be."""
    return book([code("x = 1", outputs=[{"data": {"image/png": "A" * (LARGEST_NOTEBOOK - 1000)}}])])


# Made as they are needed: together they are large. The first few are tried every time, all of them by `--long`.
TEXTS = {
    "one line.py": lambda: full("1,", "x = ["),
    "arguments.py": lambda: full("x,", "def f("),
    "strings.py": lambda: full("f'{x}' ", "x = "),
    "controls.py": lambda: full("\x0c\x0b\x1c\n"),
    "tabs.md": lambda: full("\tx = 1\n\n"),
    "two images.ipynb": lambda: image().replace(b"x = 1", "x = '😀'".encode()),
    "texts.ipynb": lambda: b'{"cells": [], "x": [' + b'"ab",' * 1_240_000 + b"1]}",
    "too many objects.ipynb": lambda: b'{"cells": [' + b"{}," * 8_000_000 + b"{}]}",
    "short lines.py": lambda: full("x=1\n"),
    "empty lines.py": lambda: full("\n", "x = 1"),
    "one name.py": lambda: full("x"),
    "one string.py": lambda: full("x", "'"),
    "words.py": lambda: full("an ordinary sentence and no code at all\n"),
    "broken lines.py": lambda: full("x = = 1\n"),
    "open brackets.py": lambda: full("x = (\n"),
    "brackets.py": lambda: full("("),
    "quotes.py": lambda: full("'''\n'\n"),
    "backslashes.py": lambda: full("\\\n"),
    "indents.py": lambda: full(" " * 50 + "x\n" + " " * 20 + "y\n"),
    "blocks.py": lambda: b"".join(b" " * i + b"if u:\n" for i in range(1300)),
    "minus.py": lambda: full("-", "x = "),
    "sums.py": lambda: full("+1", "x = 1"),
    "attributes.py": lambda: full(".a", "x = a"),
    "calls.py": lambda: full("()", "x = f"),
    "signs.py": lambda: full("é = 'é'  # é\n"),
    "comments.py": lambda: full("# footgun: ignore[SHP001] x\n"),
    "suppressions.py": lambda: full("x = nn.Softmax()  # footgun: ignore\n", TORCH),
    "undefined.py": lambda: full("undefined\n"),
    "layers.py": lambda: full("nn.Linear(3, 4)(torch.zeros(2, 5))\n", TORCH),
    "networks.py": lambda: full(
        "class A(nn.Module):\n  def __init__(s):\n    super().__init__()\n    s.a = nn.Linear(3, 4)\n  def forward(s, x): return s.a(x)\n", TORCH
    ),
    "losses.py": lambda: full("loss = nn.CrossEntropyLoss()(nn.Softmax(1)(torch.zeros(2, 3)), y)\nloss.backward()\n", TORCH),
    "functions.py": lambda: full("def f(x): return f(x)\n"),
    "imports.py": lambda: full("from a import *\n"),
    "conditions.py": lambda: full("if u: x = [x]\n", "from a import u\nx = 1\n"),
    "words.ipynb": lambda: book([code("x = 1", outputs=[{"text": "word " * (LARGEST_NOTEBOOK // 5 - 1000)}])]),
    "wide words.ipynb": lambda: book([code("x = 1", outputs=[{"text": "word " * 2_900_000}])]).replace(b"x = 1", "'😀'".encode()),
    "figures.ipynb": lambda: b'{"cells": [], "x": [' + b"0.123," * 1_240_000 + b"1]}",
    "magics.ipynb": lambda: book([code("%x\n" * 99_000)]),
    "too many magics.ipynb": lambda: book([code("%x\n" * 340_000)]),
    "cells.ipynb": lambda: book([code("x = 1")] * 10_000),
    "too many cells.ipynb": lambda: book([code("x = 1")] * 190_000),
    "image.ipynb": image,
    "too much code.ipynb": lambda: book([code("x = 1\n" * 8_000_000)]),
    "too many numbers.ipynb": lambda: b'{"cells": [' + b"1," * 24_000_000 + b"1]}",
    "too deep.ipynb": lambda: b"[" * LARGEST_NOTEBOOK,
    "fences.md": lambda: full("```py\nx = 1\n```\n"),
    "open fences.md": lambda: full("```py\n"),
    "marks.md": lambda: full("`"),
    "lists.md": lambda: full("- "),
    "quoted.md": lambda: full(">>> x\n"),
    "comments.md": lambda: full("<!-- "),
    "prompts.txt": lambda: b"In [1]: x = 1\nOut[1]: 2\n\n" * 10_000,
    "too many prompts.txt": lambda: full("In [1]: x = 1\nOut[1]: 2\n\n"),
    "paragraphs.txt": lambda: full("x = 1\n\n", "In [1]:\n"),
    "prose.txt": lambda: full("A sentence. \n\n"),
    "code.txt": lambda: full("x = (\n"),
}  # fmt: skip


def largest(watch, start, end):
    """Each as the command would, from its bytes on; the watch waits until it would have cut off the text itself."""
    watch.seconds += 2
    for name in list(TEXTS)[start:end]:
        data = TEXTS[name]()
        with few_collections():
            watch.attempt(name, lambda name=name, data=data: answered(name, data))


def answered(name, data):
    result = ENGINE.in_time(name, data, lambda: ENGINE.check_data(name, data, Config()))
    assert not result.internal
    refused = result.error or ""
    assert "internal fault" not in refused
    assert not refused or name.startswith("too ") or "takes more than" in refused, refused


LARGEST = Target("largest", largest, short=3, long=len(TEXTS), a_round=1)


@pytest.mark.parametrize("start", LARGEST.starts)
def test_the_largest_text(start, tmp_path):
    LARGEST.run(start, tmp_path)
