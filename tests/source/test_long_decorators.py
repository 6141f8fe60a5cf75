"""A decorator of an imported file that computes for long, to write a documentation say, is seen through."""

from __future__ import annotations

from tests.source.test_project import machine

LONG = """
def documented(thing):
    words = []
    for a in range(100):
        for b in range(100):
            words.append(a * b)
    thing.__doc__ = len(words)
    return {result}
"""
PAGE = """
import torch
from torch import nn
from docs import documented
@documented
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 4)
    @documented
    def forward(self, x):
        return self.layer(x)
@documented
class Other(Net):
    pass
y = Net()(torch.zeros(2, 3))
"""


def told(tmp_path, result):
    (tmp_path / "docs.py").write_text(LONG.format(result=result))
    page = tmp_path / "page.py"
    page.write_text(PAGE)
    return machine(page)


def test_it_takes_few_steps_in_all_and_is_named(tmp_path):
    m = told(tmp_path, "thing")
    assert m.steps < 4_000
    assert m.globals["y"].shape == (2, 4)
    reasons = [(gap.reason, gap.span.line) for gap in m.program.not_checked]
    assert reasons == [("too much to follow in `documented`", 10)]


def test_what_it_would_give_is_then_what_it_was_given(tmp_path):
    m = told(tmp_path, "None")
    assert m.globals["y"].shape == (2, 4)
    assert m.globals["Other"].name == "Other"


def test_a_short_one_is_followed_each_time(tmp_path):
    (tmp_path / "docs.py").write_text("def documented(thing):\n    thing.told = 7\n    return thing\n")
    (tmp_path / "page.py").write_text(PAGE + "n = Net.told, Other.told\n")
    assert machine(tmp_path / "page.py").globals["n"] == (7, 7)


def test_one_that_notes_functions_is_followed_for_the_first_two(tmp_path):
    (tmp_path / "docs.py").write_text(
        "names = []\ndef note(f):\n    names.append(f.__name__)\n    return f\n"
    )
    functions = "".join(f"@note\ndef f{n}(): return {n}\n" for n in range(9))
    page = tmp_path / "page.py"
    page.write_text("from docs import note, names\n" + functions + "last, many = f8(), names\n")
    m = machine(page)
    assert m.globals["last"] == 8
    assert list(m.globals["many"]) == ["f0", "f1"]
    assert m.globals["many"].open
