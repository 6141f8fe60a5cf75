"""The step of GitHub Actions, run by bash as a runner does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

yaml = pytest.importorskip("yaml")
ACTION = yaml.safe_load((Path(__file__).parents[2] / "action.yml").read_text())


def test_every_input_is_used_and_none_is_pasted_into_a_script():
    steps = ACTION["runs"]["steps"]
    given = " ".join(value for step in steps for value in step["env"].values())
    assert all(f"inputs.{name} " in given for name in ACTION["inputs"])
    assert not any(
        "${{" in step["run"] for step in steps
    )  # it would be code, whoever opened the pull request


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_step_annotates_and_writes_sarif(tmp_path):
    (tmp_path / "footgun" / "bin").mkdir(parents=True)
    tool = tmp_path / "footgun" / "bin" / "footgun"
    tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m footgun "$@"\n')
    tool.chmod(0o755)
    (tmp_path / "a net.py").write_text(
        "from torch import nn\nnn.Sequential(nn.Linear(4, 3), nn.Linear(2, 1))\n"
    )
    script = ACTION["runs"]["steps"][1]["run"]
    here = str(Path(__file__).parents[2] / "src")
    environment = {**os.environ, "RUNNER_TEMP": str(tmp_path), "PYTHONPATH": here}
    environment |= {"PATHS": ". *", "OPTIONS": "--no-cache", "SARIF": "out.sarif"}
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "::error title=SHP002 features-mismatch,file=a net.py,line=2" in done.stdout
    assert (tmp_path / "out.sarif").is_file()
    assert "*: no such file" in done.stderr  # not expanded
