"""The hooks, run by pre-commit itself on a repository of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FLAWED = "import torch.nn as nn\nnet = nn.Sequential(nn.Linear(4, 3), nn.ReLU(), nn.Linear(2, 1))\n"
IDLE = "x = 1  # footgun: ignore[SHP001]\n"

pytest.importorskip("pre_commit")
if shutil.which("git") is None:
    pytest.skip("pre-commit needs git", allow_module_level=True)


def git(folder, *arguments):
    who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory):
    """This project as a repository that pre-commit can clone."""
    folder = tmp_path_factory.mktemp("hooks") / "footgun"
    folder.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, folder)
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "all")
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def run(tmp_path, hooks, home):
    git(tmp_path, "init", "-q")
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], cwd=hooks, capture_output=True, text=True, check=True
    ).stdout.strip()

    def run(hook, **files):
        rows = ["repos:", f"  - repo: {hooks}", f"    rev: {revision}", f"    hooks: [{{id: {hook}}}]"]
        (tmp_path / ".pre-commit-config.yaml").write_text("\n".join(rows) + "\n")
        for name, text in files.items():
            (tmp_path / f"{name}.py").write_text(text)
        git(tmp_path, "add", "-A")
        command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
        environment = {**os.environ, "PRE_COMMIT_HOME": str(home)}
        environment.pop("PYTHONPATH", None)
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    return run


def test_a_fault_stops_the_commit(run):
    done = run("footgun", net=FLAWED)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "error[SHP002]" in done.stdout


def test_clean_files_pass(run):
    done = run("footgun", net=FLAWED.replace("Linear(2", "Linear(3"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Passed" in done.stdout


def test_what_can_be_mended_is(run, tmp_path):
    done = run("footgun-fix", idle=IDLE)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "files were modified by this hook" in done.stdout
    assert (tmp_path / "idle.py").read_text() == "x = 1\n"
