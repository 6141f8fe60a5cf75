"""The corpus command counts what it says it counts."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from footgun.dev import measure
from footgun.dev.corpus import command
from footgun.dev.figures import percentile, reasons, times
from footgun.dev.measure import Measured

BROKEN = """
import torch
from torch import nn
net = nn.Sequential(nn.Linear(4, 8), nn.Linear(9, 2))
net(torch.randn(1, 4))
"""
LOST = """
import torch
from torch import nn
from elsewhere import mix
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(4, 8)
    def forward(self, x):
        return mix(self.layer(x))
Net()(torch.randn(1, 4))
"""


@pytest.fixture
def corpus(tmp_path):
    """Run the command on files given by name; its exit code and what it prints."""

    def corpus(files, *options):
        for name, text in files.items():
            (tmp_path / name).write_text(text)
        done = CliRunner().invoke(command, [str(tmp_path), *options])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return corpus


def test_networks_are_followed_or_not(corpus):
    code, out = corpus({"a.py": BROKEN, "b.py": LOST, "c.py": "x = 1\n"}, "--output-format", "json")
    found = json.loads(out)
    assert code == 0
    assert (found["files"], found["files_with_a_network"]) == (3, 2)
    assert (found["networks"], found["followed_to_the_output"]) == (2, 1)
    assert [(r["text"], r["files"]) for r in found["not_followed"]] == [("`elsewhere.mix`", 1)]
    assert {"code": "SHP002", "slug": "features-mismatch", "error": 1, "warning": 0, "info": 0} in found[
        "findings"
    ]
    assert found["internal_faults"] == found["over_budget"] == []
    assert found["files_of_200_lines_a_second_a_core"] > 0
    spent = found["milliseconds"]  # a clock of processor time may tick in steps longer than a file takes
    assert 0 <= spent["median"] <= spent["p95"] <= spent["max"]


def test_text_names_places_for_triage(corpus, tmp_path):
    code, out = corpus({"a.py": BROKEN, "b.py": LOST}, "--findings", "SHP", "--reason", "mix")
    assert code == 0
    assert "2 networks, 1 followed to their output (50.0 %)" in out
    assert f"{tmp_path / 'a.py'}:4: error SHP002[" in out
    assert f"{tmp_path / 'b.py'}:10: `elsewhere.mix`" in out


def test_any_number_of_jobs_finds_the_same(corpus):
    files = {f"{name}.py": text for name, text in {"a": BROKEN, "b": LOST, "c": "x = 1\n"}.items()}
    _, alone = corpus(files, "--output-format", "json")
    _, together = corpus(files, "--output-format", "json", "--jobs", "2")
    cost = (
        "milliseconds",
        "files_a_second_a_core",
        "files_of_200_lines_a_second_a_core",
        "slowest",
        "peak_megabytes",
    )
    assert [[v for k, v in json.loads(text).items() if k not in cost] for text in (alone, together)] == [
        [v for k, v in json.loads(alone).items() if k not in cost]
    ] * 2


def test_a_file_past_its_time_is_cut_off_and_fails_the_run(corpus, monkeypatch):
    monkeypatch.setattr(measure, "SECONDS", 0.2)
    monkeypatch.setattr(measure, "_meters", [measure.Meter()])
    monkeypatch.setattr(measure._meters[0].engine, "check_file", lambda *a: [None for _ in iter(int, 1)])
    code, out = corpus({"a.py": "x = 1\n"}, "--output-format", "json")
    assert code == 1
    assert [path[-4:] for path in json.loads(out)["over_budget"]] == ["a.py"]


def file(name, seconds=0.01, gaps=()):
    return Measured(name, seconds, 50, False, 0, 0, 0, gaps, (), (), None, False)


def test_many_lines_count_as_many_usual_files():
    files = [file("a.py", 0.5)._replace(lines=600), file("b.py", 0.25)._replace(lines=100)]
    assert times(files).usual == pytest.approx(700 / 200 / 0.75)


def test_reasons_are_grouped_by_what_they_name():
    files = [
        file("a.py", gaps=(("`torch.foo1`", 1), ("`torch.foo1`", 5), ("a loop of 200 passes", 2))),
        file("b.py", gaps=(("a loop of 300 passes", 7), ("`torch.foo2`", 1))),
    ]
    assert [(r.text, r.places, r.files, r.example) for r in reasons(files)] == [
        ("a loop of N passes", 2, 2, "a.py:2"),
        ("`torch.foo1`", 2, 1, "a.py:1"),
        ("`torch.foo2`", 1, 1, "b.py:1"),
    ]


def test_times():
    spent = times([file(str(n), n / 1000) for n in range(1, 101)])
    assert (spent.median, spent.p95, spent.most) == pytest.approx((50, 95, 100))
    assert spent.a_second == pytest.approx(100 / 5.05)
    assert times([]).a_second == times([]).usual == 0
    assert percentile([1.0], 50) == percentile([1.0], 95) == 1.0
