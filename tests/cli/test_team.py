"""What a team needs: a baseline, files and rules of their own severity, comments put in by the tool."""

from __future__ import annotations

import io
import json
import sys

import pytest
from tests.cli.conftest import FLAWED

LINE = "    nn.Conv2d(6, 32, 3),"


def test_what_is_known_is_hidden_and_what_is_new_is_told(footgun, flawed, write, folder):
    done = footgun("check", flawed, "--write-baseline")
    assert (done.code, done.out) == (0, "Wrote 1 finding to footgun-baseline.json\n")
    again = footgun("check", flawed, "--baseline", "footgun-baseline.json")
    assert again.code == 0
    assert "1 finding hidden by the baseline" in again.err
    write(flawed, "# one more line above\n" + FLAWED.replace("3, 16, 3", "3, 20, 3"))
    assert footgun("check", flawed, "--baseline", "footgun-baseline.json").code == 0
    write(flawed, FLAWED.replace(LINE, f"{LINE}\n{LINE.replace('6, 32', '7, 32')}"))
    new = footgun("check", flawed, "--baseline", "footgun-baseline.json")
    assert new.code == 1
    assert "made for 7" in new.out
    assert "made for 6" not in new.out


def test_a_finding_that_comes_twice_is_told_once(footgun, write):
    write("two.py", FLAWED)
    footgun("check", "two.py", "--write-baseline")
    write("two.py", FLAWED + FLAWED)
    done = footgun("check", "two.py", "--baseline", "footgun-baseline.json")
    assert "Found 1 error" in done.out


def test_entries_of_mended_faults_are_stale_and_pruned(footgun, flawed, write, clean, folder):
    write("other.py", FLAWED)
    footgun("check", ".", "--write-baseline")
    write("flawed.py", (folder / clean).read_text())
    (folder / "other.py").unlink()
    done = footgun("check", ".", "--baseline", "footgun-baseline.json")
    assert "2 entries of the baseline no longer found (flawed.py, other.py)" in done.err
    assert "Took 2 entries out" in footgun("check", ".", "--prune-baseline").out
    assert json.loads((folder / "footgun-baseline.json").read_text())["findings"] == {}


def test_pruning_learns_nothing_new(footgun, flawed, write, folder):
    footgun("check", flawed, "--write-baseline")
    write("new.py", FLAWED)
    done = footgun("check", ".", "--prune-baseline")
    assert done.code == 1
    assert "new.py" in done.out
    assert list(json.loads((folder / "footgun-baseline.json").read_text())["findings"]) == ["flawed.py"]


def test_the_baseline_of_the_configuration_is_used_from_any_folder(footgun, write, folder, monkeypatch):
    write("footgun.toml", 'baseline = "known.json"\n')
    write("models/net.py", FLAWED)
    assert footgun("check", ".", "--baseline", "known.json", "--write-baseline").code == 0
    monkeypatch.chdir(folder / "models")
    assert footgun("check", "net.py").code == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 9, "findings": {}}', '{"version": 1, "findings": {"a": 3}}']
)
def test_what_is_no_baseline_is_refused(footgun, flawed, write, text):
    write("known.json", text)
    done = footgun("check", flawed, "--baseline", "known.json")
    assert done.code == 2
    assert "known.json: not a baseline" in done.err


def test_what_is_no_baseline_is_not_overwritten(footgun, flawed, write, folder):
    done = footgun("check", flawed, "--baseline", flawed, "--write-baseline")
    assert done.code == 2
    assert "not overwritten" in done.err
    assert (folder / flawed).read_text() == FLAWED
    write("known.json", '{"version": 1, "findings": {<<<<<<<')  # a merge went wrong
    assert footgun("check", flawed, "--baseline", "known.json", "--write-baseline").code == 0


def test_a_rule_is_ignored_in_some_files(footgun, write):
    write("footgun.toml", '[per-file-ignores]\n"tests/*" = ["SHP"]\n')
    write("tests/net.py", FLAWED)
    assert footgun("check", "tests").code == 0
    write("net.py", FLAWED)
    assert footgun("check", ".").out.count("SHP001") == 1


def test_a_team_decides_how_severe_a_rule_is(footgun, flawed, write):
    write("footgun.toml", '[severity]\nSHP = "info"\n')
    assert footgun("check", flawed).code == 0
    write("footgun.toml", '[severity]\nSHP = "info"\nSHP001 = "warning"\n')
    assert "warning[SHP001]" in footgun("check", flawed).out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[severity]\nSHP001 = "fatal"\n', '"error", "warning" or "info"'),
        ('[severity]\nSHP999 = "info"\n', "unknown rule `SHP999`"),
        ('per-file-ignores = ["a"]\n', "must be a table"),
        ("baseline = 3\n", "must be the name of a file"),
    ],
)
def test_a_wrong_setting_is_refused(footgun, flawed, write, text, words):
    write("footgun.toml", text)
    done = footgun("check", flawed)
    assert done.code == 2
    assert words in done.err


@pytest.mark.parametrize(
    "text", ['[severity]\nX = "info"\n', '[per-file-ignores]\n"*" = ["X"]\n', 'ignore = ["X"]\n']
)
def test_a_wrong_setting_is_refused_by_several_processes_too(footgun, write, text):
    write("sub/footgun.toml", text)
    for number in range(24):
        write(f"sub/net{number}.py", FLAWED)
    done = footgun("check", ".", "--jobs", "2", "--no-cache")
    assert (done.code, done.out) == (2, "")
    assert "sub/footgun.toml: " in done.err
    assert "unknown rule `X`" in done.err


def test_comments_are_put_where_they_silence(footgun, write, folder):
    write("net.py", FLAWED.replace(LINE, f"{LINE}  # the stem") + "undefined\n")
    done = footgun("check", "net.py", "--add-ignores")
    assert done.code == 0
    rows = (folder / "net.py").read_text().splitlines()
    assert f"{LINE}  # the stem  # footgun: ignore[SHP001]" in rows
    assert rows[-1] == "undefined  # footgun: ignore[API005]"


def test_two_findings_share_a_comment(footgun, write, folder):
    write("net.py", "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n")
    assert footgun("check", "net.py", "--add-ignores").code == 0
    last = (folder / "net.py").read_text().splitlines()[-1]
    assert last.endswith(("# footgun: ignore[ACT001, SHP002]", "# footgun: ignore[SHP002, ACT001]"))


def test_standard_input_is_passed_on_mended(footgun, monkeypatch):
    text = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(2, 1))\n"
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    monkeypatch.setattr(sys, "stdout", out)
    done = footgun("check", "-", "--fix", "--unsafe-fixes", stdin=text)
    assert out.buffer.getvalue().decode() == text.replace("Linear(2", "Linear(3")
    assert done.code == 0
    assert done.err == "footgun: Fixed 1 finding in 1 file\n"
