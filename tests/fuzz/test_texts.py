"""Whatever a text of any name holds: it is read, or refused with a reason; every position is in the text."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from tests.fuzz.hostile import SIGNS, damaged, encodings
from tests.fuzz.sound import sound
from tests.fuzz.target import Target
from tests.fuzz.watched import explore

NAMES = [
    "a.md",
    "a.markdown",
    "a.qmd",
    "a.Rmd",
    "a.txt",
    "a.rst",
    "a",
    "a.PY",
    "a.py",
    "a.pyw",
    "a.pyi",
    "a.ipynb",
    ".md",
    "a.md.txt",
]
CODE = [
    "import torch\nfrom torch import nn\nnet = nn.Sequential(nn.Linear(3, 4), nn.Linear(5, 2))\nnet(torch.zeros(2, 3))",
    "x = 1", "def f(x):\n    return x\n\n\nf(1)", "for i in range(3):\n\tx = i", "x = [\n  1,", "'''open", "x = 1 \\", ">>> x = 1\n>>> x\n1",
    "%matplotlib inline", "!ls", "x = !ls", "%%bash\nls", "@", "x = '\x0c'", "\x0cx = 1", "class A:\n  def f(self):\n\n\n    pass",
    "    x = 1\n  y = 2", ":tags: [a]\nx = 1", "---\na: 1\n---\nx = 1", "model.fit(x, y)", "0", "лес = 1", "𝒳 = e\u0301 = 1", "x = 1;" * 40,
]  # fmt: skip
OPENS = [
    "```",
    "```py",
    "```python title='x'",
    "~~~",
    "~~~~py",
    "````",
    "```{python}",
    "```{code-cell} ipython3",
    "``` {.python .x}",
    "```js",
    "``` py `",
    "\t```py",
    "     ```",
]
PROSE = [
    "# Title", "Some *prose* with a comma, and words.", "---", "===", "- item", "1. item", "   - deep", "> quoted\n> ```py\n> x = 1", "<!-- comment", "-->",
    "<pre>", "</pre>", "<script>alert(1)</script>", "| a | b |", "[x]: http://example.org", "In [1]:", "In [ ]: x = 1", "   ...: y = 2", "In [*]:", "Out[1]: 3",
    "Out[2]:", "Traceback (most recent call last)", "-" * 30, "Input: 3 x 32 x 32", "---\njupyter: python3\n---", "{", '{"cells": []}', "\t", "   ", "",
]  # fmt: skip
LINES = st.sampled_from([*PROSE, *CODE, *OPENS, *SIGNS]) | st.text(max_size=12)


@st.composite
def blocks(draw):
    """A fence, code at some indentation, or anything."""
    kind = draw(st.sampled_from(["fence", "fence", "code", "prompt", "line", "line"]))
    text = draw(st.sampled_from(CODE)) if kind != "line" else draw(LINES)
    if kind == "fence":
        opening = draw(st.sampled_from(OPENS))
        mark = opening.strip()[:1] * draw(st.sampled_from([3, 3, 3, 4, 2, 0]))
        text = f"{opening}\n{text}\n{mark}"
    elif kind == "prompt":
        text = f"In [{draw(st.integers(0, 99))}]:{draw(st.sampled_from([' ', chr(10), '']))}{text}"
    indent = draw(st.sampled_from(["", "", "", " ", "    ", "\t", " \t", "  - ", "1. ", "> ", "        "]))
    return "\n".join(indent + row for row in text.split("\n")) if indent.isspace() else indent + text


@st.composite
def texts(draw):
    """A name, and bytes that may be what it says."""
    gap = draw(st.sampled_from(["\n", "\n", "\n\n", "\n\n\n", "\r\n", "\n \n"]))
    text = gap.join(draw(st.lists(blocks(), max_size=6)))
    data = draw(encodings(text))
    return draw(st.sampled_from(NAMES)), draw(damaged(data)) if draw(st.booleans()) else data


def tried(watch, start, end):
    explore(watch, texts(), lambda case: sound(*case), start, end)


TEXTS = Target("texts", tried, short=80, long=10_000)


@pytest.mark.parametrize("start", TEXTS.starts)
def test_any_text(start, tmp_path):
    TEXTS.run(start, tmp_path)
