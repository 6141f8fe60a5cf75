"""Every program that a fix has mended runs, in torch and in Keras."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

pytest.importorskip("torch")
pytest.importorskip("keras")

CASES = Path(__file__).parents[1] / "fix" / "cases"
TOPICS = ("activations", "architecture", "calls", "numerics", "shapes")
FETCHES = ("IMAGENET1K", "datasets")  # what has to be downloaded first


def programs():
    for topic in TOPICS:
        page = (CASES / f"{topic}.md").read_text(encoding="utf-8")
        for section in re.split(r"^## ", page, flags=re.M)[1:]:
            after = re.search(r"^```py after\n(.*?)^```$", section, re.M | re.S)
            if after is not None and not any(word in after[1] for word in FETCHES):
                yield pytest.param(after[1], id=section.partition("\n")[0])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("program", list(programs()))
def test_it_runs(program):
    for name in ("tensorflow", "torchvision"):
        if name in program and find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    exec(compile(program, "net.py", "exec"), {"__name__": "__main__"})
