"""Many processes give the bytes that one gives."""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest
from tests.cli.conftest import CLEAN, FLAWED

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
