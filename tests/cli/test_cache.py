"""Results of an earlier run: used while nothing they follow from has changed, and never trusted blindly."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from subprocess import PIPE

import pytest
from tests.cli.conftest import FLAWED

from footgun.cache import _hash
from footgun.engine import Engine

MODEL = "from torch import nn\nfrom sizes import WIDTH\nnet = nn.Sequential(nn.Linear(4, WIDTH), nn.ReLU(), nn.Linear(8, 2))\n"


@pytest.fixture
def project(write, folder):
    write("p/flawed.py", FLAWED)
    write("p/sizes.py", "WIDTH = 8\n")
    write("p/model.py", MODEL)
    return folder


@pytest.fixture
def check(footgun, monkeypatch):
    """Check the folder; the files that were worked out anew are named."""

    def check(*options):
        worked: list[str] = []
        original = Engine.check_data

        def noted(engine, path, *rest):
            worked.append(path.rpartition("/")[2])
            return original(engine, path, *rest)

        with monkeypatch.context() as patch:
            patch.setattr(Engine, "check_data", noted)
            done = footgun("check", "p", "--jobs", "1", *options)
        return done, sorted(worked)

    return check


def test_a_second_run_says_the_same_without_the_work(project, check):
    first, worked = check()
    assert worked == ["flawed.py", "model.py", "sizes.py"]
    second, worked = check()
    assert worked == []
    assert second == first
    assert "Conv2d(6, 32, 3)" in second.out  # the frames too
    assert (project / ".footgun_cache" / "CACHEDIR.TAG").read_text().startswith("Signature: ")
    assert (project / ".footgun_cache" / ".gitignore").read_text() == "*\n"


def test_a_changed_file_is_worked_out_anew(project, check, write):
    check()
    write("p/flawed.py", FLAWED.replace("6, 32", "16, 32"))
    done, worked = check()
    assert worked == ["flawed.py"]
    assert done.code == 0


def test_a_changed_import_counts(project, check, write):
    assert "Linear" not in check()[0].out.replace("p/flawed", "")
    write("p/sizes.py", "WIDTH = 9\n")
    done, worked = check()
    assert worked == ["model.py", "sizes.py"]
    assert "takes 8 features" in done.out


def test_an_import_that_appears_counts(project, check, write):
    (project / "p" / "sizes.py").unlink()
    check()
    write("p/sizes.py", "WIDTH = 9\n")
    done, worked = check()
    assert "model.py" in worked
    assert "takes 8 features" in done.out


def test_other_settings_are_another_question(project, check, write):
    check()
    assert check("--ignore", "SHP001")[1] == ["flawed.py", "model.py", "sizes.py"]
    write("footgun.toml", '[severity]\nSHP001 = "info"\n')
    done, worked = check()
    assert len(worked) == 3
    assert done.code == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"key": 1}', '{"key": "x", "consulted": [], "result": 3}', "\ud800"]
)
def test_a_broken_cache_is_made_anew(project, check, text):
    first, _ = check()
    for kept in (project / ".footgun_cache").rglob("*.json"):
        kept.write_bytes(text.encode("utf-8", "surrogatepass"))
    again, worked = check()
    assert again == first
    assert len(worked) == 3


@pytest.mark.parametrize(
    "path", [[], ["result"], ["result", "findings"], ["result", "not_checked"], ["consulted"]]
)
def test_a_cache_of_another_form_is_made_anew(project, check, path):
    first, _ = check()
    for kept in (project / ".footgun_cache").rglob("*.json"):
        document = json.loads(kept.read_text().partition("\n")[2])
        place = document
        for name in path[:-1]:
            place = place[name]
        if path:
            place[path[-1]] = [["odd"]]
        text = json.dumps(document if path else [document])
        kept.write_text(f"{_hash(text.encode())}\n{text}")  # as one would that knows how
    again, worked = check()
    assert again == first
    assert worked


def test_a_number_that_changed_is_noticed(project, check):
    first, _ = check()
    for kept in (project / ".footgun_cache").rglob("*.json"):
        kept.write_bytes(kept.read_bytes().replace(b"7,", b"6,"))
    again, worked = check()
    assert again == first
    assert worked == ["flawed.py"]


@pytest.mark.skipif(sys.platform == "win32", reason="no links")
def test_no_link_leads_out_of_the_cache(project, check, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    for name in [f"{number:02x}" for number in range(256)]:
        (project / ".footgun_cache").mkdir(exist_ok=True)
        (project / ".footgun_cache" / name).symlink_to(outside)
    for name in ("CACHEDIR.TAG", ".gitignore"):
        (project / ".footgun_cache" / name).symlink_to(outside / name)
    first, _ = check()
    assert check()[0] == first
    assert list(outside.iterdir()) == []
    shutil.rmtree(project / ".footgun_cache")
    (project / ".footgun_cache").symlink_to(outside)
    assert check()[0] == first
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders here")
def test_a_pipe_in_the_cache_or_among_the_imports_is_not_waited_for(project, check):
    first, _ = check()
    for kept in (project / ".footgun_cache").rglob("*.json"):
        kept.unlink()
        os.mkfifo(kept)
    assert check()[0] == first
    (project / "p" / "sizes.py").unlink()
    os.mkfifo(project / "p" / "sizes.py")
    assert "flawed.py" in check()[0].out


def test_several_processes_share_a_cache(project, footgun):
    """Each reads what the others write at the same time, and says what one alone says."""
    command = [sys.executable, "-m", "footgun", "check", "p", "--jobs", "1"]
    alone = subprocess.run([*command, "--no-cache"], cwd=project, capture_output=True, check=False)
    running = [subprocess.Popen(command, cwd=project, stdout=PIPE, stderr=PIPE) for _ in range(6)]
    told = {(*one.communicate(), one.returncode) for one in running}
    assert told == {(alone.stdout, alone.stderr, 1)}
    assert [path.name for path in (project / ".footgun_cache").rglob("*.json.*")] == []


def test_no_cache_leaves_nothing(project, check):
    check("--no-cache")
    assert not (project / ".footgun_cache").exists()


def test_a_folder_that_cannot_be_written_costs_only_time(project, check, write):
    write(".footgun_cache", "a file where the folder should be")
    first, _ = check()
    second, worked = check()
    assert first == second
    assert len(worked) == 3


def test_what_a_link_leads_to_may_appear(project, check, write):
    (project / "p" / "sizes.py").unlink()
    (project / "p" / "sizes.py").symlink_to("widths.py")
    assert "model.py" not in check()[0].out
    write("p/widths.py", "WIDTH = 9\n")
    assert "takes 8 features" in check()[0].out


def test_what_a_link_leads_to_counts(project, check, write):
    write("p/widths.py", "WIDTH = 8\n")
    (project / "p" / "sizes.py").unlink()
    (project / "p" / "sizes.py").symlink_to("widths.py")
    assert "model.py" not in check()[0].out
    write("p/widths.py", "WIDTH = 9\n")
    assert "takes 8 features" in check()[0].out
