"""Many processes give the bytes that one gives."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from tests.cli.conftest import CLEAN, FLAWED

import footgun
from footgun.discover import Found
from footgun.pool import check_all
from footgun.results import FileResult


@pytest.fixture
def many(write):
    for number in range(30):
        write(f"p/net{number:02}.py", FLAWED if number % 3 else CLEAN)
    write("p/broken.py", b"\xff\xfe\x00")
    return "p"


@pytest.mark.parametrize("jobs", ["2", "4"])
def test_any_number_of_jobs_gives_the_same_bytes(footgun, many, jobs):
    alone = footgun("check", many, "--no-cache", "--jobs", "1", "--hints")
    together = footgun("check", many, "--no-cache", "--jobs", jobs, "--hints")
    assert together == alone
    assert alone.code == 2
    assert alone.out.count("error[SHP001]") == 20


def work(dying, found):
    if found.path in dying:
        os.kill(os.getpid(), signal.SIGKILL)
    return FileResult(found.path)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_a_process_that_dies_costs_its_file_alone():
    found = [Found(f"{number:02}.py") for number in range(20)]
    results = list(check_all(found, partial(work, {"07.py"}), 2))
    assert [result.path for result in results] == [item.path for item in found]
    assert [result.path for result in results if result.error] == ["07.py"]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs /proc")
def test_no_process_is_left(many, folder):
    environment = {**os.environ, "PYTHONPATH": str(Path(footgun.__file__).parents[1])}
    command = [sys.executable, "-m", "footgun", "check", many, "--no-cache", "--jobs", "3"]
    # A worker that is left holds this pipe open, and `run` would wait for it.
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=60, check=False)
    assert done.returncode == 2
