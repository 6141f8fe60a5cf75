"""`--watch` checks again after a change."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.cli.conftest import CLEAN, FLAWED

import footgun

pytest.importorskip("watchfiles")


@pytest.fixture
def watching(folder):
    """The rows that a watching process writes, one after another."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(footgun.__file__).parents[1]),
        "PYTHONUNBUFFERED": "1",
    }
    command = [
        sys.executable,
        "-m",
        "footgun",
        "check",
        ".",
        "--watch",
        "--output-format",
        "concise",
        "--no-cache",
    ]
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    rows: queue.Queue[str] = queue.Queue()

    def read():
        for row in process.stdout:
            rows.put(row)

    threading.Thread(target=read, daemon=True).start()

    def until(words):
        seen = []
        while not seen or words not in seen[-1]:
            seen.append(rows.get(timeout=60))
        return "".join(seen)

    yield until
    process.kill()
    process.wait()


def test_a_change_is_checked(folder, write, request):
    write("net.py", FLAWED)
    until = request.getfixturevalue("watching")
    assert "net.py:7:5: error SHP001" in until("waiting for changes")
    write("net.py", CLEAN)
    assert "All checks passed" in until("waiting for changes")
    write("footgun.toml", "hints = 3\n")
    assert "`hints` must be true or false" in until("waiting for changes")


def test_without_the_package_the_extra_is_named(footgun, flawed, monkeypatch):
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    done = footgun("check", flawed, "--watch")
    assert done.code == 2
    assert "pip install 'footgun[watch]'" in done.err


def test_what_is_not_there_is_not_watched(footgun):
    done = footgun("check", "nowhere", "--watch")
    assert done.code == 2
    assert "nowhere: only files and folders that exist" in done.err
