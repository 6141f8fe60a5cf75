"""Whatever lies in a cache or a baseline: a cache changes no result, a baseline is refused or heeded, never trusted."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import strategies as st
from tests.fuzz.command import footgun, is_clear
from tests.fuzz.hostile import damaged, json_of, spoiled
from tests.fuzz.target import Target
from tests.fuzz.watched import explore

from footgun.cache import Cache
from footgun.config import Config
from footgun.discover import Found
from footgun.engine import Engine

SIZES = "WIDTH = 8\n"
MODEL = (
    "from torch import nn\nfrom sizes import WIDTH\nimport gone\n"
    "net = nn.Sequential(nn.Linear(4, WIDTH), nn.Linear(7, 2), nn.Softmax())\nloss = nn.CrossEntropyLoss()(net(gone.x), gone.y)\n"
)
OTHERS = [
    b"",
    b"{}",
    b"[]",
    b"null",
    b"0",
    b"\x80\x04.",
    b"[" * 100_000,
    b"{" * 9,
    b'"\\ud800"',
    b"\x00" * 5000,
    b"1e999",
    b"NaN",
]


@st.composite
def files(draw, right):
    """The bytes of a JSON file after a crash, another program, or an enemy."""
    kind = draw(st.sampled_from(["tree", "tree", "bytes", "foreign"]))
    if kind == "foreign":
        return draw(st.sampled_from(OTHERS) | st.binary(max_size=40))
    if kind == "bytes":
        return draw(damaged(right))
    head, _, body = right.rpartition(b"\n{")  # what may stand before the JSON
    tree = json.loads(b"{" + body if head else right)
    return (head + b"\n" if head else b"") + json_of(draw, draw(spoiled(tree)))


def caches(watch, start, end):
    """One result, kept and then spoiled, again and again."""
    for name, text in (("sizes.py", SIZES), ("model.py", MODEL)):
        Path(name).write_text(text)
    engine = Engine()
    engine.fixes = True
    right = told(engine.check_file(Found("model.py"), Config()))
    engine.cache = Cache("cache", "salt")
    engine.check_file(Found("model.py"), Config())
    (place,) = Path("cache").rglob("*.json")
    kept = place.read_bytes()

    def check(data):
        place.write_bytes(data)
        engine.cache = Cache("cache", "salt")
        assert told(engine.check_file(Found("model.py"), Config())) == right
        assert place.read_bytes() == kept  # as it was, or made anew

    check(kept)
    explore(watch, files(kept), check, start, end)


def told(result):
    assert not result.internal
    return result.error, result.findings, result.not_checked, result.networks, result.note


def baselines(watch, start, end):
    """One baseline, spoiled; read, pruned or written."""
    Path("model.py").write_text(MODEL)
    place = Path("known.json")
    assert footgun("check", "model.py", "--baseline", "known.json", "--write-baseline").code == 0
    kept = place.read_bytes()
    usual = st.tuples(files(kept), st.sampled_from([(), (), ("--prune-baseline",), ("--write-baseline",)]))

    def check(case):
        data, options = case
        place.write_bytes(data)
        done = footgun("check", "model.py", "--baseline", "known.json", *options)
        assert is_clear(done, "known.json")
        if done.code == 2 or not options:
            assert place.read_bytes() == data  # what is no baseline is nobody's to overwrite
        else:
            again = footgun("check", "model.py", "--baseline", "known.json")
            assert again.code in (0, 1), again

    explore(watch, usual, check, start, end)


CACHES = Target("caches", caches, short=40, long=5_000)
BASELINES = Target("baselines", baselines, short=40, long=5_000)


@pytest.mark.parametrize("start", CACHES.starts)
def test_a_spoiled_cache_changes_no_result(start, tmp_path):
    CACHES.run(start, tmp_path)


@pytest.mark.parametrize("start", BASELINES.starts)
def test_a_spoiled_baseline_is_refused_or_heeded(start, tmp_path):
    BASELINES.run(start, tmp_path)
